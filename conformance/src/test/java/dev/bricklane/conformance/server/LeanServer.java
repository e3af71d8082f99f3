package dev.bricklane.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HTTP/1.1 on a free loopback port with two threads: one reads, one keeps the time. It answers
 * chats and embeddings on both surfaces with fixed texts and vectors, to whoever asks; a token is
 * not looked at.
 *
 * <p>Latency, limits and counts can be set anew while it runs; calls in flight keep the old ones.
 * Thread-safe. Its threads are daemons.
 */
public final class LeanServer implements AutoCloseable {
  private static final int BACKLOG = 2048;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile Pace pace = new Latency(Duration.ZERO);
  private volatile Admission admission = Admission.all();
  private long calls;
  private long refused;
  private int peak;

  private LeanServer() throws IOException {
    selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::run, "lean-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a server that answers at once. */
  public static LeanServer start() {
    try {
      return new LeanServer();
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free loopback port", e);
    }
  }

  /** Returns the port. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Returns a JDBC URL for it; further properties may be appended as {@code ;name=value}. */
  public String url() {
    return url(port());
  }

  /** Returns a JDBC URL for a lean server on a port. */
  public static String url(int port) {
    return "jdbc:bricklane://127.0.0.1:" + port + ";ssl=false;token=bench";
  }

  /** Answers each call after a while. */
  public LeanServer latency(Duration latency) {
    return pace(new Latency(latency));
  }

  /** Holds every answer until so many calls wait at once; afterwards none is held. */
  public LeanServer barrier(int calls) {
    return pace(new Barrier(calls));
  }

  /** Answers the first so many calls at once, and later ones never. */
  public LeanServer firstOnly(int answers) {
    return pace(new FirstOnly(answers));
  }

  private LeanServer pace(Pace next) {
    Pace before = pace;
    pace = next;
    before.close();
    return this;
  }

  /** Sets who is let in. */
  public LeanServer admission(Admission next) {
    admission = next;
    return this;
  }

  /** Starts to count anew; who waits now, still waits. */
  public synchronized LeanServer reset() {
    calls = 0;
    refused = 0;
    peak = inFlight.get();
    return this;
  }

  /** Returns how many calls wait for their answers; who hangs up waits no longer. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Returns the counts. */
  public synchronized Counts counts() {
    return new Counts(calls, refused, peak);
  }

  /** Ends the threads and frees the port; who waits gets no answer. */
  @Override
  public void close() {
    pace.close();
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (ClosedSelectorException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
        return;
      }
      Peer peer = (Peer) key.attachment();
      if (key.isWritable()) {
        peer.write();
      }
      if (key.isReadable()) {
        serve(peer, key);
      }
    } catch (IOException | RuntimeException e) {
      closeQuietly(key);
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Peer peer = new Peer(channel, inFlight);
      peer.registered(channel.register(selector, SelectionKey.OP_READ, peer));
    }
  }

  private void serve(Peer peer, SelectionKey key) throws IOException {
    if (!peer.read()) {
      closeQuietly(key);
      return;
    }
    for (Request request = peer.take(); request != null; request = peer.take()) {
      answer(peer, request);
    }
  }

  private void answer(Peer peer, Request request) {
    String line = request.line();
    boolean embeddings = line.startsWith("POST ") && line.endsWith("/embeddings");
    if (!embeddings && !isChat(line)) {
      boolean listing = line.endsWith("/api/2.0/serving-endpoints");
      peer.answer(listing ? Answers.endpoints() : Answers.unknown());
      return;
    }
    Admission.Verdict verdict = admission.judge(inFlight.get());
    count(verdict.status() == 200, peer);
    if (verdict.status() != 200) {
      peer.answer(Answers.refusal(verdict));
      return;
    }
    pace.send(() -> {
      // Before the answer: when the client has it, the call is no longer in flight.
      peer.leaves();
      peer.answer(embeddings ? Answers.embeddings(request.texts()) : Answers.chat());
    });
  }

  private static boolean isChat(String line) {
    return line.startsWith("POST ")
        && (line.endsWith("/chat/completions") || line.endsWith("/invocations"));
  }

  private synchronized void count(boolean welcome, Peer peer) {
    calls++;
    if (welcome) {
      peer.waits();
      peak = Math.max(peak, inFlight.get());
    } else {
      refused++;
    }
  }

  private static void closeQuietly(SelectionKey key) {
    if (key.attachment() instanceof Peer peer) {
      peer.close();
      return;
    }
    try {
      key.channel().close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
