package dev.bricklane.embedded;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a {@link Reply} to the wire and ends the exchange. */
final class ReplyWriter {
  private ReplyWriter() {}

  static void write(HttpExchange exchange, Reply reply) {
    if (reply.ending() == Reply.Ending.STALLED) {
      stall(exchange, reply);
      return;
    }
    try (exchange) {
      if (reply.ending() == Reply.Ending.HANG_UP) {
        return;
      }
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      if (reply.ending() == Reply.Ending.CUT_OFF) {
        // One byte more is promised than comes, so closing breaks the connection.
        exchange.sendResponseHeaders(reply.status(), body.length + 1L);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
      } else if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(reply.status(), -1);
      } else if (Reply.EVENT_STREAM.equals(reply.headers().get("Content-Type"))) {
        exchange.sendResponseHeaders(reply.status(), 0);
        writeEvents(exchange.getResponseBody(), reply.body());
      } else {
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      // The caller hung up, or the workspace was closed: there is nobody to tell.
    }
  }

  /** Leaves the exchange open: closing the server ends it. */
  private static void stall(HttpExchange exchange, Reply reply) {
    try {
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(reply.status(), 0);
      writeEvents(exchange.getResponseBody(), reply.body());
    } catch (IOException e) {
      exchange.close();
    }
  }

  private static void writeEvents(OutputStream out, String events) throws IOException {
    for (int at = 0; at < events.length(); ) {
      int blank = events.indexOf("\n\n", at);
      int end = blank < 0 ? events.length() : blank + 2;
      out.write(events.substring(at, end).getBytes(StandardCharsets.UTF_8));
      out.flush();
      at = end;
    }
  }
}
