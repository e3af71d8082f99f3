package dev.bricklane.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JdkTransportIT {
  private static final String CANARY = "canary-7f3a-value";

  private final ManualScheduler scheduler = new ManualScheduler();
  private final JdkTransport transport =
      new JdkTransport(Duration.ofSeconds(10), Network.USUAL, scheduler, 100_000);
  private ServerSocket server;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    transport.close();
    scheduler.runBackground();
    server.close();
  }

  @Test
  void givesStatusHeadersAndBody() {
    serve("HTTP/1.1 418 Teapot\r\nX-Request-ID: r-9\r\nContent-Length: 5\r\n\r\nhello");
    HttpReply reply = transport.send(call("/x")).join();
    assertThat(reply.status()).isEqualTo(418);
    assertThat(reply.header("x-request-id")).isEqualTo("r-9");
    assertThat(reply.requestId()).isEqualTo("r-9");
    assertThat(reply.text()).isEqualTo("hello");
  }

  @Test
  void sendsMethodHeadersAndBodyByHttp11() throws Exception {
    CompletableFuture<String> request = serve("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    transport.send(call("/a/b?c=d")).join();
    assertThat(request.get())
        .startsWith("POST /a/b?c=d HTTP/1.1\r\n")
        .contains("Authorization: Bearer " + CANARY + "\r\n")
        .endsWith("\r\n\r\nbody");
  }

  @Test
  void followsNoRedirect() {
    serve("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n");
    assertThat(transport.send(call("/x")).join().status()).isEqualTo(302);
  }

  @Test
  void endsACallWhoseTimeIsOverEvenWithinTheAnswer() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<Boolean> hungUp =
        hang("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nbegin", arrived);
    CompletableFuture<HttpReply> reply = transport.send(call("/slow?q=" + CANARY));
    arrived.await();
    scheduler.advance(Duration.ofSeconds(30));
    assertFails(
        reply::get,
        ErrorCode.DEADLINE_EXCEEDED,
        "POST " + base() + "/slow had no answer within 30000 ms");
    assertThat(hungUp.get()).isTrue();
  }

  @Test
  void cancelClosesTheSocketAtOnce() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<Boolean> hungUp = hang("", arrived);
    CompletableFuture<HttpReply> reply = transport.send(call("/x"));
    arrived.await();
    reply.cancel(true);
    assertThat(hungUp.get()).isTrue();
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void closeEndsCallsInFlightAndRefusesLaterOnes() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<Boolean> hungUp = hang("", arrived);
    CompletableFuture<HttpReply> reply = transport.send(call("/x"));
    arrived.await();
    transport.close();
    transport.close();
    assertFails(reply::get, ErrorCode.CONNECTION_CLOSED, "closed");
    assertThat(hungUp.get()).isTrue();
    assertFails(transport.send(call("/x"))::get, ErrorCode.CONNECTION_CLOSED, "is closed");
  }

  @Test
  void refusesAnAnswerThatIsTooLarge() {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n" + "x".repeat(100_001));
    assertFails(
        transport.send(call("/x"))::get,
        ErrorCode.MALFORMED_ANSWER,
        "the answer is larger than 100000 bytes");
  }

  @Test
  void readsAnAnswerOfTheLargestSize() {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
    assertThat(transport.send(call("/x")).join().body()).hasSize(100_000);
  }

  @Test
  void namesARefusedConnection() throws Exception {
    server.close();
    assertUnreachable(
        ErrorCode.CONNECTION_REFUSED,
        call("/x?q=" + CANARY),
        Stage.CONNECT,
        "No connection to 127.0.0.1:");
  }

  @Test
  void namesAHostWithoutAddress() {
    HttpCall call =
        new HttpCall(
            "GET", URI.create("https://no-such-host.invalid/x"), Map.of(), null, Duration.ZERO);
    assertUnreachable(
        ErrorCode.HOST_UNKNOWN,
        call,
        Stage.NAME,
        "No address is known for the host no-such-host.invalid");
  }

  @Test
  void namesAFailureOfTls() {
    // A TLS 1.2 record with the fatal alert handshake_failure (RFC 5246, 7.2).
    serve("\u0015\u0003\u0003\0\u0002\u0002\u0028");
    HttpCall call =
        new HttpCall(
            "GET",
            URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"),
            Map.of(),
            null,
            Duration.ZERO);
    assertUnreachable(ErrorCode.TLS_FAILED, call, Stage.TLS, "No TLS with 127.0.0.1:");
  }

  @Test
  void namesAConnectionThatBrokeBeforeTheAnswer() {
    serve("");
    assertUnreachable(ErrorCode.UNREACHABLE, call("/x"), Stage.EXCHANGE, "broke before the answer");
  }

  @Test
  void namesAConnectionThatBrokeWithinTheAnswer() {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nbegin");
    assertUnreachable(ErrorCode.UNREACHABLE, call("/x"), Stage.ANSWER, "broke within the answer");
  }

  @Test
  void sendsNothingWithoutTlsToAnotherMachine() {
    HttpCall call =
        new HttpCall("GET", URI.create("http://w.example/x"), Map.of(), null, Duration.ZERO);
    assertFails(transport.send(call)::get, ErrorCode.INVALID_CONFIGURATION, "only https may leave");
  }

  @Test
  void doesNotRepeatATokenThatIsNoHeader() {
    HttpCall call =
        new HttpCall("GET", uri("/x"), Map.of("Authorization", CANARY + "\n"), null, Duration.ZERO);
    assertThatThrownBy(transport.send(call)::get)
        .hasStackTraceContaining("The header Authorization holds a character")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(CANARY));
  }

  @Test
  void servesALargeNumberOfCallsAtOnce() throws Exception {
    int calls = 200;
    CountDownLatch allArrived = new CountDownLatch(calls);
    Thread acceptor =
        new Thread(() -> {
          for (int i = 0; i < calls; i++) {
            try {
              Socket socket = server.accept();
              Thread handler =
                  new Thread(() -> {
                    try (socket) {
                      read(socket);
                      allArrived.countDown();
                      allArrived.await();
                      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
              handler.setDaemon(true);
              handler.start();
            } catch (Exception e) {
              return;
            }
          }
        });
    acceptor.setDaemon(true);
    acceptor.start();
    CompletableFuture<?>[] replies = new CompletableFuture<?>[calls];
    for (int i = 0; i < calls; i++) {
      replies[i] = transport.send(call("/x"));
    }
    CompletableFuture.allOf(replies).get(50, TimeUnit.SECONDS);
  }

  private void assertUnreachable(ErrorCode code, HttpCall call, Stage stage, String message) {
    CompletableFuture<HttpReply> reply = transport.send(call);
    assertFails(reply::get, code, message);
    assertThatThrownBy(reply::get)
        .cause()
        .cause()
        .isInstanceOfSatisfying(
            TransportFailure.class, failure -> assertThat(failure.stage()).isEqualTo(stage));
  }

  private static void assertFails(ThrowingCallable get, ErrorCode code, String message) {
    assertThatThrownBy(get)
        .isInstanceOf(ExecutionException.class)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(CANARY))
        .cause()
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private String base() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private URI uri(String path) {
    return URI.create(base() + path);
  }

  private HttpCall call(String path) {
    return new HttpCall(
        "POST",
        uri(path),
        Map.of("Authorization", "Bearer " + CANARY),
        "body".getBytes(UTF_8),
        Duration.ofSeconds(30));
  }

  /** Answers one connection and closes it; gives what was asked. */
  private CompletableFuture<String> serve(String answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            String request = read(socket);
            write(socket, answer);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
            return request;
          } catch (Exception e) {
            return "";
          }
        },
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** Writes a beginning and then waits until the client hangs up. */
  private CompletableFuture<Boolean> hang(String beginning, CountDownLatch arrived) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            read(socket);
            write(socket, beginning);
            arrived.countDown();
            return endOf(socket.getInputStream());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static boolean endOf(InputStream in) {
    try {
      return in.read() == -1;
    } catch (IOException reset) {
      return true;
    }
  }

  private static String read(Socket socket) throws Exception {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] piece = new byte[4096];
    while (true) {
      int length = in.read(piece);
      if (length < 0) {
        return text.toString();
      }
      text.append(new String(piece, 0, length, UTF_8));
      String request = text.toString();
      if (!request.startsWith("POST") || request.endsWith("\r\n\r\nbody")) {
        return request;
      }
    }
  }

  private static void write(Socket socket, String text) throws Exception {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
