package dev.bricklane.conformance.server;

/** When answers go out. */
interface Pace extends AutoCloseable {
  /** Sends an answer when its time has come, on a thread of its own or the caller's. */
  void send(Runnable answer);

  @Override
  void close();
}
