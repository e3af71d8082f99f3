package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.function.EqualityComparer;
import org.jspecify.annotations.Nullable;

/** Compares rows, in which DECIMALs may be equal that differ to Java. Stateless. */
final class DecimalRows implements EqualityComparer<@Nullable Object> {
  private static final DecimalRows INSTANCE = new DecimalRows();

  private DecimalRows() {}

  /** Returns the rows of a set operation, by the name of its kind. */
  @SuppressWarnings("unchecked") // The comparison takes any object.
  static Enumerable<?> combined(
      String kind, boolean all, Enumerable<?> rows, Enumerable<?> others) {
    Enumerable<@Nullable Object> first = (Enumerable<@Nullable Object>) rows;
    Enumerable<@Nullable Object> second = (Enumerable<@Nullable Object>) others;
    return switch (kind) {
      case "UNION" -> first.union(second, INSTANCE);
      case "INTERSECT" -> first.intersect(second, INSTANCE, all);
      case "EXCEPT" -> first.except(second, INSTANCE, all);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  public boolean equal(@Nullable Object one, @Nullable Object other) {
    return Objects.deepEquals(plain(one), plain(other));
  }

  @Override
  public int hashCode(@Nullable Object row) {
    Object plain = plain(row);
    return plain instanceof Object[] values ? Arrays.deepHashCode(values) : Objects.hashCode(plain);
  }

  /** Returns a row, or a value of one, with its DECIMALs in the one form of equal ones. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return DecimalKeys.plain(number);
    }
    if (value instanceof Object[] values) {
      @Nullable Object[] plain = new @Nullable Object[values.length];
      for (int i = 0; i < plain.length; i++) {
        plain[i] = plain(values[i]);
      }
      return plain;
    }
    if (value instanceof List<?> values) {
      return Arrays.asList(values.stream().map(DecimalRows::plain).toArray());
    }
    return value;
  }
}
