package dev.bricklane.conformance;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many rows in few words of SQL. */
public final class Numbers {
  private Numbers() {}

  /**
   * Returns the FROM items {@code a(i)} and {@code b(j)} with {@code outer} times {@code inner}
   * rows: each pair of i below {@code outer} and j below {@code inner}.
   */
  public static String pairs(int outer, int inner) {
    return "(VALUES %s) AS a(i), (VALUES %s) AS b(j)".formatted(below(outer), below(inner));
  }

  private static String below(int end) {
    return IntStream.range(0, end).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
