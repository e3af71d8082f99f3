package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure.Stage;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words what the JDK's HTTP client met. */
final class NetworkErrors {
  private NetworkErrors() {}

  static BricklaneException translate(
      HttpCall call, Throwable failure, boolean answerBegan, Duration connectTimeout) {
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
      return unreachable(
          Stage.ANSWER, "The connection to " + place + " broke within the answer", failure);
    }
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return unreachable(Stage.NAME, "No address is known for the host " + host, failure);
    }
    if (find(failure, HttpConnectTimeoutException.class) != null) {
      return unreachable(
          Stage.CONNECT,
          "No connection to " + place + " within " + connectTimeout.toMillis() + " ms",
          failure);
    }
    if (find(failure, SSLException.class) != null) {
      return unreachable(Stage.TLS, "No TLS with " + place + reason(failure), failure);
    }
    if (find(failure, ConnectException.class) != null) {
      return unreachable(Stage.CONNECT, "No connection to " + place + reason(failure), failure);
    }
    return unreachable(
        Stage.EXCHANGE,
        "The connection to " + place + " broke before the answer" + reason(failure),
        failure);
  }

  private static BricklaneException unreachable(Stage stage, String message, Throwable failure) {
    return new BricklaneException(
        ErrorCode.UNREACHABLE, message, new TransportFailure(stage, message, failure));
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? "" : ": " + Redactor.redact(message);
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
