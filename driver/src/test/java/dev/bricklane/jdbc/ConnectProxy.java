package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP proxy that opens tunnels, all of them to one port of this machine. */
final class ConnectProxy extends LoopbackPipe {
  private final int target;
  private final String authorization;
  private final int refusal;
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();

  private ConnectProxy(int target, String authorization, int refusal) throws IOException {
    super(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    this.target = target;
    this.authorization = authorization;
    this.refusal = refusal;
  }

  /** Lets everybody through. */
  static ConnectProxy open(int target) throws IOException {
    return new ConnectProxy(target, "", 0);
  }

  /** Lets those through who know the password. */
  static ConnectProxy guarded(int target, String user, String password) throws IOException {
    String plain = user + ":" + password;
    return new ConnectProxy(
        target, "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)), 0);
  }

  /** Lets nobody through. */
  static ConnectProxy refusing(int status) throws IOException {
    return new ConnectProxy(0, "", status);
  }

  /** Returns what it was asked, a text for each connection. */
  Queue<String> heads() {
    return heads;
  }

  @Override
  Socket begin(Socket client) throws IOException {
    String head = head(client.getInputStream());
    heads.add(head);
    boolean known =
        authorization.isEmpty()
            || head.lines().anyMatch(("Proxy-Authorization: " + authorization)::equalsIgnoreCase);
    if (refusal != 0 || !known || !head.startsWith("CONNECT ")) {
      say(
          client,
          (refusal != 0 ? refusal + " No" : "407 Proxy Authentication Required")
              + "\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
      return null;
    }
    Socket socket = to(target);
    say(client, "200 Connection established\r\n\r\n");
    return socket;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(("HTTP/1.1 " + text).getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }
}
