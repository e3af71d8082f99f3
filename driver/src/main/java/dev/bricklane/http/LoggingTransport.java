package dev.bricklane.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs calls under the name of this class.
 *
 * <ul>
 *   <li>{@code FINE}: one line per call: method, URI without query, status, milliseconds, bytes,
 *       request id;
 *   <li>{@code FINER}: also a line when a call begins, with the names of its headers;
 *   <li>{@code FINEST}: also the first {@value #LONGEST_BODY} characters of the bodies of model
 *       calls, which hold prompts and answers. Never those of sign-in calls.
 * </ul>
 *
 * <p>No header value is logged at any level, and bodies go through {@link Redactor}. Thread-safe.
 */
public final class LoggingTransport implements Transport {
  private static final Logger LOGGER = Logger.getLogger(LoggingTransport.class.getName());
  private static final int LONGEST_BODY = 4_000;

  private final Transport transport;
  private final Scheduler scheduler;

  /** Wraps a transport. */
  public LoggingTransport(Transport transport, Scheduler scheduler) {
    this.transport = transport;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<HttpReply> send(HttpCall call) {
    return LOGGER.isLoggable(Level.FINE)
        ? logged(call, () -> transport.send(call))
        : transport.send(call);
  }

  /** The same; at {@code FINEST} the lines of the answer are logged one by one. */
  @Override
  public CompletableFuture<HttpReply> stream(HttpCall call, LineReader reader) {
    return LOGGER.isLoggable(Level.FINE)
        ? logged(call, () -> transport.stream(call, new LoggedLines(call, reader)))
        : transport.stream(call, reader);
  }

  private CompletableFuture<HttpReply> logged(
      HttpCall call, Supplier<CompletableFuture<HttpReply>> send) {
    long begin = scheduler.nanoTime();
    LOGGER.log(Level.FINER, () -> call.line() + " begins, headers " + call.headers().keySet());
    logBody(call, "sends", call.body());
    CompletableFuture<HttpReply> result = send.get();
    result.whenComplete((reply, failure) -> {
      if (failure == null) {
        fine(() -> end(call, begin) + describe(reply));
        logBody(call, "receives", reply.body());
      } else {
        fine(() -> end(call, begin) + describe(LinkedFuture.unwrap(failure)));
      }
    });
    return result;
  }

  private static void fine(Supplier<String> message) {
    LOGGER.log(Level.FINE, message);
  }

  private String end(HttpCall call, long begin) {
    long millis = TimeUnit.NANOSECONDS.toMillis(scheduler.nanoTime() - begin);
    return call.line() + ", " + millis + " ms: ";
  }

  private static String describe(HttpReply reply) {
    String requestId = reply.requestId();
    return reply + (requestId == null ? "" : ", request " + requestId);
  }

  private static String describe(Throwable failure) {
    return failure instanceof CancellationException
        ? "cancelled"
        : Redactor.redact(String.valueOf(failure.getMessage()));
  }

  private static void logBody(HttpCall call, String verb, byte @Nullable [] body) {
    if (body != null && isModelCall(call) && LOGGER.isLoggable(Level.FINEST)) {
      // Redacted before the last cut, or a piece of a secret could stand at the end unrecognised.
      int length = Math.min(body.length, 4 * LONGEST_BODY);
      String text = new String(body, 0, length, StandardCharsets.UTF_8);
      String shown = Redactor.redact(text, credentials(call));
      String cut = shown.length() > LONGEST_BODY ? shown.substring(0, LONGEST_BODY) + "…" : shown;
      LOGGER.log(Level.FINEST, () -> call.line() + " " + verb + " " + cut);
    }
  }

  private static boolean isModelCall(HttpCall call) {
    String path = String.valueOf(call.uri().getPath());
    return !path.contains("/oidc/")
        && (path.contains("/serving-endpoints")
            || path.contains("/ai-gateway/")
            || path.endsWith("/completions")
            || path.endsWith("/responses")
            || path.endsWith("/embeddings"));
  }

  private static @Nullable String[] credentials(HttpCall call) {
    List<@Nullable String> all = new ArrayList<>(call.secrets());
    String value = call.headers().get("Authorization");
    all.add(value == null ? null : value.substring(value.indexOf(' ') + 1));
    return all.toArray(String[]::new);
  }

  /** Logs the lines that pass. */
  private record LoggedLines(HttpCall call, LineReader reader) implements LineReader {
    @Override
    public boolean begins(HttpReply head) {
      return reader.begins(head);
    }

    @Override
    public boolean line(String line) {
      if (!line.isEmpty() && LOGGER.isLoggable(Level.FINEST)) {
        logBody(call, "receives", line.getBytes(StandardCharsets.UTF_8));
      }
      return reader.line(line);
    }
  }
}
