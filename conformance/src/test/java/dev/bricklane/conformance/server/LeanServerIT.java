package dev.bricklane.conformance.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeanServerIT {
  private static final byte[] CALL =
      "POST /serving-endpoints/chat/completions HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(US_ASCII);

  @Test
  void whoHangsUpIsNoLongerInFlight() throws IOException {
    try (LeanServer server = LeanServer.start().firstOnly(0)) {
      try (Socket first = ask(server);
          Socket second = ask(server)) {
        await(server, 2);
        assertThat(first.isConnected() && second.isConnected()).isTrue();
      }
      await(server, 0);
      assertThat(server.reset().counts().peak()).isZero();
      try (Socket third = ask(server)) {
        await(server, 1);
        assertThat(third.isConnected()).isTrue();
        assertThat(server.counts().peak()).isEqualTo(1);
      }
    }
  }

  @Test
  void whoWaitsWhenTheLatencyChangesStaysInFlightUntilHeHangsUp() throws IOException {
    try (LeanServer server = LeanServer.start().latency(Duration.ofDays(1))) {
      try (Socket first = ask(server)) {
        await(server, 1);
        assertThat(first.isConnected()).isTrue();
        server.latency(Duration.ZERO).reset();
        assertThat(server.counts().peak()).isEqualTo(1);
      }
      await(server, 0);
    }
  }

  private static Socket ask(LeanServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(CALL);
    return socket;
  }

  /** The server learns of a client in its own time. */
  private static void await(LeanServer server, int calls) {
    while (server.inFlight() != calls) {
      Thread.yield();
    }
  }
}
