package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Fetches images of the public internet by https: without credentials, without redirects, and from
 * no address of a private network. Thread-safe.
 *
 * <p>Behind a proxy only addresses that stand in the URL themselves are checked. Names are the
 * proxy's to look up: often nobody else there can, and what it lets through is its owner's.
 *
 * <p>The name is looked up here and again by the HTTP client, moments later; in between the JVM's
 * own cache of addresses keeps the answer the same, unless {@code networkaddress.cache.ttl} is 0.
 */
final class RemoteMedia {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int HTTPS = 443;

  /** How many images are fetched at the same time; each is held in memory. */
  static final int AT_A_TIME = 8;

  private final Transport transport;
  private final Resolver resolver;
  private final Predicate<URI> proxied;
  private final Turns turns;

  /**
   * Makes one.
   *
   * @param proxied whether a proxy fetches a URL for us
   */
  RemoteMedia(Transport transport, Resolver resolver, Predicate<URI> proxied, Scheduler scheduler) {
    this.transport = transport;
    this.resolver = resolver;
    this.proxied = proxied;
    this.turns = new Turns(AT_A_TIME, scheduler);
  }

  /** Looks a host's addresses up. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** Returns the bytes at a URL; fails with {@code BAD_REQUEST} where it must not be fetched. */
  CompletableFuture<byte[]> fetch(URI uri) {
    StagedCall<byte[]> result = new StagedCall<>();
    // On a thread of its own, as looking a name up blocks.
    turns.begin(() -> {
      result.whenComplete((bytes, failure) -> turns.end());
      if (result.isDone()) {
        return;
      }
      try {
        check(uri);
        HttpCall call = new HttpCall("GET", uri, Map.of("Accept", "image/*"), null, TIMEOUT);
        result
            .during(transport.send(call))
            .whenComplete((reply, failure) -> {
              if (failure != null) {
                result.completeExceptionally(unreachable(uri, LinkedFuture.unwrap(failure)));
              } else if (reply.status() != 200) {
                result.completeExceptionally(refused(uri, reply));
              } else {
                result.complete(reply.body());
              }
            });
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  private void check(URI uri) {
    String host = uri.getHost();
    if (!"https".equalsIgnoreCase(uri.getScheme()) || host == null || uri.getUserInfo() != null) {
      throw wrong(uri, "is not a plain https URL");
    }
    if (uri.getPort() != -1 && uri.getPort() != HTTPS) {
      throw wrong(uri, "names a port of its own");
    }
    if (proxied.test(uri) && !HostLiteral.is(host)) {
      return;
    }
    InetAddress[] addresses;
    try {
      addresses = resolver.addresses(host);
    } catch (UnknownHostException e) {
      throw wrong(uri, "names a host that is not known");
    }
    if (addresses.length == 0 || !Arrays.stream(addresses).allMatch(PublicAddress::is)) {
      throw wrong(uri, "leads to an address that is not public");
    }
  }

  private static BricklaneException refused(URI uri, HttpReply reply) {
    return wrong(
        uri,
        reply.status() / 100 == 3
            ? "redirects elsewhere, which is not followed"
            : "was answered with HTTP " + reply.status());
  }

  private static BricklaneException unreachable(URI uri, Throwable cause) {
    if (cause instanceof BricklaneException known && known.code() == ErrorCode.MALFORMED_ANSWER) {
      return new BricklaneException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "The image at "
              + HttpCall.bare(uri)
              + " is larger than a request may be (maxRequestSize)");
    }
    ErrorCode code =
        cause instanceof BricklaneException known ? known.code() : ErrorCode.UNREACHABLE;
    return new BricklaneException(
        code, "The image at " + HttpCall.bare(uri) + " could not be fetched", cause);
  }

  private static BricklaneException wrong(URI uri, String what) {
    return new BricklaneException(ErrorCode.BAD_REQUEST, "The image at " + shown(uri) + " " + what);
  }

  private static String shown(URI uri) {
    return uri.getHost() == null ? "a URL" : HttpCall.bare(uri);
  }
}
