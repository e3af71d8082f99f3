package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns can be read while they come: those that are nothing but an answer. */
class StreamedColumnsTest {
  private static final String T = "(VALUES ('b', 1), ('a', 2), ('b', 3)) AS t(p, i)";

  /** {a} stands for a call that is streamed. */
  private static String sql(String template) {
    return template.replace("{a}", "complete('m', p, stream => true)").replace("{t}", T);
  }

  private record Read(List<List<Object>> rows, List<Boolean> streamed, int calls) {}

  private static Read read(String sql, Object... parameters) {
    return read(new Queries(), sql, parameters);
  }

  private static Read read(Queries queries, String sql, Object... parameters) {
    PreparedQuery query = queries.prepare(sql);
    List<List<Object>> rows = new ArrayList<>();
    List<Boolean> streamed = new ArrayList<>();
    try (RowCursor cursor =
        query.open(new Execution(Arrays.asList(parameters), 0, Duration.ZERO))) {
      while (cursor.next()) {
        List<Object> row = new ArrayList<>();
        streamed.clear();
        for (int i = 0; i < query.columns().size(); i++) {
          streamed.add(cursor.streamed(i) != null);
          row.add(cursor.value(i));
        }
        rows.add(row);
      }
    }
    return new Read(rows, streamed, queries.gateway.chats.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT {a} FROM {t}",
        "SELECT {a} AS x FROM {t} ORDER BY i",
        "SELECT {a} FROM {t} WHERE i > 0",
        "SELECT {a} FROM {t} LIMIT 5",
        "SELECT x FROM (SELECT {a} AS x, i FROM {t}) AS s",
        "SELECT x FROM (SELECT {a} AS x, i FROM {t}) AS s WHERE i > 0 ORDER BY i LIMIT 4",
        "SELECT {a} FROM {t} JOIN (VALUES 1, 2, 3) AS u(k) ON u.k = t.i",
        "WITH s AS (SELECT {a} AS x FROM {t}) SELECT x FROM s",
        "SELECT complete('m', p, stream => i > 0) FROM {t}",
      })
  void areStreamedWhereTheyArePassedOn(String template) {
    Read read = read(sql(template));
    assertThat(read.streamed()).containsExactly(true);
    assertThat(read.rows()).containsExactlyInAnyOrder(List.of("B"), List.of("A"), List.of("B"));
    assertThat(read.calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT lower(upper({a})) FROM {t}",
        "SELECT {a} || '' FROM {t}",
        "SELECT CAST({a} AS VARCHAR(9)) FROM {t}",
        "SELECT CASE WHEN i > 0 THEN {a} END FROM {t}",
        "SELECT max({a}) FROM {t} GROUP BY i",
        "SELECT {a} FROM {t} UNION ALL SELECT 'c' FROM {t}",
        "SELECT p FROM {t} WHERE {a} > ''",
        "SELECT {a} FROM {t} WHERE {a} > ''",
        "SELECT p FROM {t} ORDER BY {a}",
        "SELECT DISTINCT {a} FROM {t}",
        "SELECT coalesce({a}, '') FROM {t}",
        "SELECT complete('m', p, stream => false) FROM {t}",
        "SELECT complete('m', p, stream => NULL) FROM {t}",
        "SELECT complete('m', p) FROM {t}",
        "SELECT complete('m', {a}) FROM {t}",
        "SELECT count(*) FROM {t} WHERE {a} = 'B'",
      })
  void areWaitedForWhereAnythingElseReadsThem(String template) {
    Read read = read(sql(template));
    assertThat(read.streamed()).containsExactly(false);
    // The rows are those of the same query without streams.
    assertThat(read.rows())
        .isEqualTo(read(sql(template).replace("stream => true", "stream => false")).rows());
    assertThat(read.calls()).isLessThanOrEqualTo(4);
  }

  @Test
  void streamsOneColumnBesideAnother() {
    Read read =
        read(sql("SELECT i, {a}, upper({a}), {a}, complete('m', p) FROM {t} ORDER BY i LIMIT 1"));
    assertThat(read.rows()).containsExactly(List.of(1, "B", "B", "B", "B"));
    assertThat(read.calls()).isEqualTo(1);
  }

  @Test
  void streamsTheSameAnswerInTwoColumns() {
    Read read = read(sql("SELECT {a}, i, {a} FROM {t}"));
    assertThat(read.streamed()).containsExactly(true, false, true);
    assertThat(read.rows())
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(row.get(2)));
    assertThat(read.calls()).isEqualTo(2);
  }

  @Test
  void streamsOutOfAView(@TempDir Path folder) {
    Queries queries =
        DefinedQueries.of(
            folder, sql("CREATE VIEW answered (id, answer) AS SELECT i, {a} FROM {t};"));
    Read read = read(queries, "SELECT answer FROM answered WHERE id > 1");
    assertThat(read.streamed()).containsExactly(true);
    assertThat(read.rows()).containsExactly(List.of("A"), List.of("B"));
    assertThat(read.calls()).isEqualTo(2);
  }

  @Test
  void streamsByAParameter() {
    String sql = "SELECT complete('m', 'p', stream => ?)";
    assertThat(read(sql, true).streamed()).containsExactly(true);
    assertThat(read(sql, false).streamed()).containsExactly(false);
    assertThat(read(sql, true).rows()).containsExactly(List.of("P"));
    assertThat(read(sql, false).rows()).containsExactly(List.of("P"));
  }

  @Test
  void isNullWithoutACallForAPromptThatIsNull() {
    Read read = read(sql("SELECT {a} FROM (VALUES CAST(NULL AS VARCHAR)) AS t(p)"));
    assertThat(read.rows()).containsExactly(Arrays.asList((Object) null));
    assertThat(read.streamed()).containsExactly(false);
    assertThat(read.calls()).isZero();
  }

  @Test
  void givesTheAnswersOfAModelThatIsAskedForOneStreamedAndOnceNot() {
    Read read = read(sql("SELECT {a}, complete('m', p) FROM {t}"));
    assertThat(read.streamed()).containsExactly(true, false);
    assertThat(read.rows())
        .containsExactly(List.of("B", "B"), List.of("A", "A"), List.of("B", "B"));
    assertThat(read.calls()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNotTrueOrFalse() {
    assertThatThrownBy(() -> read("SELECT complete('m', 'p', stream => 'yes')"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("argument stream of complete is CHAR, but must be true or false");
    assertThatThrownBy(() -> read("SELECT * FROM complete('m', 'p', stream => true)"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("stream");
  }

  @Test
  void looksTheSameInAnExplanation() {
    assertThat(read(sql("EXPLAIN PLAN FOR SELECT {a} FROM {t}")).calls()).isZero();
  }
}
