package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.EmbeddingRequest;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Counts the calls around joins, subqueries, groups, windows and limits against the fewest that the
 * answer needs, and holds the rows to those of the same query with UPPER in place of the model,
 * which answers in capitals.
 *
 * <p>{@code t(id, x, ok)} has the rows (1, 'a', true), (2, 'b', false), (3, 'c', true), (4, 'a',
 * false), (5, NULL, true); {@code u(k, y, n)} has (1, 'a', 10), (2, 'd', 20), (2, 'e', 30), (7,
 * 'f', 40). Joined by {@code t.id = u.k} they give (1, a), (2, d), (2, e).
 */
class CallPlacementTest {
  private static final String T =
      "(VALUES (1, 'a', TRUE), (2, 'b', FALSE), (3, 'c', TRUE), (4, 'a', FALSE),"
          + " (5, CAST(NULL AS VARCHAR(5)), TRUE)) AS t(id, x, ok)";
  private static final String U =
      "(VALUES (1, 'a', 10), (2, 'd', 20), (2, 'e', 30), (7, 'f', 40)) AS u(k, y, n)";
  private static final String Q = "(SELECT id, ok, complete('m', x) AS c FROM $T) AS q";
  private static final String V = "(SELECT k, n, complete('m', y) AS c FROM $U) AS v";

  private static final Pattern CALL = Pattern.compile("complete\\('[mn]', *");
  private static final Pattern ORDERED = Pattern.compile(".* ORDER BY [^()]*");

