package dev.bricklane.sql;

import dev.bricklane.config.DriverConfig.OnError;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ModelFunction.Argument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of one call's arguments, read and checked by their rows of the catalogue. */
final class ArgumentValues {
  private final ModelFunction function;
  private final @Nullable Object[] values;

  ArgumentValues(ModelFunction function, @Nullable Object[] values) {
    this.function = function;
    this.values = values;
  }

  ModelFunction function() {
    return function;
  }

  /** Returns an argument's value; null if it is NULL or missing. */
  @Nullable Object value(String name) {
    return values[function.indexOf(name)];
  }

  /** Returns a text; null if the argument is NULL or missing. */
  @Nullable String text(String name) {
    Object value = values[function.indexOf(name)];
    return value == null ? null : value.toString();
  }

  /** Returns a text that must be there. */
  String requiredText(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      throw refuse(name, text == null ? "is NULL" : "is empty");
    }
    return text;
  }

  /** Returns a whole number; null if the argument is NULL or missing. */
  @Nullable Long whole(String name) {
    Object value = values[function.indexOf(name)];
    try {
      return value == null ? null : (Long) new BigDecimal(value.toString()).longValueExact();
    } catch (ArithmeticException e) {
      throw refuse(name, "is %s, but must be a whole number of 64 bits".formatted(value));
    }
  }

  /** Returns what a failure of this call does; null if the call does not say. */
  @Nullable OnError onError() {
    String text = text("on_error");
    if (text == null) {
      return null;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "fail" -> OnError.FAIL;
      case "null" -> OnError.NULL;
      default -> throw refuse("on_error", "is '%s', but must be 'fail' or 'null'".formatted(text));
    };
  }

  /** Returns the texts of a text or an array of them; none if it is NULL. */
  List<String> texts(String name) {
    return texts(name, values[function.indexOf(name)]);
  }

  private List<String> texts(String name, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      return List.of(value.toString());
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      if (each == null) {
        throw refuse(name, "holds a NULL");
      }
      texts.add(each.toString());
    }
    return texts;
  }

  /**
   * Returns an argument as a field of the request body, checked; null if it is NULL or missing.
   *
   * @param index of the argument among the function's
   */
  @Nullable Object field(int index) {
    Argument argument = function.arguments().get(index);
    Object value = values[index];
    if (value == null) {
      return null;
    }
    return switch (argument.type()) {
      case TEXT, JSON, MEDIA -> value.toString();
      case FLAG -> value;
      case TEXTS -> texts(argument.name(), value);
      case WHOLE -> inRange(argument, whole(argument, (Number) value));
      case NUMBER -> inRange(argument, ((Number) value).doubleValue());
    };
  }

  private Integer whole(Argument argument, Number value) {
    try {
      return new BigDecimal(value.toString()).intValueExact();
    } catch (ArithmeticException e) {
      throw refuse(argument.name(), "is %s, but must be a whole number".formatted(value));
    }
  }

  private Number inRange(Argument argument, Number value) {
    double number = value.doubleValue();
    if (number >= argument.minimum() && number <= argument.maximum()) {
      return value;
    }
    throw refuse(
        argument.name(),
        "is %s, which is out of its range. %s".formatted(value, argument.remarks()));
  }

  /** Makes the error for an argument, naming it. */
  BricklaneException refuse(String name, String problem) {
    return new BricklaneException(
        ErrorCode.BAD_REQUEST, "Argument %s of %s %s".formatted(name, function.name(), problem));
  }
}
