package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes the JDK's HTTP clients.
 *
 * <p>From Java 21 on a client has a {@code close()}. Before, its selector thread (a daemon) ends
 * only some seconds after the garbage collector found the client unreachable, so opening and
 * closing in a loop would pile up threads. There a client that is given back is remembered weakly
 * and taken again by the next who wants one, until the collector takes it.
 */
final class HttpClients {
  private static final ConcurrentLinkedQueue<Parked> PARKED = new ConcurrentLinkedQueue<>();

  private HttpClients() {}

  /**
   * Opens a client, or takes a parked one.
   *
   * @param egress the way that https takes; null for a client that calls plain HTTP only, which
   *     goes nowhere but to this machine
   * @throws BricklaneException {@code TLS_FAILED} if the JVM's own settings for TLS are no good
   */
  static HttpClient open(Duration connectTimeout, @Nullable Egress egress) {
    HttpClient parked = unpark(connectTimeout, egress);
    return parked != null ? parked : create(connectTimeout, egress);
  }

  /** Gives back a client that has nothing in flight. */
  static void close(
      HttpClient client, Duration connectTimeout, @Nullable Egress egress, Scheduler scheduler) {
    // HttpClient implements AutoCloseable from 21 on; this compiles on 17 and needs no reflection.
    Object object = client;
    if (object instanceof AutoCloseable closeable) {
      // close() waits for exchanges to end, so it must not run on the caller's thread.
      scheduler.background(() -> {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
    } else {
      PARKED.add(
          new Parked(connectTimeout, new WeakReference<>(egress), new WeakReference<>(client)));
    }
  }

  private static @Nullable HttpClient unpark(Duration connectTimeout, @Nullable Egress egress) {
    for (Iterator<Parked> all = PARKED.iterator(); all.hasNext(); ) {
      Parked parked = all.next();
      HttpClient client = parked.client().get();
      if (client == null) {
        all.remove();
      } else if (parked.connectTimeout().equals(connectTimeout)
          && (egress == null) == client.sslContext() instanceof NoTls
          && parked.egress().refersTo(egress)
          && PARKED.remove(parked)) {
        return client;
      }
    }
    return null;
  }

  private static HttpClient create(Duration connectTimeout, @Nullable Egress egress) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // HTTP/1.1 on purpose. Over HTTP/2 the JDK's client puts all calls to a host on one
            // connection, and beyond the server's limit of streams a call fails with "too many
            // concurrent streams" where a second connection would have served it.
            .version(HttpClient.Version.HTTP_1_1)
            // A redirect could carry the Authorization header to another host.
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor());
    if (!connectTimeout.isZero()) {
      builder.connectTimeout(connectTimeout);
    }
    if (egress == null) {
      // Without a proxy, as what is plain may not leave this machine.
      return builder.sslContext(new NoTls()).proxy(HttpClient.Builder.NO_PROXY).build();
    }
    egress.applyTo(builder);
    try {
      return builder.build();
    } catch (RuntimeException | InternalError e) {
      // The JDK's own words for javax.net.ssl.trustStore and the like that cannot be used.
      throw new BricklaneException(
          ErrorCode.TLS_FAILED,
          "TLS cannot be set up as the JVM is set (javax.net.ssl.trustStore and the like)"
              + NetworkErrors.innermostReason(e),
          e);
    }
  }

  private static ThreadPoolExecutor executor() {
    int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("bricklane-http"));
    // Idle threads end by themselves, so nobody needs to shut the executor down.
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private record Parked(
      Duration connectTimeout,
      WeakReference<@Nullable Egress> egress,
      WeakReference<HttpClient> client) {}
}
