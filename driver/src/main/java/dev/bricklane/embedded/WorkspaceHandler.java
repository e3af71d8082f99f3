package dev.bricklane.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes each request through the same steps: read, record, let the interceptor answer, check the
 * credentials, route, wait, write. While a reply waits it holds no thread.
 */
final class WorkspaceHandler implements HttpHandler {
  /** How much of a body that is too large is read before the refusal, so that it can be heard. */
  private static final long MOST_DRAINED = 64L * 1024 * 1024;

  private final Router router;
  private final Door door;
  private final Interceptor interceptor;
  private final RequestLog log;
  private final WorkspaceThreads threads;
  private final Duration latency;
  private final Duration eventInterval;
  private final PayloadLimits limits;

  WorkspaceHandler(
      Router router,
      Door door,
      Interceptor interceptor,
      RequestLog log,
      WorkspaceThreads threads,
      Duration latency,
      Duration eventInterval,
      PayloadLimits limits) {
    this.router = router;
    this.door = door;
    this.interceptor = interceptor;
    this.log = log;
    this.threads = threads;
    this.latency = latency;
    this.eventInterval = eventInterval;
    this.limits = limits;
  }

  @Override
  public void handle(HttpExchange exchange) {
    try {
      answer(exchange);
    } catch (IOException e) {
      // The caller hung up before the request was whole.
      exchange.close();
    } catch (RuntimeException | Error e) {
      // The server leaves such an exchange open, and its caller waits.
      exchange.close();
      throw e;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getRawPath();
    Optional<Router.Match> match = router.find(method, path);
    boolean modelCall = match.isPresent() && match.get().route().modelCall();
    int limit = limits.of(match);
    byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
    boolean tooLarge = body.length > limit;
    String text = tooLarge ? "" : new String(body, StandardCharsets.UTF_8);
    if (tooLarge) {
      drain(exchange.getRequestBody());
    }
    ReceivedRequest request = record(exchange, method, path, text, modelCall);
    Reply reply = reply(exchange, match, request, text, tooLarge);
    Duration wait = modelCall ? reply.delay().plus(latency) : reply.delay();
    deliver(exchange, withRequestId(reply), wait);
  }

  private Reply reply(
      HttpExchange exchange,
      Optional<Router.Match> match,
      ReceivedRequest request,
      String body,
      boolean tooLarge) {
    try {
      Optional<Reply> intercepted = interceptor.answer(request);
      if (intercepted.isPresent()) {
        return intercepted.get();
      }
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (match.isEmpty() || !match.get().route().open()) {
        door.check(authorization);
      }
      if (match.isEmpty()) {
        return router.refuse(request.method(), request.path());
      }
      if (tooLarge) {
        // GUESS: no public capture shows this refusal.
        return Reply.of(
            413,
            "text/plain",
            "Request entity too large: at most " + limits.of(match) + " bytes are accepted");
      }
      String type =
          Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
      return match
          .get()
          .route()
          .action()
          .apply(
              new Call(
                  authorization,
                  type,
                  body,
                  match.get().name(),
                  Form.parse(exchange.getRequestURI().getRawQuery())));
    } catch (WireError e) {
      return e.reply();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return WireError.of(500, "INTERNAL_ERROR", "The embedded workspace failed: " + e).reply();
    }
  }

  private void deliver(HttpExchange exchange, Reply reply, Duration wait) {
    Runnable write =
        eventInterval.isZero() || !PacedEvents.fits(reply)
            ? () -> ReplyWriter.write(exchange, reply)
            : new PacedEvents(exchange, reply, threads, eventInterval);
    if (wait.isZero()) {
      write.run();
      return;
    }
    try {
      threads.later(write, wait);
    } catch (RejectedExecutionException e) {
      // The workspace was closed meanwhile.
      exchange.close();
    }
  }

  private ReceivedRequest record(
      HttpExchange exchange, String method, String path, String body, boolean modelCall) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(
                name.toLowerCase(Locale.ROOT), Redaction.header(name, String.join(", ", values))));
    String type = headers.getOrDefault("content-type", "");
    return log.add(method, path, headers, Redaction.body(type, body), modelCall);
  }

  /** GUESS: that the id of a request comes in a header of this name. */
  private static Reply withRequestId(Reply reply) {
    return reply.headers().keySet().stream().anyMatch("x-request-id"::equalsIgnoreCase)
        ? reply
        : reply.withHeader("x-request-id", RandomText.hex(32));
  }

  private static void drain(InputStream in) throws IOException {
    byte[] scrap = new byte[64 * 1024];
    long drained = 0;
    for (int read = in.read(scrap); read >= 0 && drained < MOST_DRAINED; read = in.read(scrap)) {
      drained += read;
    }
  }
}
