package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Which failures are worth another attempt, and how long to wait before it. Immutable.
 *
 * <p>A model call costs money when the model has worked, so a POST is sent again only where it
 * surely or very likely has not:
 *
 * <ul>
 *   <li>429, 502, 503, as the service refuses or its front could not reach the model;
 *   <li>no connection (refused, no route, too slow), or one that broke at once, which is nearly
 *       always a kept-alive connection that the server had closed meanwhile; the Databricks SDKs
 *       retry these for all serving calls too.
 * </ul>
 *
 * <p>A POST is not sent again after a 500 (the model failed inside, on this very input) or 504 (it
 * worked for longer than it may), after its time was over, or when the connection broke while it
 * may have worked or within the answer. A GET is. Nothing is sent again after 501, which means that
 * the workspace has no such surface, when the host has no address or no valid certificate, or when
 * the proxy does not let it through.
 *
 * @param maxRetries how often a call is sent again; 0 for never
 * @param throttled whether also after 429 and 503, the answers of a service under load; false where
 *     somebody else sees to these, who knows of the other calls
 */
public record RetryPolicy(int maxRetries, boolean throttled) {
  // The wait of databricks-sdk-java, ApiClient.getBackoffMillis: min(60 s, 1 s * 2^(n-1)) + jitter.
  private static final long FIRST_WAIT_MILLIS = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 60_000;
  private static final long LEAST_JITTER_MILLIS = 50;
  private static final long MOST_JITTER_MILLIS = 750;

  /** A connection that breaks later may have been cut while the model worked. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** Makes one for a call by itself. */
  public RetryPolicy(int maxRetries) {
    this(maxRetries, true);
  }

  public RetryPolicy {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries is negative");
    }
  }

  boolean retries(HttpCall call, HttpReply reply) {
    return switch (reply.status()) {
      case 429, 503 -> throttled;
      case 502 -> true;
      case 500, 504 -> isGet(call);
      default -> false;
    };
  }

  /** Returns whether to send a call again that failed so long after it was sent. */
  boolean retries(HttpCall call, BricklaneException failure, Duration after) {
    if (!(failure.getCause() instanceof TransportFailure network)) {
      return false;
    }
    return switch (network.stage()) {
      case CONNECT -> true;
      case EXCHANGE -> isGet(call) || after.compareTo(AT_ONCE) <= 0;
      case ANSWER -> isGet(call);
      case NAME, TLS, PROXY -> false;
    };
  }

  /**
   * Returns the wait before a retry.
   *
   * @param retry 1 for the first
   * @param random from 0 to 1
   */
  public static Duration backOff(int retry, double random) {
    long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(retry - 1, 10));
    long jitter =
        LEAST_JITTER_MILLIS + Math.round(random * (MOST_JITTER_MILLIS - LEAST_JITTER_MILLIS));
    return Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(wait + jitter));
  }

  private static boolean isGet(HttpCall call) {
    return call.method().equals("GET");
  }
}
