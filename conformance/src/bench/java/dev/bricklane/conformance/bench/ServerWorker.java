package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.server.Admission;
import dev.bricklane.conformance.server.Counts;
import dev.bricklane.conformance.server.LeanServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The server's JVM. Orders: {@code latency=<ms>}, {@code limit=none|bucket|window|concurrency} with
 * {@code most=<n>}; {@code counts} tells the counts, any other order sets them to nought.
 */
public final class ServerWorker {
  private ServerWorker() {}

  public static void main(String[] arguments) throws IOException {
    AtomicReference<LeanServer> current = new AtomicReference<>(LeanServer.start());
    LineService.serve(order -> {
      if (order.has("fresh")) {
        current.getAndSet(LeanServer.start()).close();
      }
      LeanServer server = current.get();
      if (order.has("latency")) {
        server.latency(Duration.ofMillis(order.number("latency")));
        server.admission(admission(order));
      }
      if (!order.has("counts")) {
        server.reset();
      }
      Counts counts = server.counts();
      return "port=%d calls=%d refused=%d peak=%d"
          .formatted(server.port(), counts.calls(), counts.refused(), counts.peak());
    });
  }

  private static Admission admission(Facts order) {
    String limit = order.has("limit") ? order.text("limit") : "none";
    return switch (limit) {
      case "none" -> Admission.all();
      // A tenth of a second's worth may come at once.
      case "bucket" -> {
        int rate = order.number("most");
        yield Admission.bucket(rate, Math.max(1, rate / 10), System::nanoTime);
      }
      case "window" -> Admission.window(order.number("most"), System::nanoTime);
      case "concurrency" -> Admission.concurrency(order.number("most"));
      default -> throw new IllegalArgumentException("no limit is called " + limit);
    };
  }
}
