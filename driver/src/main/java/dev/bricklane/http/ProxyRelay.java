package dev.bricklane.http;

import dev.bricklane.config.DriverConfig.Proxy;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Shows a user's name and password to a proxy, which the JDK's HTTP client does not do for https
 * unless the whole JVM is started so ({@code jdk.http.auth.tunneling.disabledSchemes}). The client
 * takes this relay, on a loopback port, for its proxy; the relay adds the credentials to its
 * request for a tunnel and passes all else on as it is, in both directions.
 *
 * <p>It serves only who shows a random pass of this process, so nobody else on the machine gets
 * through the proxy by it. One daemon thread does all the work. Thread-safe.
 */
final class ProxyRelay implements AutoCloseable {
  /** What a client is told when the proxy's name has no address; no status of HTTP's own. */
  static final int PROXY_UNKNOWN = 590;

  /** What a client is told when the proxy does not take the connection. */
  static final int PROXY_UNCONNECTED = 591;

  private static final Logger LOGGER = Logger.getLogger(ProxyRelay.class.getName());

  private final Proxy proxy;
  private final String pass;
  private final DaemonThreads threads = new DaemonThreads("bricklane-proxy");
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final InetSocketAddress address;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  private ProxyRelay(Proxy proxy) throws IOException {
    this.proxy = proxy;
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    this.pass = "Bricklane " + HexFormat.of().formatHex(random);
    this.selector = Selector.open();
    this.listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    this.address = (InetSocketAddress) listener.getLocalAddress();
  }

  static ProxyRelay open(Proxy proxy) {
    try {
      ProxyRelay relay = new ProxyRelay(proxy);
      relay.threads.newThread(relay::work).start();
      return relay;
    } catch (IOException e) {
      throw new BricklaneException(
          ErrorCode.PROXY_FAILED, "No loopback port is free to sign in to the proxy by", e);
    }
  }

  /** Returns where it listens. */
  InetSocketAddress address() {
    return address;
  }

  /** Returns what a request for a tunnel has to have as {@code Proxy-Authorization}. */
  String pass() {
    return pass;
  }

  Proxy proxy() {
    return proxy;
  }

  Selector selector() {
    return selector;
  }

  /** Looks the proxy's address up where that stops no other tunnel, and goes on with it here. */
  void resolve(ProxyTunnel tunnel) {
    threads
        .newThread(() -> {
          InetSocketAddress found = new InetSocketAddress(proxy.host(), proxy.port());
          tasks.add(() -> tunnel.connect(found));
          selector.wakeup();
        })
        .start();
  }

  private void work() {
    try {
      while (selector.isOpen()) {
        selector.select(this::serve);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
    } catch (ClosedSelectorException e) {
      // It was closed, as is said to it.
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "The relay to the proxy failed", e);
    } finally {
      close();
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept();
    } else if (key.attachment() instanceof ProxyTunnel tunnel) {
      tunnel.serve(key);
    }
  }

  private void accept() {
    try {
      SocketChannel client = listener.accept();
      if (client != null) {
        client.configureBlocking(false);
        ProxyTunnel.begin(this, client);
      }
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "The relay to the proxy took no connection", e);
    }
  }

  /** Ends all tunnels; twice is harmless. */
  @Override
  public void close() {
    try {
      listener.close();
      if (selector.isOpen()) {
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
          key.channel().close();
        }
      }
    } catch (IOException | ClosedSelectorException e) {
      LOGGER.log(Level.FINE, "The relay to the proxy did not close well", e);
    } finally {
      try {
        selector.close();
      } catch (IOException e) {
        LOGGER.log(Level.FINE, "The relay to the proxy did not close well", e);
      }
    }
  }
}
