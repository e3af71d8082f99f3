package dev.bricklane.http;

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
   * @param tls whether it is to call https; else it calls plain HTTP only
   */
  static HttpClient open(Duration connectTimeout, boolean tls) {
    HttpClient parked = unpark(connectTimeout, tls);
    return parked != null ? parked : create(connectTimeout, tls);
  }

  /** Gives back a client that has nothing in flight. */
  static void close(HttpClient client, Duration connectTimeout, Scheduler scheduler) {
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
      PARKED.add(new Parked(connectTimeout, new WeakReference<>(client)));
    }
  }

  private static @Nullable HttpClient unpark(Duration connectTimeout, boolean tls) {
    for (Iterator<Parked> all = PARKED.iterator(); all.hasNext(); ) {
      Parked parked = all.next();
      HttpClient client = parked.client().get();
      if (client == null) {
        all.remove();
      } else if (parked.connectTimeout().equals(connectTimeout)
          && tls != client.sslContext() instanceof NoTls
          && PARKED.remove(parked)) {
        return client;
      }
    }
    return null;
  }

  private static HttpClient create(Duration connectTimeout, boolean tls) {
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
    if (!tls) {
      builder.sslContext(new NoTls());
    }
    return builder.build();
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

  private record Parked(Duration connectTimeout, WeakReference<HttpClient> client) {}
}
