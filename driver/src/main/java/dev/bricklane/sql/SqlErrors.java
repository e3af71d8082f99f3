package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Calcite says of a wrong statement into one line: where, what, and a code of the
 * catalogue.
 */
final class SqlErrors {
  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("Column '.*' not found.*", ErrorCode.UNKNOWN_COLUMN),
          new Meaning("Column '.*' is ambiguous.*", ErrorCode.AMBIGUOUS_NAME),
          new Meaning("Object '.*' not found.*", ErrorCode.UNKNOWN_TABLE),
          new Meaning("Table '.*' not found.*", ErrorCode.UNKNOWN_TABLE),
          new Meaning("No match found for function signature.*", ErrorCode.UNKNOWN_FUNCTION),
          new Meaning("Invalid number of arguments to function.*", ErrorCode.UNKNOWN_FUNCTION),
          new Meaning("Cannot apply '.*", ErrorCode.TYPE_MISMATCH),
          new Meaning("Cannot apply .*", ErrorCode.TYPE_MISMATCH),
          new Meaning("Type mismatch .*", ErrorCode.TYPE_MISMATCH),
          new Meaning(".*[Ii]ncompatible type.*", ErrorCode.TYPE_MISMATCH),
          new Meaning("Cast function cannot convert .*", ErrorCode.TYPE_MISMATCH),
          new Meaning("Values passed to .* must have compatible types.*", ErrorCode.TYPE_MISMATCH),
          new Meaning(".*not supported.*", ErrorCode.UNSUPPORTED));

  private static final Pattern LEADING_POSITION =
      Pattern.compile("^(From|At) line \\d+, column \\d+( to line \\d+, column \\d+)?:?\\s*");

  private SqlErrors() {}

  /** Makes an error at a position of the statement. */
  static BricklaneException at(SqlParserPos position, ErrorCode code, String text) {
    return at(position.getLineNum(), position.getColumnNum(), code, text, null);
  }

  static BricklaneException at(
      int line, int column, ErrorCode code, String text, @Nullable Throwable cause) {
    String where = line > 0 ? "At line %d, column %d: ".formatted(line, column) : "";
    return new BricklaneException(code, where + text, cause);
  }

  /** Translates what was thrown while a statement was checked and planned. */
  static BricklaneException ofPlanning(Throwable failure) {
    DefinitionException defined = find(failure, DefinitionException.class);
    if (defined != null) {
      return defined.told();
    }
    BricklaneException ours = find(failure, BricklaneException.class);
    if (ours != null) {
      return ours;
    }
    if (find(failure, StackOverflowError.class) != null) {
      return new BricklaneException(
          ErrorCode.INVALID_STATEMENT, "The statement is nested too deeply", failure);
    }
    CalciteContextException placed = find(failure, CalciteContextException.class);
    if (placed != null) {
      String text = textOf(placed.getCause() == null ? placed : placed.getCause());
      return at(placed.getPosLine(), placed.getPosColumn(), codeOf(text), text, failure);
    }
    Throwable known = find(failure, CalciteException.class);
    if (known == null) {
      known = find(failure, SqlValidatorException.class);
    }
    if (known != null) {
      String text = textOf(known);
      return at(0, 0, codeOf(text), text, failure);
    }
    if (find(failure, RelOptPlanner.CannotPlanException.class) != null) {
      return new BricklaneException(
          ErrorCode.UNSUPPORTED, "No plan was found for this statement", failure);
    }
    if (find(failure, UnsupportedOperationException.class) != null) {
      return new BricklaneException(
          ErrorCode.UNSUPPORTED, "The statement uses a feature that cannot be planned", failure);
    }
    return new BricklaneException(
        ErrorCode.INTERNAL, "The statement could not be planned", failure);
  }

  /** Finds an exception of a type among a failure and its causes. */
  static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 50; depth++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }

  private static ErrorCode codeOf(String text) {
    for (Meaning meaning : MEANINGS) {
      if (meaning.pattern().matcher(text).matches()) {
        return meaning.code();
      }
    }
    return ErrorCode.INVALID_STATEMENT;
  }

  private static String textOf(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    Matcher position = LEADING_POSITION.matcher(message);
    String text = position.find() ? message.substring(position.end()) : message;
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  private record Meaning(Pattern pattern, ErrorCode code) {
    Meaning(String regex, ErrorCode code) {
      this(Pattern.compile(regex, Pattern.DOTALL), code);
    }
  }
}
