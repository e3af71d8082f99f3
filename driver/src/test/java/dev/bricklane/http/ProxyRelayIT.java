package dev.bricklane.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.Login;
import dev.bricklane.config.DriverConfig.Proxy;
import dev.bricklane.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyRelayIT {
  private ServerSocket proxy;
  private ProxyRelay relay;

  @BeforeEach
  void open() throws Exception {
    proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    relay =
        ProxyRelay.open(
            new Proxy(
                "localhost",
                proxy.getLocalPort(),
                Optional.of(new Login("Aladdin", new Secret("open sesame"))),
                List.of()));
  }

  @AfterEach
  void close() throws Exception {
    relay.close();
    proxy.close();
  }

  /** RFC 7617's own example of Basic. */
  @Test
  void showsThePasswordInThePlaceOfThePass() throws Exception {
    try (Socket client = ask("CONNECT w:443 HTTP/1.1", relay.pass());
        Socket server = proxy.accept()) {
      assertThat(head(server.getInputStream()))
          .startsWith("CONNECT w:443 HTTP/1.1\r\nHost: w:443\r\n")
          .contains("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n")
          .doesNotContain("Bricklane");
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void passesAMillionBytesOnInBothDirections() throws Exception {
    byte[] data = new byte[1_000_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31 >> 3);
    }
    try (Socket client = ask("CONNECT w:443 HTTP/1.1", relay.pass());
        Socket server = proxy.accept()) {
      head(server.getInputStream());
      CompletableFuture<Void> up = CompletableFuture.runAsync(() -> write(client, data));
      assertThat(server.getInputStream().readNBytes(data.length)).isEqualTo(data);
      up.join();
      CompletableFuture<Void> down =
          CompletableFuture.runAsync(() -> {
            write(server, data);
            close(server);
          });
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(data);
      down.join();
    }
  }

  @Test
  void endsWithItsClient() throws Exception {
    try (Socket client = ask("CONNECT w:443 HTTP/1.1", relay.pass());
        Socket server = proxy.accept()) {
      head(server.getInputStream());
      client.close();
      assertThat(server.getInputStream().read()).isNegative();
    }
  }

  /** It must not be a way through the proxy for others on the machine. */
  @Test
  void servesNobodyWithoutThePass() throws Exception {
    for (String pass : new String[] {"", "Bricklane 0123", relay.pass() + "0", "Basic QQ=="}) {
      try (Socket client = ask("CONNECT w:443 HTTP/1.1", pass)) {
        assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 403 ");
      }
    }
    try (Socket client = ask("GET http://w/ HTTP/1.1", relay.pass())) {
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 403 ");
    }
    proxy.setSoTimeout(1);
    assertThatThrownBy(proxy::accept).isInstanceOf(IOException.class);
  }

  @Test
  void takesNoEndlessHead() throws Exception {
    try (Socket client = ask("CONNECT " + "w".repeat(20_000) + " HTTP/1.1", relay.pass())) {
      assertThat(new String(client.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 431");
    }
  }

  @Test
  void endsItsTunnelsWhenItIsClosed() throws Exception {
    try (Socket client = ask("CONNECT w:443 HTTP/1.1", relay.pass());
        Socket server = proxy.accept()) {
      head(server.getInputStream());
      relay.close();
      relay.close();
      assertThat(endOf(client)).isTrue();
      assertThat(server.getInputStream().read()).isNegative();
    }
  }

  private static boolean endOf(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private Socket ask(String line, String pass) throws IOException {
    Socket client = new Socket(relay.address().getAddress(), relay.address().getPort());
    client.setSoTimeout(20_000);
    String head = line + "\r\nHost: w:443\r\n";
    write(
        client,
        (head + (pass.isEmpty() ? "" : "Proxy-Authorization: " + pass + "\r\n") + "\r\n")
            .getBytes(ISO_8859_1));
    return client;
  }

  private static void write(Socket socket, byte[] data) {
    try {
      socket.getOutputStream().write(data);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
