package dev.bricklane.conformance.server;

import java.util.ArrayList;
import java.util.List;

/** Holds every answer until so many wait; then all go out, and later ones at once. */
final class Barrier implements Pace {
  private final int parties;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean open;

  Barrier(int parties) {
    this.parties = parties;
  }

  @Override
  public void send(Runnable answer) {
    List<Runnable> now;
    synchronized (this) {
      waiting.add(answer);
      open |= waiting.size() >= parties;
      if (!open) {
        return;
      }
      now = List.copyOf(waiting);
      waiting.clear();
    }
    now.forEach(Runnable::run);
  }

  @Override
  public synchronized void close() {
    waiting.clear();
  }
}
