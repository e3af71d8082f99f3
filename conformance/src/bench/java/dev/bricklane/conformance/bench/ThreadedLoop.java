package dev.bricklane.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** As many threads as may be in flight, each calling a blocking client: what most programs do. */
final class ThreadedLoop {
  private ThreadedLoop() {}

  /** Runs an order of the loop; {@code client} gives the answer to a prompt. */
  static String run(Facts order, UnaryOperator<String> client)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(order.number("n"));
    try {
      Stopwatch watch = new Stopwatch();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < order.number("rows"); i++) {
        String prompt = Prompts.text(i);
        answers.add(threads.submit(() -> client.apply(prompt)));
      }
      long rows = 0;
      for (Future<String> answer : answers) {
        if (answer.get() != null) {
          rows++;
        }
        watch.row();
      }
      return watch.stop(rows);
    } finally {
      threads.shutdown();
    }
  }
}
