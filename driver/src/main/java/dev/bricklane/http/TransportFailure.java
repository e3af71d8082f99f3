package dev.bricklane.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer, as the cause of a {@link dev.bricklane.error.BricklaneException}: it
 * tells a retry how far the call came.
 */
public final class TransportFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** How far a call came before it failed. */
  public enum Stage {
    /** The host name has no address. */
    NAME,
    /** No TCP connection: refused, no route, or too slow. */
    CONNECT,
    /** The proxy does not let the call through. */
    PROXY,
    /** No TLS on the connection. */
    TLS,
    /** The connection broke before an answer began; whether the service worked is unknown. */
    EXCHANGE,
    /** The connection broke within the answer: the service has done its work. */
    ANSWER
  }

  private final Stage stage;

  /**
   * Makes one.
   *
   * @param message without secrets
   */
  public TransportFailure(Stage stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  /** Returns how far the call came. */
  public Stage stage() {
    return stage;
  }
}
