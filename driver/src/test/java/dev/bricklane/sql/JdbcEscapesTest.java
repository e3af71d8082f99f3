package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JDBC's escapes as JDBC 4.3 describes them, in any case and at any place. */
class JdbcEscapesTest {
  private final Queries queries = new Queries();

  @Test
  void readsDatesAndTimes() {
    assertThat(queries.value("SELECT {d '2024-02-29'}")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(queries.value("SELECT { t '12:34:56' }")).isEqualTo(LocalTime.of(12, 34, 56));
    assertThat(queries.value("SELECT {ts '2024-02-29 12:34:56.789'}"))
        .isEqualTo(LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000));
    assertThat(queries.value("SELECT {D '2024-02-29'}")).isEqualTo(LocalDate.of(2024, 2, 29));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{fn UCASE('ab')}",
        "{fn ucase('ab')}",
        "{FN Ucase({fn concat('a', 'b')})}",
        "{fn upper('ab')}",
        "{fn upper({fn lcase('AB')})}"
      })
  void callsFunctionsInAnyCase(String expression) {
    assertThat(queries.value("SELECT " + expression)).isEqualTo("AB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{fn char_length('abc')}",
        "{fn octet_length('abc')}",
        "{fn position('c' IN 'abc')}",
        "{fn extract(DAY FROM DATE '2024-02-03')}",
        "{fn convert('3', sql_integer)}"
      })
  void callsFunctionsThatTheGrammarHasOnlyWithoutBraces(String expression) {
    assertThat(((Number) queries.value("SELECT " + expression)).intValue()).isEqualTo(3);
  }

  @Test
  void knowsWhichDayItIs() {
    LocalDate before = LocalDate.now();
    Object today = queries.value("SELECT {fn current_date()}");
    assertThat(today).isIn(before, LocalDate.now());
    assertThat(queries.value("SELECT {fn CURRENT_TIMESTAMP()}")).isInstanceOf(LocalDateTime.class);
  }

  @Test
  void joinsOutside() {
    assertThat(
            queries.rows(
                "SELECT x, y FROM {oj (VALUES 1, 2) a(x) LEFT OUTER JOIN (VALUES 2) b(y) ON x = y}"
                    + " ORDER BY x"))
        .containsExactly(Arrays.asList(1, null), List.of(2, 2));
  }

  @Test
  void namesAnEscapeCharacter() {
    assertThat(
            queries.rows(
                "SELECT x FROM (VALUES 'a_b', 'axb') t(x) WHERE x LIKE 'a\\_b' {escape '\\'}"))
        .containsExactly(List.of("a_b"));
  }

  @Test
  void limitsRows() {
    String rows = "SELECT x FROM (VALUES 1, 2, 3) t(x) ORDER BY x ";
    assertThat(queries.rows(rows + "{limit 1}")).containsExactly(List.of(1));
    assertThat(queries.rows(rows + "{LIMIT 1 OFFSET 1}")).containsExactly(List.of(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{call f()}", "{? = call f()}", " { CALL f(?) }"})
  void refusesProceduresForWhatTheyAre(String call) {
    assertThatThrownBy(() -> queries.prepare(call)).hasMessage("CALL is refused");
  }

  @Test
  void leavesBracesInTextsAlone() {
    assertThat(queries.value("SELECT '{fn ucase(x)}' || {fn lcase('{OJ')}"))
        .isEqualTo("{fn ucase(x)}{oj");
  }

  @Test
  void keepsThePlaceOfAnError() {
    assertThatThrownBy(() -> queries.prepare("SELECT {fn ucase('a')}, nosuch FROM models"))
        .hasMessageStartingWith("At line 1, column 25: ");
    assertThatThrownBy(() -> queries.prepare("SELECT {fn nosuch('a')}"))
        .hasMessageStartingWith("At line 1, column 12: ");
    assertThatThrownBy(() -> queries.prepare("SELECT {fn ucase('a'"))
        .hasMessageContaining("ends too early");
  }

  @Test
  void tellsCatalogAndSchemaOfTheConnection() {
    assertThat(
            queries.rows(
                "SELECT {fn database()}, {fn DATABASE()}, CURRENT_CATALOG, current_schema,"
                    + " current_schema(), current_database()"))
        .containsExactly(
            List.of("bricklane", "bricklane", "bricklane", "main", "main", "bricklane"));
    assertThat(queries.rows("SELECT \"current_schema\" FROM (VALUES 7) t(\"current_schema\")"))
        .containsExactly(List.of(7));
  }
}
