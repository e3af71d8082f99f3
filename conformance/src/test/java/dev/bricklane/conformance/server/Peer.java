package dev.bricklane.conformance.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** One client's connection. Read by the selector's thread; answered by any. */
final class Peer {
  private final SocketChannel channel;
  private final AtomicInteger inFlight;
  private int waiting;
  private ByteBuffer read = ByteBuffer.allocate(4096).limit(0);
  private ByteBuffer left = ByteBuffer.allocate(0);
  private SelectionKey key;

  /**
   * Makes the server's end of a connection.
   *
   * @param inFlight counts the calls of all clients that wait for an answer
   */
  Peer(SocketChannel channel, AtomicInteger inFlight) {
    this.channel = channel;
    this.inFlight = inFlight;
  }

  /** Counts a call that begins to wait for its answer. */
  synchronized void waits() {
    waiting++;
    inFlight.incrementAndGet();
  }

  /** Counts a call that has waited long enough, unless its client has hung up before. */
  synchronized void leaves() {
    if (waiting > 0) {
      waiting--;
      inFlight.decrementAndGet();
    }
  }

  void registered(SelectionKey selectionKey) {
    key = selectionKey;
  }

  /** Reads what is there; false at the end of the stream. */
  boolean read() throws IOException {
    read.compact();
    if (!read.hasRemaining()) {
      byte[] larger = Arrays.copyOf(read.array(), 4 * read.capacity());
      read = ByteBuffer.wrap(larger).position(read.position());
    }
    int count = channel.read(read);
    read.flip();
    return count >= 0;
  }

  /** Returns the next whole request, or null. */
  Request take() {
    return Request.take(read);
  }

  /** Writes an answer; what the socket does not take at once goes by the selector. */
  synchronized void answer(byte[] bytes) {
    left = ByteBuffer.wrap(bytes);
    try {
      write();
      if (left.hasRemaining()) {
        key.interestOpsOr(SelectionKey.OP_WRITE);
        key.selector().wakeup();
      }
    } catch (IOException | RuntimeException e) {
      close(); // The client has gone.
    }
  }

  /** Goes on with an answer. */
  synchronized void write() throws IOException {
    channel.write(left);
    if (!left.hasRemaining() && (key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  /** Hangs up; nobody waits here any longer. */
  synchronized void close() {
    inFlight.addAndGet(-waiting);
    waiting = 0;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
