package dev.bricklane.conformance.server;

import java.util.concurrent.atomic.AtomicInteger;

/** Answers the first so many calls, and leaves all later ones without an answer. */
final class FirstOnly implements Pace {
  private final AtomicInteger left;

  FirstOnly(int answers) {
    left = new AtomicInteger(answers);
  }

  @Override
  public void send(Runnable answer) {
    if (left.getAndDecrement() > 0) {
      answer.run();
    }
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
