package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure.Stage;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words what the JDK's HTTP client met. */
final class NetworkErrors {
  /** The words of the JDK's HTTP client for a proxy that refuses a tunnel. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** The words of the JDK's HostnameChecker. */
  private static final Pattern OTHER_HOST =
      Pattern.compile("No (?:name matching|subject alternative)");

  private NetworkErrors() {}

  /**
   * Returns what is to be said.
   *
   * @param proxy host and port of the proxy that the call goes through; null for none
   */
  static BricklaneException translate(
      HttpCall call,
      Throwable failure,
      boolean answerBegan,
      Duration connectTimeout,
      @Nullable String proxy) {
    String host = call.uri().getHost();
    String place = call.uri().getPort() < 0 ? host : host + ":" + call.uri().getPort();
    if (failure instanceof CancellationException) {
      return new BricklaneException(ErrorCode.CANCELLED, call.line() + " was cancelled");
    }
    BoundedBody.TooLarge tooLarge = find(failure, BoundedBody.TooLarge.class);
    if (tooLarge != null) {
      return new BricklaneException(
          ErrorCode.MALFORMED_ANSWER, call.line() + ": " + tooLarge.getMessage());
    }
    if (answerBegan) {
      return error(
          ErrorCode.UNREACHABLE,
          Stage.ANSWER,
          "The connection to " + place + " broke within the answer",
          failure);
    }
    if (find(failure, SSLException.class) != null) {
      return tls(place, failure);
    }
    Matcher tunnel = NO_TUNNEL.matcher(String.valueOf(failure.getMessage()));
    if (tunnel.find()) {
      return refusedByProxy(Integer.parseInt(tunnel.group(1)), place, proxy, failure);
    }
    if (find(failure, HttpConnectTimeoutException.class) != null) {
      return late(place, failure, connectTimeout, proxy);
    }
    BricklaneException unconnected =
        proxy == null
            ? unconnected(host, place, failure)
            : unconnected(proxy.substring(0, proxy.lastIndexOf(':')), proxy, failure);
    if (unconnected != null && proxy != null) {
      return outOfReach(place, unconnected.getMessage(), failure);
    }
    return unconnected != null
        ? unconnected
        : error(
            ErrorCode.UNREACHABLE,
            Stage.EXCHANGE,
            "The connection to " + place + " broke before the answer" + reason(failure),
            failure);
  }

  /** Returns the error of a proxy that answered a request for a tunnel with a status of its own. */
  static BricklaneException refusedByProxy(
      int status, String place, @Nullable String proxy, @Nullable Throwable failure) {
    if (status == ProxyRelay.PROXY_UNKNOWN) {
      return outOfReach(place, "No address is known for the host of " + proxy, failure);
    }
    if (status == ProxyRelay.PROXY_UNCONNECTED) {
      return outOfReach(place, "No connection to " + proxy, failure);
    }
    String message =
        (proxy == null ? "The proxy" : "The proxy " + proxy)
            + " answered HTTP "
            + status
            + (status == 407 ? " Proxy Authentication Required" : "")
            + " instead of letting the connection to "
            + place
            + " through";
    return new BricklaneException(
        status == 407 ? ErrorCode.PROXY_CREDENTIALS : ErrorCode.PROXY_FAILED,
        message,
        new Origin(status, null, null, 0),
        new TransportFailure(Stage.PROXY, message, failure));
  }

  private static BricklaneException late(
      String place, Throwable failure, Duration connectTimeout, @Nullable String proxy) {
    return error(
        proxy == null ? ErrorCode.UNREACHABLE : ErrorCode.PROXY_FAILED,
        Stage.CONNECT,
        "No connection to "
            + place
            + (proxy == null ? "" : " through the proxy " + proxy)
            + " within "
            + connectTimeout.toMillis()
            + " ms",
        failure);
  }

  private static BricklaneException outOfReach(
      String place, @Nullable String why, @Nullable Throwable failure) {
    return error(
        ErrorCode.PROXY_FAILED,
        Stage.CONNECT,
        "The proxy on the way to " + place + " is out of reach: " + why,
        failure);
  }

  private static @Nullable BricklaneException unconnected(
      String host, String place, Throwable failure) {
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return error(
          ErrorCode.HOST_UNKNOWN, Stage.NAME, "No address is known for the host " + host, failure);
    }
    ConnectException unconnected = find(failure, ConnectException.class);
    if (unconnected == null) {
      return null;
    }
    return isRefusal(unconnected)
        ? error(
            ErrorCode.CONNECTION_REFUSED,
            Stage.CONNECT,
            "No connection to " + place + ": it was refused, so nothing listens there",
            failure)
        : error(
            ErrorCode.UNREACHABLE,
            Stage.CONNECT,
            "No connection to " + place + reason(failure),
            failure);
  }

  /**
   * The JDK tries a refused connection once more, on the channel that it has closed, and tells of
   * that. What is no refusal it wraps, and does not try again.
   */
  private static boolean isRefusal(ConnectException unconnected) {
    Throwable cause = unconnected.getCause();
    return cause instanceof ClosedChannelException
        || (cause == null
            && String.valueOf(unconnected.getMessage()).contains("refused")
            && find(unconnected, NoRouteToHostException.class) == null);
  }

  private static BricklaneException tls(String place, Throwable failure) {
    CertificateException certificate = find(failure, CertificateException.class);
    if (certificate != null
        && OTHER_HOST.matcher(String.valueOf(certificate.getMessage())).find()) {
      return error(
          ErrorCode.CERTIFICATE_OF_OTHER_HOST,
          Stage.TLS,
          "The certificate of " + place + " is for another host" + reason(certificate),
          failure);
    }
    boolean untrusted =
        certificate != null
            || find(failure, CertPathBuilderException.class) != null
            || find(failure, CertPathValidatorException.class) != null;
    return untrusted
        ? error(
            ErrorCode.CERTIFICATE_UNTRUSTED,
            Stage.TLS,
            "The certificate of " + place + " is not trusted" + innermostReason(failure),
            failure)
        : error(
            ErrorCode.TLS_FAILED,
            Stage.TLS,
            "No TLS with " + place + innermostReason(failure),
            failure);
  }

  private static BricklaneException error(
      ErrorCode code, Stage stage, String message, @Nullable Throwable failure) {
    return new BricklaneException(code, message, new TransportFailure(stage, message, failure));
  }

  static String innermostReason(Throwable failure) {
    return reason(innermost(failure));
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? "" : ": " + Redactor.redact(message);
  }

  private static Throwable innermost(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at.getCause() != null && depth < 10; depth++) {
      at = at.getCause();
    }
    return at.getMessage() == null ? failure : at;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
