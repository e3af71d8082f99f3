package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.DateTimeException;
import org.apache.calcite.runtime.CalciteException;
import org.jspecify.annotations.Nullable;

/** Turns what a running query throws into an error of the catalogue. */
final class RunErrors {
  private RunErrors() {}

  static BricklaneException translate(Throwable failure) {
    BricklaneException ours = SqlErrors.find(failure, BricklaneException.class);
    if (ours != null) {
      return ours;
    }
    ArithmeticException arithmetic = SqlErrors.find(failure, ArithmeticException.class);
    if (arithmetic != null) {
      return arithmetic(String.valueOf(arithmetic.getMessage()), failure);
    }
    String before = failedBefore(failure);
    if (before.contains(ArithmeticException.class.getName())) {
      return arithmetic(before, failure);
    }
    if (SqlErrors.find(failure, NumberFormatException.class) != null
        || before.contains(NumberFormatException.class.getName())) {
      return new BricklaneException(
          ErrorCode.INVALID_CONVERSION, "A text could not be read as a number", failure);
    }
    if (SqlErrors.find(failure, DateTimeException.class) != null
        || isWrongTime(failure)
        || (failure instanceof ExceptionInInitializerError && isWrongTime(failure.getCause()))
        || before.contains("java.time.")
        || before.contains(": Invalid DATE")
        || before.contains(": Invalid TIME")) {
      return new BricklaneException(
          ErrorCode.INVALID_CONVERSION, "A text could not be read as a date or time", failure);
    }
    if (hasWrongPattern(failure)) {
      return new BricklaneException(
          ErrorCode.DATA_EXCEPTION,
          "A pattern is wrong: after its escape character comes %, _ or that character again",
          failure);
    }
    if (failure instanceof NoClassDefFoundError || failure instanceof ExceptionInInitializerError) {
      return new BricklaneException(
          ErrorCode.DATA_EXCEPTION, "A constant expression could not be evaluated", failure);
    }
    CalciteException known = SqlErrors.find(failure, CalciteException.class);
    if (known != null) {
      String text = String.valueOf(known.getMessage());
      return text.contains("cancel")
          ? new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled", failure)
          : new BricklaneException(ErrorCode.DATA_EXCEPTION, text, failure);
    }
    if (SqlErrors.find(failure, IllegalArgumentException.class) != null
        || SqlErrors.find(failure, ClassCastException.class) != null) {
      return new BricklaneException(
          ErrorCode.DATA_EXCEPTION, "A value does not suit the expression it is in", failure);
    }
    if (SqlErrors.find(failure, IllegalStateException.class) != null) {
      String text = String.valueOf(failure.getMessage());
      if (text.contains("more than one value")) {
        return new BricklaneException(
            ErrorCode.DATA_EXCEPTION, "A scalar subquery returned more than one row", failure);
      }
    }
    return new BricklaneException(ErrorCode.INTERNAL, "The query failed while it ran", failure);
  }

  private static boolean isWrongTime(@Nullable Throwable failure) {
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    return text.startsWith("Invalid DATE") || text.startsWith("Invalid TIME");
  }

  private static BricklaneException arithmetic(String text, Throwable failure) {
    return text.contains("/ by zero")
            || text.contains("ivision by zero")
            || text.contains("undefined")
        ? new BricklaneException(ErrorCode.DIVISION_BY_ZERO, "A division by zero", failure)
        : new BricklaneException(ErrorCode.OUT_OF_RANGE, "A number does not fit its type", failure);
  }

  /**
   * Returns what Java says of a constant that failed when the plan ran first: its class cannot be
   * used again, and from Java 17 on the error names the class and message of the first failure.
   * Empty for anything else.
   */
  private static String failedBefore(Throwable failure) {
    return failure instanceof NoClassDefFoundError
            && failure.getCause() instanceof ExceptionInInitializerError first
        ? String.valueOf(first.getMessage())
        : "";
  }

  /** Calcite throws a plain RuntimeException for LIKE's patterns, and its cache wraps that. */
  private static boolean hasWrongPattern(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 8; depth++) {
      String text = String.valueOf(current.getMessage());
      if (text.startsWith("Invalid escape ") || text.startsWith("Invalid regular expression ")) {
        return true;
      }
      current = current.getCause();
    }
    return false;
  }
}
