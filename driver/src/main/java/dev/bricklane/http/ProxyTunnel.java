package dev.bricklane.http;

import dev.bricklane.config.DriverConfig.Login;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ProxyRelay}. Only the relay's thread touches it. */
final class ProxyTunnel {
  private static final int CAPACITY = 64 * 1024;
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final String AUTHORIZATION = "proxy-authorization:";

  private final ProxyRelay relay;
  private final SocketChannel client;
  private final SelectionKey clientKey;

  /** What goes to the proxy, and what comes from it; both always ready to be filled. */
  private final ByteBuffer up = ByteBuffer.allocate(CAPACITY);

  private final ByteBuffer down = ByteBuffer.allocate(CAPACITY);
  private @Nullable SocketChannel server;
  private @Nullable SelectionKey serverKey;
  private boolean headRead;
  private boolean clientEnded;
  private boolean serverEnded;

  private ProxyTunnel(ProxyRelay relay, SocketChannel client) throws IOException {
    this.relay = relay;
    this.client = client;
    this.clientKey = client.register(relay.selector(), SelectionKey.OP_READ);
  }

  static void begin(ProxyRelay relay, SocketChannel client) throws IOException {
    ProxyTunnel tunnel = new ProxyTunnel(relay, client);
    tunnel.clientKey.attach(tunnel);
  }

  /** Does what its channels are ready for. */
  void serve(SelectionKey key) {
    try {
      if (key.equals(clientKey)) {
        if (key.isReadable()) {
          clientEnded = client.read(up) < 0;
          if (!headRead) {
            readHead();
          }
        }
      } else if (key.isConnectable()) {
        finishConnect(key);
      } else if (key.isReadable() && server != null) {
        serverEnded = server.read(down) < 0;
      }
      pass();
    } catch (IOException | CancelledKeyException e) {
      close();
    }
  }

  private void readHead() {
    String text = new String(up.array(), 0, up.position(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 && up.position() <= LONGEST_HEAD) {
      return;
    }
    headRead = true;
    if (end < 0 || end > LONGEST_HEAD) {
      answer(431);
      return;
    }
    byte[] rest = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    String head = signed(text.substring(0, end));
    up.clear();
    if (head.isEmpty()) {
      answer(403);
      return;
    }
    up.put(head.getBytes(StandardCharsets.ISO_8859_1)).put(rest);
    relay.resolve(this);
  }

  /** Returns the head with the proxy's credentials in place of the pass; empty without that. */
  private String signed(String head) {
    StringBuilder others = new StringBuilder();
    boolean known = false;
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(AUTHORIZATION)) {
        known |= isPass(line.substring(AUTHORIZATION.length()).strip());
      } else {
        others.append(line).append("\r\n");
      }
    }
    return known && head.startsWith("CONNECT ")
        ? others + "Proxy-Authorization: " + basic() + "\r\n\r\n"
        : "";
  }

  private boolean isPass(String shown) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.ISO_8859_1),
        relay.pass().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String basic() {
    Login login = relay.proxy().login().orElseThrow();
    String plain = login.user() + ":" + login.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Goes on to the proxy. */
  void connect(InetSocketAddress proxy) {
    if (!client.isOpen()) {
      return;
    }
    try {
      if (proxy.isUnresolved()) {
        answer(ProxyRelay.PROXY_UNKNOWN);
      } else {
        SocketChannel channel = SocketChannel.open();
        server = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(relay.selector(), SelectionKey.OP_CONNECT, this);
        if (channel.connect(proxy)) {
          serverKey = key;
        }
      }
      pass();
    } catch (IOException | CancelledKeyException e) {
      refused();
    }
  }

  private void finishConnect(SelectionKey key) throws IOException {
    try {
      if (server != null && server.finishConnect()) {
        serverKey = key;
      }
    } catch (IOException e) {
      refused();
    }
  }

  private void refused() {
    try {
      answer(ProxyRelay.PROXY_UNCONNECTED);
      pass();
    } catch (IOException | CancelledKeyException e) {
      close();
    }
  }

  /** Answers in the proxy's place, and ends. */
  private void answer(int status) {
    up.clear();
    String head = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    down.put(head.getBytes(StandardCharsets.ISO_8859_1));
    serverEnded = true;
  }

  /** Writes what can be written, and says what to wait for next. */
  private void pass() throws IOException {
    if (serverKey != null && server != null) {
      write(up, server);
    }
    write(down, client);
    if ((clientEnded && (up.position() == 0 || serverKey == null))
        || (serverEnded && down.position() == 0)) {
      close();
      return;
    }
    clientKey.interestOps(
        reads(up, clientEnded || serverEnded) | (down.position() > 0 ? SelectionKey.OP_WRITE : 0));
    if (serverKey != null) {
      serverKey.interestOps(
          reads(down, serverEnded) | (up.position() > 0 ? SelectionKey.OP_WRITE : 0));
    }
  }

  private static int reads(ByteBuffer buffer, boolean ended) {
    return buffer.hasRemaining() && !ended ? SelectionKey.OP_READ : 0;
  }

  private static void write(ByteBuffer buffer, SocketChannel channel) throws IOException {
    if (buffer.position() > 0) {
      buffer.flip();
      channel.write(buffer);
      buffer.compact();
    }
  }

  private void close() {
    try {
      client.close();
    } catch (IOException e) {
      // There is nothing left to close.
    }
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      // As above.
    }
  }
}
