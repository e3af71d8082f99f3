package dev.bricklane.exec;

import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that goes from one event to the next, on the test's thread. */
final class VirtualTime implements Scheduler {
  private record Event(long due, long number, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::number));
  private long now;
  private long number;

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Delayed after(Duration delay, Runnable task) {
    Event event = new Event(now + Math.max(0, delay.toNanos()), number++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  @Override
  public void background(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Lets all happen that happens until then. */
  void runUntil(Duration end) {
    while (!events.isEmpty() && events.peek().due() <= end.toNanos()) {
      Event next = events.remove();
      now = next.due();
      next.task().run();
    }
    now = end.toNanos();
  }
}