  static Stream<Arguments> innerJoins() {
    return Stream.of(
        // Only the ids 1 and 2 are left.
        shape(2, "SELECT t.id FROM $T JOIN $U ON t.id = u.k WHERE complete('m', t.x) <> 'Z'"),
        shape(2, "SELECT t.id FROM $U JOIN $T ON t.id = u.k AND complete('m', t.x) <> 'Z'"),
        shape(2, "SELECT q.c, u.y FROM $Q JOIN $U ON q.id = u.k"),
        shape(1, "SELECT q.c, u.y FROM $Q JOIN $U ON q.id = u.k WHERE q.id = 1"),
        shape(1, "SELECT q.c, u.y FROM $Q JOIN $U ON q.id = u.k WHERE u.n = 30"),
        shape(0, "SELECT u.y FROM $Q JOIN $U ON q.id = u.k"),
        shape(0, "SELECT q.c FROM $Q JOIN $U ON q.id = u.k AND 1 = 0"),
        shape(
            1,
            "WITH w AS (SELECT * FROM $Q) SELECT a.c, b.c FROM w a JOIN w b ON a.id = b.id"
                + " WHERE b.id = 3"),
        // Three pairs of texts.
        shape(3, "SELECT complete('m', t.x || u.y) FROM $T JOIN $U ON t.id = u.k"),
        shape(
            1, "SELECT complete('m', t.x || u.y) FROM $T JOIN $U ON t.id = u.k ORDER BY n LIMIT 1"),
        // One condition decides for which rows the next is asked: a and b pass, then a, d, e are
        // asked.
        shape(
            2 + 3,
            "SELECT t.id FROM $T JOIN $U ON t.id = u.k"
                + " WHERE complete('m', t.x) <> 'Z' AND complete('n', u.y) <> 'D'"),
        // A join by results needs those of both sides, a cheaper comparison goes first.
        shape(3 + 4, "SELECT t.id, u.y FROM $T, $U WHERE complete('m', t.x) = complete('n', u.y)"),
        shape(3, "SELECT t.id, u.y FROM $T JOIN $U ON complete('m', t.x) = UPPER(u.y)"),
        shape(3, "SELECT t.id FROM $T JOIN $U ON CHAR_LENGTH(complete('m', t.x)) + u.n > 11"),
        shape(
            2,
            "SELECT t.id, u.y FROM $T JOIN $U ON complete('m', t.x) = UPPER(u.y) AND t.id = u.k"),
        shape(
            2 + 3,
            "SELECT t.id FROM $Q JOIN $U ON q.id = u.k JOIN $T ON t.id = q.id"
                + " WHERE q.c <> 'Z' AND complete('n', u.y) <> 'Z'"),
        // The side that is grouped is asked for the groups that the other has.
        shape(
            3,
            "SELECT t.id, g.c FROM $T JOIN (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " AS g ON g.k = t.id"),
        shape(
            1,
            "SELECT t.id, g.c FROM $T JOIN (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " AS g ON g.k = t.id WHERE t.ok"));
  }

  static Stream<Arguments> outerJoins() {
    return Stream.of(
        shape(3, "SELECT q.id, q.c, u.y FROM $Q LEFT JOIN $U ON q.id = u.k"),
        shape(2, "SELECT q.id, q.c, u.y FROM $Q LEFT JOIN $U ON q.id = u.k WHERE q.ok"),
        shape(3, "SELECT t.id, v.c FROM $T LEFT JOIN $V ON v.k = t.id"),
        shape(3, "SELECT t.id, v.c || 'x' FROM $V RIGHT JOIN $T ON v.k = t.id"),
        shape(3 + 1, "SELECT t.id, v.c || 'x' FROM $T FULL JOIN $V ON v.k = t.id"),
        // Conditions of one side: asked where the other condition leaves a pair.
        shape(
            3, "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', u.y) <> 'D'"),
        shape(
            2, "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x) = 'B'"),
        shape(3, "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = 'B'"),
        shape(
            3,
            "SELECT t.id, s.y FROM $T LEFT JOIN (SELECT * FROM $U WHERE complete('m', y) = 'D')"
                + " AS s ON t.id = s.k"),
        // Conditions of both sides: three pairs.
        shape(
            3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T RIGHT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'"),
        shape(
            2,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'"
                + " WHERE t.id = 2"),
        shape(3 * 4, "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x || u.y) = 'BE'"),
        // By results: all of both sides, as far as they can match at all.
        shape(
            3 + 4,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = complete('n', u.y)"),
        shape(
            3 + 4,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON complete('m', t.x) = complete('n', u.y)"),
        shape(
            2 + 3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = complete('n', u.y)"
                + " AND t.ok AND u.n > 10"),
        // A pair of equal ids matches without a call.
        shape(
            3, "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k OR complete('m', t.x) = u.y"));
  }

  static Stream<Arguments> subqueries() {
    return Stream.of(
        shape(2, "SELECT id FROM $T WHERE id IN (SELECT k FROM $U) AND complete('m', x) <> 'Z'"),
        shape(
            2, "SELECT id FROM $T WHERE id NOT IN (SELECT k FROM $U) AND complete('m', x) <> 'Z'"),
        shape(
            2,
            "SELECT id FROM $T WHERE complete('m', x) <> 'Z' AND EXISTS (SELECT 1 FROM $U WHERE k = id)"),
        shape(
            2,
            "SELECT id FROM $T WHERE complete('m', x) <> 'Z'"
                + " AND NOT EXISTS (SELECT 1 FROM $U WHERE k = id)"),
        // 3 and 4 are not in u.
        shape(2, "SELECT id FROM $T WHERE complete('m', x) = 'A' OR id IN (SELECT k FROM $U)"),
        // Of u, 7 is not in t.
        shape(3, "SELECT id FROM $T WHERE id IN (SELECT k FROM $U WHERE complete('m', y) <> 'Z')"),
        shape(
            3,
            "SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('m', y) = 'E')"),
        shape(
            3,
            "SELECT id FROM $T WHERE NOT EXISTS"
                + " (SELECT 1 FROM $U WHERE k = id AND complete('m', y) = 'E')"),
        shape(
            3,
            "SELECT id FROM $T WHERE EXISTS"
                + " (SELECT 1 FROM $U WHERE k = id AND complete('m', y || t.x) = 'EB')"),
        shape(
            1, "SELECT id, id IN (SELECT k FROM $U WHERE complete('m', y) = 'A') FROM $T WHERE ok"),
        shape(0, "SELECT EXISTS (SELECT complete('m', y) FROM $U WHERE n > 10) FROM $T"),
        // All of u may be equal to a text of t.
        shape(4, "SELECT id FROM $T WHERE x IN (SELECT complete('m', y) FROM $U)"),
        shape(2, "SELECT id, complete('m', x) IN (SELECT UPPER(y) FROM $U) FROM $T WHERE ok"),
        shape(3, "SELECT id, (SELECT max(complete('m', y)) FROM $U WHERE k = id) FROM $T"),
        shape(
            3,
            "SELECT id, (SELECT count(*) FROM $U WHERE k = id AND complete('m', y) = 'E') FROM $T"),
        shape(1, "SELECT id, (SELECT complete('m', y) FROM $U WHERE k = id AND n = 10) FROM $T"),
        shape(4, "SELECT id, (SELECT max(complete('m', y)) FROM $U) FROM $T"),
        shape(
            2,
            "SELECT id, COALESCE((SELECT max(y) FROM $U WHERE k = id), complete('m', x)) FROM $T"),
        shape(
            2, "SELECT id, CASE WHEN id IN (SELECT k FROM $U) THEN complete('m', x) END FROM $T"));
  }

  static Stream<Arguments> groups() {
    return Stream.of(
        shape(2, "SELECT count(complete('m', x)) FILTER (WHERE ok) FROM $T"),
        shape(2, "SELECT count(*) FILTER (WHERE ok AND complete('m', x) = 'A') FROM $T"),
        shape(
            2,
            "SELECT max(complete('m', x)) FILTER (WHERE id = 1), max(complete('m', x))"
                + " FILTER (WHERE id = 2) FROM $T"),
        shape(3, "SELECT count(DISTINCT complete('m', x)) FROM $T"),
        shape(3, "SELECT count(DISTINCT complete('m', x)), count(DISTINCT id) FROM $T"),
        shape(3, "SELECT complete('m', x) AS c, count(*) FROM $T GROUP BY 1 ORDER BY 2 DESC, 1"),
        shape(3, "SELECT ok, max(complete('m', x)) FROM $T GROUP BY ROLLUP(ok)"),
        // HAVING on keys, and on what is known without a call: a stands twice.
        shape(2, "SELECT x, max(complete('m', x)) FROM $T GROUP BY x HAVING x > 'a'"),
        shape(
            1,
            "SELECT x, max(complete('m', x)) FROM $T GROUP BY x HAVING count(*) > 1 OR x IS NULL"),
        shape(1, "SELECT x FROM $T GROUP BY x HAVING complete('m', max(x)) = 'A' AND count(*) > 1"),
        shape(1, "SELECT x FROM $T GROUP BY x HAVING complete('m', x) = 'A' AND count(*) > 1"),
        shape(
            2,
            "SELECT k, max(complete('m', y)) FROM $U GROUP BY k"
                + " HAVING max(complete('m', y)) = 'E' AND count(*) > 1"),
        // A key that follows from another is not needed to group by.
        shape(
            1,
            "SELECT x, complete('m', x) FROM $T GROUP BY x, complete('m', x) HAVING count(*) > 1"),
        shape(
            2, "SELECT DISTINCT x, complete('m', x) FROM $T WHERE ok OR id = 2 ORDER BY x LIMIT 3"),
        shape(3, "SELECT DISTINCT complete('m', x) FROM $T ORDER BY 1 LIMIT 2"));
  }

  static Stream<Arguments> windows() {
    return Stream.of(
        shape(
            2,
            "SELECT * FROM (SELECT id, complete('m', x) AS c,"
                + " ROW_NUMBER() OVER (PARTITION BY ok ORDER BY id) AS rn FROM $T) AS w WHERE rn = 1"),
        shape(
            2,
            "SELECT id, complete('m', CAST(ROW_NUMBER() OVER (ORDER BY id) AS VARCHAR(9)))"
                + " FROM $T LIMIT 2"),
        shape(
            3,
            "SELECT id, SUM(CHAR_LENGTH(complete('m', x))) OVER (PARTITION BY ok ORDER BY id) FROM $T"),
        shape(3, "SELECT id, RANK() OVER (ORDER BY complete('m', x)) FROM $T"),
        shape(3, "SELECT id, COUNT(*) OVER (PARTITION BY complete('m', x)) FROM $T"),
        shape(
            3,
            "SELECT id, complete('m', x), SUM(CASE WHEN ok THEN CHAR_LENGTH(complete('m', x)) END)"
                + " OVER (ORDER BY id) FROM $T"),
        // A window over ordered rows, of which one column is read.
        shape(
            3,
            "SELECT w.x FROM (SELECT x, ROW_NUMBER() OVER (PARTITION BY id ORDER BY id, x) AS rn FROM"
                + " (SELECT DISTINCT id, complete('m', x) AS x, ok FROM $T ORDER BY id, 2, ok LIMIT 3) AS s)"
                + " AS w, $U WHERE rn = 1 AND u.k > 1"),
        // A condition on what all windows are partitioned by.
        shape(
            2,
            "SELECT * FROM (SELECT id, ok, MAX(complete('m', x)) OVER (PARTITION BY ok) AS c FROM $T)"
                + " AS w WHERE ok"));
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        shape(1, "SELECT id FROM $T WHERE complete('m', x) <> 'Z' ORDER BY id LIMIT 1"),
        shape(3, "SELECT id, complete('m', x) AS c FROM $T WHERE x > '' ORDER BY c, id LIMIT 1"),
        shape(3, "SELECT * FROM (SELECT * FROM $Q ORDER BY id LIMIT 3) AS s WHERE c <> 'A'"),
        shape(2, "SELECT * FROM (SELECT * FROM $Q LIMIT 3) AS s JOIN $U ON s.id = u.k"),
        shape(
            3,
            "SELECT * FROM (SELECT * FROM $Q WHERE c <> 'Z' ORDER BY id LIMIT 3) AS s"
                + " JOIN $U ON s.id = u.k"),
        shape(
            1,
            "SELECT q.c FROM $Q LEFT JOIN $U ON q.id = u.k ORDER BY q.id OFFSET 1 ROWS"
                + " FETCH NEXT 1 ROWS ONLY"),
        shape(3, "SELECT id, complete('m', x) FROM $T ORDER BY id DESC"));
  }

  static Stream<Arguments> unions() {
    return Stream.of(
        shape(
            1,
            "SELECT c FROM (SELECT complete('m', x) AS c, id FROM $T UNION ALL"
                + " SELECT complete('m', y), k FROM $U) AS s WHERE id = 1"),
        shape(
            1,
            "SELECT complete('m', x), id FROM $T UNION ALL SELECT complete('m', y), k FROM $U"
                + " ORDER BY 2 LIMIT 2"),
        shape(
            3,
            "SELECT complete('m', 'a') UNION ALL SELECT complete('m', 'bcd')"
                + " UNION ALL SELECT complete('m', 'ef')"),
        shape(
            3,
            "SELECT complete('m', 'a') UNION ALL SELECT complete('n', 'bcd')"
                + " UNION ALL SELECT complete('m', 'ef')"),
        shape(
            6,
            "SELECT 'p', complete('m', x) FROM $T UNION ALL SELECT 'qu', complete('m', y) FROM $U"),
        shape(3, "SELECT id, complete('m', x) FROM $T UNION ALL SELECT id, 'none' FROM $T"),
        shape(
            0,
            "SELECT count(*) FROM (SELECT complete('m', x) FROM $T UNION ALL"
                + " SELECT complete('m', y) FROM $U) AS s"),
        shape(6, "SELECT complete('m', x) FROM $T UNION SELECT complete('m', y) FROM $U"),
        shape(6, "SELECT complete('m', x) FROM $T INTERSECT SELECT complete('m', y) FROM $U"),
        shape(6, "SELECT complete('m', x) FROM $T EXCEPT SELECT complete('m', y) FROM $U"));
  }

  static Stream<Arguments> guards() {
    return Stream.of(
        shape(0, "SELECT complete('m', x) FROM $T WHERE FALSE AND complete('m', x) = 'A'"),
        shape(
            1,
            "SELECT CASE WHEN ok THEN CASE WHEN id = 1 THEN complete('m', x) ELSE 'z' END END FROM $T"),
        // Asked under a condition first, needed for all that pass then.
        shape(3, "SELECT id, complete('m', x) FROM $T WHERE ok OR complete('m', x) = 'B'"),
        shape(3, "SELECT NULLIF(complete('m', x), 'A') FROM $T"),
        shape(6, "SELECT NULLIF(complete('m', x), complete('n', x)) FROM $T"),
        shape(6, "SELECT complete('m', complete('m', x)) FROM $T"),
        shape(2, "SELECT c || 'x' FROM $Q WHERE ok AND c IS NOT NULL"));
  }

  /** Returns the queries of all tables. */
  static Stream<String> queries() {
    return Stream.of(
            innerJoins(), outerJoins(), subqueries(), groups(), windows(), limits(), unions(), guards())
        .flatMap(Function.identity())
        .map(shape -> inFull((String) shape.get()[1]));
  }

  private static Arguments shape(int calls, String sql) {
    return Arguments.of(calls, sql);
  }

  @ParameterizedTest
  @MethodSource({
    "innerJoins",
    "outerJoins",
    "subqueries",
    "groups",
    "windows",
    "limits",
    "unions",
    "guards"
  })
  void makesTheFewestCallsAndGivesTheRowsOfPlainSql(int calls, String sql) {
    String query = inFull(sql);
    Queries queries = new Queries();
    List<List<Object>> rows = queries.rows(query);
    assertThat(queries.gateway.chats).hasSize(calls);
    List<List<Object>> plain = new Queries().rows(CALL.matcher(query).replaceAll("UPPER("));
    if (ORDERED.matcher(query).matches()) {
      assertThat(rows).containsExactlyElementsOf(plain);
    } else {
      assertThat(rows).containsExactlyInAnyOrderElementsOf(plain);
    }
  }

  @Test
  void callsTableFunctionsForTheRowsThatAJoinLeaves() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                inFull(
                    "SELECT t.id, c.content FROM $T, LATERAL complete('m', t.x) AS c"
                        + " JOIN $U ON u.k = t.id WHERE u.n < 30 ORDER BY t.id")))
        .containsExactly(List.of(1, "A"), List.of(2, "B"));
    assertThat(queries.gateway.chats).hasSize(2);
  }

  @Test
  void embedsEachSideOfASimilarityJoinInOneBatch() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                inFull(
                    "SELECT t.id, u.k FROM $T JOIN $U ON embed('e', t.x)[1] + embed('e', u.y)[1] > 1"
                        + " AND complete('m', t.x || u.y) = 'AD'")))
        .containsExactlyInAnyOrder(List.of(1, 2), List.of(4, 2));
    assertThat(queries.gateway.embeddings)
        .hasSize(2)
        .flatExtracting(EmbeddingRequest::inputs)
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
    assertThat(queries.gateway.chats).hasSize(3 * 4);
  }

  /** The side on the right is read again for each row on the left; its calls are asked for once. */
  @Test
  void keepsTheRowsThatAJoinReadsAgain() {
    Queries queries = new Queries();
    queries.rows(inFull("SELECT id, (SELECT max(complete('m', y)) FROM $U) FROM $T"));
    assertThat(queries.rows("SELECT count(*) FROM calls WHERE statement_id = 1"))
        .containsExactly(List.of(4L));
  }

  static Stream<String> concurrent() {
    return Stream.of(
        "SELECT complete('m', t.x || u.y) FROM $T JOIN $U ON t.id = u.k",
        "SELECT t.id FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'",
        "SELECT t.id FROM $T FULL JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'",
        "SELECT count(DISTINCT complete('m', x)) FROM $T",
        "SELECT DISTINCT complete('m', x) FROM $T",
        "SELECT count(*) FROM $T GROUP BY complete('m', x)",
        "SELECT id FROM $T ORDER BY complete('m', x)",
        "SELECT RANK() OVER (ORDER BY complete('m', x)) FROM $T",
        "SELECT (SELECT max(complete('m', y)) FROM $U WHERE k = id) FROM $T",
        "SELECT complete('m', 'a') UNION ALL SELECT complete('m', 'b') UNION ALL SELECT complete('m', 'c')");
  }

  /** Each of these makes three calls; none is answered before all three wait. */
  @ParameterizedTest
  @MethodSource("concurrent")
  @Timeout(60)
  void makesTheCallsAtATime(String sql) {
    Queries queries = new Queries();
    queries.gateway.answerTogether(3);
    queries.rows(inFull(sql));
    assertThat(queries.gateway.chats).hasSize(3);
  }

  private static String inFull(String sql) {
    return sql.replace("$Q", Q).replace("$V", V).replace("$T", T).replace("$U", U);
  }
}
