package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries whose parts mean another thing, or nothing, where they are written carelessly. */
class AttachedMeaningTest {
  private static final String ID = "00000000-0000-0000-0000-00000000000a";
  private static AttachedTables crm;

  @BeforeAll
  static void makeTables() {
    crm =
        new AttachedTables(
            "CREATE TABLE t (id INT PRIMARY KEY, n INT, l BIGINT, name VARCHAR, plain"
                + " VARCHAR_IGNORECASE, code UUID, pad CHAR(6))",
            "INSERT INTO t VALUES (1, 10, 1, 'b', 'abc', '"
                + ID
                + "', 'a'), (2, 10, 2, 'a', 'ABC', NULL, U&'a    \\000A'), (3, NULL, NULL, NULL, 'x',"
                + " NULL, NULL)");
  }

  @AfterAll
  static void drop() throws Exception {
    crm.close();
  }

  @Test
  void groupsWithAConditionOnATextOfAGroup() {
    assertThat(crm.queries.rows("SELECT n, sum(l) FROM crm.t GROUP BY n HAVING min(name) = 'a'"))
        .containsExactly(List.of(10, 3L));
  }

  @Test
  void sortsRowsThatAreInSeveralOrdersAtOnce() {
    assertThat(
            crm.queries.rows(
                "SELECT id, COALESCE(id, l) AS e FROM crm.t ORDER BY n NULLS LAST, id DESC LIMIT 2"))
        .containsExactly(List.of(2, 2L), List.of(1, 1L));
  }

  @Test
  void groupsByWhatAParameterIsPartOf() {
    assertThat(
            crm.queries.rows(
                "SELECT x, count(*) FROM (SELECT n + ? AS x FROM crm.t WHERE n > 0) GROUP BY x", 1))
        .containsExactly(List.of(11, 2L));
    assertThat(
            crm.queries.rows(
                "SELECT x, count(*) FROM (SELECT CASE WHEN n > 0 THEN 'é' ELSE 'e' END AS x"
                    + " FROM crm.t) GROUP BY x"))
        .containsExactlyInAnyOrder(List.of("é", 2L), List.of("e", 1L));
  }

  @Test
  void groupsAndSortsByConstants() {
    assertThat(crm.queries.rows("SELECT x, count(*) FROM (SELECT 2 AS x FROM crm.t) GROUP BY x"))
        .containsExactly(List.of(2, 3L));
    assertThat(
            crm.queries.rows(
                "SELECT id FROM (SELECT id, 7 AS x FROM crm.t) ORDER BY x, id DESC LIMIT 1"))
        .containsExactly(List.of(3));
  }

  @Test
  void aggregatesConstants() {
    assertThat(crm.queries.rows("SELECT sum(-1 - 32767), count(1), max(2) FROM crm.t"))
        .containsExactly(List.of(-98304L, 3L, 2));
    assertThat(
            crm.queries.rows(
                "SELECT n, sum(CAST(? AS INTEGER)) FROM crm.t WHERE n > 0 GROUP BY n", 5))
        .hasSize(1);
  }

  @Test
  void unitesWhatIsTextHereAlone() {
    assertThat(
            crm.queries.rows(
                "SELECT code FROM crm.t WHERE id = 1 UNION SELECT name FROM crm.t ORDER BY 1"))
        .containsExactly(Arrays.asList((Object) null), List.of(ID), List.of("a"), List.of("b"));
  }

  @Test
  void comparesTextsThatTheSourceComparesWithoutCase() {
    assertThat(crm.queries.rows("SELECT id FROM crm.t WHERE plain = 'abc'"))
        .containsExactly(List.of(1));
    assertThat(crm.queries.rows("SELECT count(DISTINCT plain) FROM crm.t"))
        .containsExactly(List.of(3L));
  }

  @Test
  void keepsBlanksBeforeALineEnd() {
    assertThat(crm.queries.rows("SELECT pad FROM crm.t WHERE id < 3 ORDER BY id"))
        .containsExactly(List.of("a"), List.of("a    \n"));
  }
}
