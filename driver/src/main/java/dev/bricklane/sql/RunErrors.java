package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.DateTimeException;
import org.apache.calcite.runtime.CalciteException;

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
      String text = String.valueOf(arithmetic.getMessage());
      return text.contains("/ by zero")
              || text.contains("ivision by zero")
              || text.contains("undefined")
          ? new BricklaneException(ErrorCode.DIVISION_BY_ZERO, "A division by zero", failure)
          : new BricklaneException(
              ErrorCode.OUT_OF_RANGE, "A number does not fit its type", failure);
    }
    if (SqlErrors.find(failure, NumberFormatException.class) != null) {
      return new BricklaneException(
          ErrorCode.INVALID_CONVERSION, "A text could not be read as a number", failure);
    }
    if (SqlErrors.find(failure, DateTimeException.class) != null
        || String.valueOf(failure.getMessage()).startsWith("Invalid DATE")
        || String.valueOf(failure.getMessage()).startsWith("Invalid TIME")) {
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
