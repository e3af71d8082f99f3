package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ColumnType;
import dev.bricklane.sql.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of the {@code ?} of one prepared statement, made to fit their types. Thread-safe. */
final class ParameterValues {
  private static final Object UNSET = new Object();

  private final List<Parameter> parameters;
  private final @Nullable Object[] values;

  ParameterValues(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    this.values = new @Nullable Object[parameters.size()];
    clear();
  }

  synchronized void clear() {
    Arrays.fill(values, UNSET);
  }

  void set(int index, @Nullable Object value) throws SQLException {
    ColumnType type = type(index);
    put(
        index,
        value == null
            ? null
            : fitting(index, type, () -> SqlValues.as(SqlValues.plain(value), type)));
  }

  void set(int index, @Nullable Object value, int jdbcType, @Nullable Integer scale)
      throws SQLException {
    ColumnType type = type(index);
    ColumnType asked = ColumnType.of(jdbcType, "", 0, 0);
    put(
        index,
        value == null
            ? null
            : fitting(
                index,
                type,
                () -> {
                  Object first = SqlValues.as(SqlValues.plain(value), asked);
                  Object scaled =
                      scale != null && first instanceof BigDecimal decimal
                          ? decimal.setScale(scale, RoundingMode.HALF_UP)
                          : first;
                  return SqlValues.as(scaled, type);
                }));
  }

  private synchronized void put(int index, @Nullable Object value) {
    values[index - 1] = value;
  }

  private ColumnType type(int index) throws SQLException {
    if (index < 1 || index > parameters.size()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "There is no parameter "
              + index
              + (parameters.isEmpty()
                  ? "; the statement has none"
                  : "; the statement has 1 to " + parameters.size()));
    }
    return parameters.get(index - 1).type();
  }

  private static Object fitting(int index, ColumnType type, SqlExceptions.Work<Object> conversion)
      throws SQLException {
    try {
      return conversion.run();
    } catch (BricklaneException e) {
      throw SqlExceptions.of(
          e.code(), "Parameter " + index + " (" + TypeFacts.name(type) + "): " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  /** Returns all values, in order. */
  synchronized List<@Nullable Object> all() throws SQLException {
    List<@Nullable Object> all = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == UNSET) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_PARAMETER, "Parameter " + (i + 1) + " has no value");
      }
      all.add(values[i]);
    }
    return all;
  }
}
