package dev.bricklane.http;

import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.config.DriverConfig.Proxy;
import dev.bricklane.config.DriverConfig.Trust;
import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this process: whose certificates are trusted, and which proxy is used. Those who
 * are set alike share one, and so the parked clients of {@link HttpClients}. Thread-safe.
 */
final class Egress implements AutoCloseable {
  /** As the JVM is set. */
  private static final Egress USUAL = new Egress(Network.USUAL, null);

  /** A weak value for each key; whoever uses an egress holds it, and it holds its key. */
  private static final Map<Key, WeakReference<Egress>> OPEN = new WeakHashMap<>();

  private final @Nullable Key key;
  private final @Nullable SSLContext tls;
  private final @Nullable Proxy proxy;
  private final @Nullable ConfiguredProxy selector;
  private @Nullable ProxyRelay relay;
  private int users;

  private Egress(Network network, @Nullable Key key) {
    this.key = key;
    this.tls = network.trust().map(TrustedCertificates::read).orElse(null);
    this.proxy = network.proxy().orElse(null);
    this.selector = proxy == null ? null : new ConfiguredProxy(proxy, this::proxyAddress);
  }

  /**
   * Returns the one for these settings, for one user more; whoever is done closes it.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} or {@code INVALID_CONFIGURATION} if the file
   *     of certificates cannot be used
   */
  static Egress of(Network network) {
    if (network.isUsual()) {
      return USUAL;
    }
    Key key = new Key(network, network.trust().flatMap(Egress::changed));
    synchronized (OPEN) {
      WeakReference<Egress> known = OPEN.get(key);
      Egress egress = known == null ? null : known.get();
      if (egress == null) {
        egress = new Egress(network, key);
        OPEN.put(key, new WeakReference<>(egress));
      }
      egress.enter();
      return egress;
    }
  }

  private synchronized void enter() {
    users++;
  }

  /** Sets up a client that speaks TLS. */
  void applyTo(HttpClient.Builder builder) {
    if (tls != null) {
      builder.sslContext(tls);
    }
    if (selector != null) {
      builder.proxy(selector);
    }
  }

  /** Returns the proxy that a call goes through, as host and port for people; null for none. */
  @Nullable String proxyOf(URI uri) {
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      return null;
    }
    if (proxy != null && selector != null) {
      return selector.goesDirect(uri) ? null : proxy.host() + ":" + proxy.port();
    }
    return ofJvm(uri);
  }

  /** The JDK's client takes the first that the JVM's selector names, if it speaks HTTP. */
  private static @Nullable String ofJvm(URI uri) {
    ProxySelector jvm = ProxySelector.getDefault();
    return jvm == null
        ? null
        : jvm.select(uri).stream()
            .limit(1)
            .filter(each -> each.type() == java.net.Proxy.Type.HTTP)
            .map(each -> each.address())
            .filter(InetSocketAddress.class::isInstance)
            .map(address ->
                ((InetSocketAddress) address).getHostString()
                    + ":"
                    + ((InetSocketAddress) address).getPort())
            .findFirst()
            .orElse(null);
  }

  /** Returns what a call has to show to the relay; null if it goes through none. */
  @Nullable String pass(URI uri) {
    if (proxy == null || proxy.login().isEmpty() || proxyOf(uri) == null) {
      return null;
    }
    return relay(proxy).pass();
  }

  private InetSocketAddress proxyAddress() {
    Proxy asked = Objects.requireNonNull(proxy);
    return asked.login().isPresent()
        ? relay(asked).address()
        : InetSocketAddress.createUnresolved(asked.host(), asked.port());
  }

  private synchronized ProxyRelay relay(Proxy asked) {
    if (relay == null) {
      relay = ProxyRelay.open(asked);
    }
    return relay;
  }

  /** Ends the relay when nobody uses it any more. */
  @Override
  public void close() {
    ProxyRelay last;
    synchronized (this) {
      if (key == null || --users > 0) {
        return;
      }
      last = relay;
      relay = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private static Optional<FileTime> changed(Trust trust) {
    try {
      return Optional.of(Files.getLastModifiedTime(trust.file()));
    } catch (IOException e) {
      return Optional.empty(); // Reading it will say why.
    }
  }

  private record Key(Network network, Optional<FileTime> changed) {}
}
