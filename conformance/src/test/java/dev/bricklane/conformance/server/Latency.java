package dev.bricklane.conformance.server;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** Each answer goes out so long after its request came, some 0.1 ms late. */
final class Latency implements Pace {
  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final long nanos;
  private final Thread thread = new Thread(this::run, "lean-latency");

  Latency(Duration latency) {
    nanos = latency.toNanos();
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void send(Runnable answer) {
    if (nanos == 0) {
      answer.run();
    } else {
      queue.add(new Due(System.nanoTime() + nanos, answer));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        queue.take().answer.run();
      }
    } catch (InterruptedException e) {
      // Closed; whoever still waits does not get an answer.
    }
  }

  private record Due(long at, Runnable answer) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.signum(at - ((Due) other).at);
    }
  }
}
