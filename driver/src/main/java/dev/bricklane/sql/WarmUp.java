package dev.bricklane.sql;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.calcite.jdbc.CalciteSchema;

/**
 * Loads the planner while nobody waits for it, by planning small queries.
 *
 * <p>In a fresh JVM this takes a second, half of it for what every query needs. It is done once, by
 * one daemon thread that ends with it. Who wants the planner earlier waits for the query that is
 * being planned, and the rest is left out. Nobody loads the same classes beside it: two threads
 * that initialise Calcite's classes, some of which refer to each other, can lock each other out for
 * ever.
 */
final class WarmUp implements Runnable {
  /** The first needs no optimiser, the second begins to, the third brings most operators. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT complete('model', 'prompt')",
          "SELECT a FROM (VALUES (1), (2)) AS t (a) WHERE a > 1",
          """
          SELECT t.a, count(*) FROM (VALUES (1, 'x')) AS t (a, b) JOIN (VALUES (1)) AS u (a)
          ON t.a = u.a GROUP BY t.a ORDER BY t.a LIMIT 1
          """);

  private static final Logger LOGGER = Logger.getLogger(WarmUp.class.getName());
  private static final AtomicBoolean BEGUN = new AtomicBoolean();
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static volatile boolean wanted;

  private WarmUp() {}

  /** Begins it, unless this has been done. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(null, new WarmUp(), "bricklane-warm-up", 0, false);
      thread.setDaemon(true);
      // The creator's would keep a whole application from being unloaded.
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  /** Waits until the planner is free for use; an interrupt is kept for later. */
  static void await() {
    wanted = true;
    if (!BEGUN.get()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        DONE.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      plan();
    } catch (RuntimeException | Error e) {
      // A query that needs what failed will say so.
      LOGGER.log(Level.FINE, "Loading the planner ahead failed", e);
    } finally {
      DONE.countDown();
    }
  }

  private static void plan() {
    CalciteSettings.ensureLoaded();
    QueryPlanner planner = new QueryPlanner(CalciteSchema.createRootSchema(false, false));
    for (int i = 0; i < QUERIES.size() && (i == 0 || !wanted); i++) {
      planner.plan(
          ModelCallRewriter.rewrite(StatementParser.parse(SourceText.of(QUERIES.get(i)))),
          SqlEngine.CATALOG,
          SqlEngine.SCHEMA);
    }
  }
}
