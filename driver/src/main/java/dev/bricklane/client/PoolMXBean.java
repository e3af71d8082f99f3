package dev.bricklane.client;

/** A pool as JMX shows it: {@code dev.bricklane:type=Pool,name=<host>#<number>}. Read-only. */
public interface PoolMXBean {
  /** Returns the clients in use. */
  int getActive();

  /** Returns the clients that are free. */
  int getIdle();

  /** Returns the calls that wait for a client. */
  int getWaiting();

  /** Returns the clients there are. */
  int getTotal();

  /** Returns the most clients there may be. */
  int getMaximum();
}
