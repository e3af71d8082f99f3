package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures into {@code SQLException}s: the subclass that JDBC names for the meaning, with
 * SQLSTATE, vendor code, and a message that says what to do.
 */
final class SqlExceptions {
  private SqlExceptions() {}

  /** Work that may fail in any way. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** Does the work; whatever it throws leaves as an {@code SQLException}. */
  @SuppressWarnings("CatchingUnchecked") // an Error out of generated code must not escape either
  static <T extends @Nullable Object> T translating(Work<T> work) throws SQLException {
    try {
      return work.run();
    } catch (Throwable failure) {
      throw of(failure);
    }
  }

  /** Translates a failure; an {@code SQLException} stays as it is. */
  static SQLException of(Throwable failure) {
    if (failure instanceof SQLException already) {
      return already;
    }
    BricklaneException known = known(failure);
    if (known != null) {
      return make(known.code(), known.fullMessage(), known);
    }
    // The library's own message may hold generated code; it stays in the cause.
    return of(
        ErrorCode.INTERNAL,
        "Something failed inside Bricklane (" + failure.getClass().getSimpleName() + ")",
        failure);
  }

  static SQLException of(ErrorCode code, String message) {
    return of(code, message, null);
  }

  static SQLException of(ErrorCode code, String message, @Nullable Throwable cause) {
    return make(code, new BricklaneException(code, message).fullMessage(), cause);
  }

  static SQLFeatureNotSupportedException unsupported(String what) {
    ErrorCode code = ErrorCode.UNSUPPORTED;
    String message = new BricklaneException(code, what + " is not supported").fullMessage();
    return new SQLFeatureNotSupportedException(message, code.sqlState(), code.vendorCode());
  }

  static <T> T notNull(@Nullable T argument, String what) throws SQLException {
    if (argument == null) {
      throw of(ErrorCode.INVALID_ARGUMENT, "The " + what + " is null");
    }
    return argument;
  }

  private static @Nullable BricklaneException known(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 16; depth++) {
      if (current instanceof BricklaneException known) {
        return known;
      }
      current = current.getCause();
    }
    return null;
  }

  private static SQLException make(ErrorCode code, String message, @Nullable Throwable cause) {
    String state = code.sqlState();
    int vendor = code.vendorCode();
    return switch (code) {
      case CANCELLED -> new SQLException(message, state, vendor, cause);
      case DEADLINE_EXCEEDED -> new SQLTimeoutException(message, state, vendor, cause);
      case UNSUPPORTED -> new SQLFeatureNotSupportedException(message, state, vendor, cause);
      // JDBC leaves the use beyond class 28 to vendors; "syntax error", class 42's, would mislead.
      case PERMISSION_DENIED ->
          new SQLInvalidAuthorizationSpecException(message, state, vendor, cause);
      default -> byClass(code, message, cause);
    };
  }

  private static SQLException byClass(ErrorCode code, String message, @Nullable Throwable cause) {
    String state = code.sqlState();
    int vendor = code.vendorCode();
    return switch (state.substring(0, 2)) {
      case "08" ->
          code.retriable()
              ? new SQLTransientConnectionException(message, state, vendor, cause)
              : new SQLNonTransientConnectionException(message, state, vendor, cause);
      case "22" -> new SQLDataException(message, state, vendor, cause);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, state, vendor, cause);
      case "42" -> new SQLSyntaxErrorException(message, state, vendor, cause);
      // JDBC leaves conditions for this class to vendors, and Spring takes no plain transient one
      // for transient; pools go by the SQLSTATE, and keep the connection.
      case "53" -> new SQLTransientConnectionException(message, state, vendor, cause);
      default ->
          code.retriable()
              ? new SQLTransientException(message, state, vendor, cause)
              : new SQLNonTransientException(message, state, vendor, cause);
    };
  }
}
