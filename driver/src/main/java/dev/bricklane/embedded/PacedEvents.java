package dev.bricklane.embedded;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes an event stream with a wait before each event but the first. No thread waits: each run
 * writes one event and asks for the next.
 */
final class PacedEvents implements Runnable {
  private final HttpExchange exchange;
  private final Reply reply;
  private final List<String> events;
  private final WorkspaceThreads threads;
  private final Duration interval;
  private int next;

  PacedEvents(HttpExchange exchange, Reply reply, WorkspaceThreads threads, Duration interval) {
    this.exchange = exchange;
    this.reply = reply;
    this.events = List.of(reply.body().split("(?<=\n\n)"));
    this.threads = threads;
    this.interval = interval;
  }

  /** Tells whether an answer is such a stream, to be sent whole. */
  static boolean fits(Reply reply) {
    return reply.ending() == Reply.Ending.COMPLETE
        && Reply.EVENT_STREAM.equals(reply.headers().get("Content-Type"));
  }

  @Override
  public void run() {
    try {
      if (next == 0) {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), 0);
      }
      exchange.getResponseBody().write(events.get(next).getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      next++;
      if (next < events.size()) {
        threads.later(this, interval);
      } else {
        exchange.close();
      }
    } catch (IOException | RejectedExecutionException e) {
      // The caller hung up, or the workspace was closed: there is nobody to tell.
      exchange.close();
    }
  }
}
