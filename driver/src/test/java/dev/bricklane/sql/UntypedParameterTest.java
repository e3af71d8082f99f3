package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A {@code ?} without a CAST has one type, wherever Calcite writes it twice. */
class UntypedParameterTest {
  private final Queries queries = new Queries();

  static Stream<Arguments> uses() {
    return Stream.of(
        arguments("SELECT ?", "VARCHAR", "text", "text"),
        arguments("SELECT COALESCE(?, 1)", "INTEGER", 42, 42),
        arguments("SELECT COALESCE(?, 1)", "INTEGER", null, 1),
        arguments("SELECT COALESCE(1, ?)", "INTEGER", 42, 1),
        // As long as it is, not as the text beside it.
        arguments("SELECT COALESCE(?, 'x')", "VARCHAR", "text", "text"),
        arguments("SELECT COALESCE(?, 'x')", "VARCHAR", null, "x"),
        arguments("SELECT CASE WHEN TRUE THEN ? ELSE 'x' END", "VARCHAR", "text", "text"),
        arguments("SELECT CASE WHEN FALSE THEN 'x' ELSE ? END", "VARCHAR", "text", "text"),
        arguments("SELECT COALESCE(?, x) FROM (VALUES 'ab') t(x)", "VARCHAR", "text", "text"),
        arguments("SELECT NULLIF(?, 1)", "INTEGER", 2, 2),
        arguments("SELECT NULLIF(?, 'x')", "VARCHAR", "text", "text"),
        arguments("SELECT CASE ? WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "INTEGER", 2, "b"),
        arguments("SELECT CASE WHEN ? = 1 THEN 'a' ELSE 'b' END", "INTEGER", 1, "a"),
        arguments("SELECT x FROM (VALUES 1, 2) t(x) WHERE x IN (?)", "INTEGER", 2, 2),
        arguments("SELECT x FROM (VALUES 1, 2) t(x) LIMIT ?", "INTEGER", 1, 1),
        arguments("SELECT {fn ucase(?)}", "VARCHAR", "a", "A"));
  }

  @ParameterizedTest(name = "{0} with {2}")
  @MethodSource("uses")
  void isOneParameter(String sql, String type, Object value, Object expected) {
    assertThat(queries.prepare(sql).parameters())
        .extracting(parameter -> parameter.type().name())
        .containsExactly(type);
    assertThat(queries.rows(sql, value)).containsExactly(Arrays.asList(expected));
  }

  @Test
  void keepsTheOrderOfSeveral() {
    assertThat(
            queries.rows(
                "SELECT COALESCE(?, ?, 'x'), ? || CASE ? WHEN 1 THEN ? END", "a", "b", "c", 1, "d"))
        .containsExactly(List.of("a", "cd"));
  }
}
