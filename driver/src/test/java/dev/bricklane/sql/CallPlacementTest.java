package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.EmbeddingRequest;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /**
   * Joins by results: only rows are asked that the other conditions allow a match. Nobody knows
   * before reading that {@code u.n > 100 * CHAR_LENGTH(y)} holds for no row of {@code u}, and
   * {@code t.id > 9 * CHAR_LENGTH(x)} for none of {@code t}.
   */
  static Stream<Arguments> joinsByResults() {
    return Stream.of(
        shape(
            3,
            "SELECT t.id, u.y FROM $T JOIN $U ON complete('m', t.x) = UPPER(u.y) AND t.id < u.k"),
        // The largest k is 7: of t, 1 and 2 are less than 7 - 4.
        shape(
            2,
            "SELECT t.id, u.y FROM $T JOIN $U ON complete('m', t.x) = UPPER(u.y) AND t.id < u.k - 4"),
        // 4 and 5 of t, of which 5 has no text; 1, 2 and 2 of u.
        shape(
            1 + 3,
            "SELECT t.id, u.y FROM $T, $U"
                + " WHERE complete('m', t.x) = complete('n', u.y) AND t.id > u.k + 2"),
        shape(
            2 + 3,
            "SELECT t.id, u.y FROM $T, $U WHERE complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > u.k + 1 AND t.id < u.n - 5"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T, $U WHERE complete('m', t.x) = complete('n', u.y)"
                + " AND u.n > 100 * CHAR_LENGTH(y)"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T, $U WHERE complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > 9 * CHAR_LENGTH(x)"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T JOIN $U ON CHAR_LENGTH(complete('m', t.x)) + u.n > 11"
                + " AND u.n > 100 * CHAR_LENGTH(y)"),
        shape(
            0,
            "WITH w AS (SELECT * FROM $U WHERE n > 100 * CHAR_LENGTH(y))"
                + " SELECT t.id FROM $T JOIN w ON complete('m', t.x) = w.y"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = UPPER(u.y)"
                + " AND t.id < u.k - 3"),
        shape(
            2,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = UPPER(u.y)"
                + " AND t.id < u.k - 4"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = UPPER(u.y)"
                + " AND u.n > 100 * CHAR_LENGTH(y)"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T RIGHT JOIN $U ON complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > 9 * CHAR_LENGTH(x)"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON complete('m', t.x) = UPPER(u.y)"
                + " AND u.n > 100 * CHAR_LENGTH(y)"),
        shape(
            1 + 3,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > u.k + 2"),
        // By two comparisons: 3 and 4 with 1; 4 and 5 with 2.
        shape(
            2 + 3,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > u.k + 1 AND t.id < u.n - 5"),
        shape(
            2 + 3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON complete('m', t.x) = complete('n', u.y)"
                + " AND t.id > u.k + 1 AND t.id < u.n - 5"),
        shape(
            0,
            "SELECT id FROM $T WHERE complete('m', x) IN (SELECT y FROM $U WHERE n > 100 * k * k)"),
        shape(
            0,
            "SELECT id FROM $T WHERE complete('m', x)"
                + " NOT IN (SELECT y FROM $U WHERE n > 100 * CHAR_LENGTH(y))"),
        shape(
            0,
            "SELECT id FROM $T WHERE complete('m', x)"
                + " IN (SELECT UPPER(y) FROM $U WHERE n > 100 * CHAR_LENGTH(y)) OR id > 4"),
        shape(
            0,
            "SELECT id FROM $T WHERE id > 9 * CHAR_LENGTH(x) AND x IN (SELECT complete('m', y) FROM $U)"),
        shape(
            0,
            "SELECT id FROM $T WHERE id > 9 * CHAR_LENGTH(x)"
                + " AND x NOT IN (SELECT complete('m', y) FROM $U)"),
        shape(
            0,
            "SELECT id, (SELECT max(complete('m', y)) FROM $U) FROM $T WHERE id > 9 * CHAR_LENGTH(x)"),
        shape(
            0,
            "SELECT id, (SELECT max(n) FROM $U WHERE complete('m', y) = t.x AND k > t.id + 7) FROM $T"),
        // 10 is less than 10 * 4 - 25; 5 has no text to compare.
        shape(
            1,
            "SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U"
                + " WHERE complete('m', y) <> t.x AND n < 10 * t.id - 25)"),
        // The side that is grouped: only 7 is greater than an id by more than 1.
        shape(
            1,
            "SELECT t.id, g.c FROM $T JOIN (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " AS g ON g.k > t.id + 1"),
        shape(
            1,
            "SELECT t.id, g.c FROM $T LEFT JOIN (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " AS g ON g.k > t.id + 1 AND g.k > 2 * t.id + 1"));
  }

  /** What is not the same when it is read again is read once: limits, and chance. */
  static Stream<Arguments> limitedAndByChance() {
    String t = "(SELECT * FROM $T ORDER BY id LIMIT 3) AS t";
    String u = "(SELECT * FROM $U ORDER BY n LIMIT 3) AS u";
    String on = " ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'";
    return Stream.of(
        shape(3, "SELECT t.id, u.y FROM " + t + " LEFT JOIN $U" + on),
        shape(3, "SELECT t.id, u.y FROM $T RIGHT JOIN " + u + on),
        shape(3, "SELECT t.id, u.y FROM " + t + " FULL JOIN " + u + on),
        shape(
            3,
            "SELECT id FROM "
                + t
                + " WHERE EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('m', t.x || y) = 'BE')"),
        shape(
            1,
            "SELECT x, max(complete('m', x)) FROM (SELECT * FROM $T ORDER BY id LIMIT 4) AS t"
                + " GROUP BY x HAVING count(*) > 1"),
        shape(
            1,
            "SELECT x, max(complete('m', x)) FROM (SELECT * FROM $T ORDER BY id LIMIT 4) AS t"
                + " GROUP BY x ORDER BY count(*) DESC LIMIT 1"),
        // 2 and 3 of t are greater than 1 of u.
        shape(
            2 + 1,
            "SELECT t.id, u.y FROM "
                + t
                + " JOIN "
                + u
                + " ON complete('m', t.x) = complete('n', u.y) AND t.id > u.k + u.k - 1 AND u.n < 20"),
        shape(
            2,
            "SELECT t.id, (SELECT max(complete('m', y)) FROM $U WHERE k = t.id) FROM"
                + " (SELECT * FROM $T ORDER BY id DESC LIMIT 4) AS t"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'BE'"
                + " AND RAND() >= 0"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'BE'"
                + " AND RAND() < 0"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'BE'"
                + " AND RAND() >= 0"),
        shape(
            0,
            "SELECT t.id, u.y FROM $T RIGHT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'BE'"
                + " AND RAND() < 0"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T FULL JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'BE'"
                + " AND RAND() >= 0"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON t.id = u.k"
                + " AND CHAR_LENGTH(complete('m', t.x || u.y)) > RAND()"),
        // Equal rows: for each of them chance decides by itself.
        shape(
            1,
            "SELECT a.x, u.y FROM (VALUES 'p', 'p') AS a(x) LEFT JOIN $U"
                + " ON u.k = 7 AND complete('m', a.x || u.y) = 'PF' AND RAND() >= 0"),
        shape(
            3,
            "SELECT t.id, v.c FROM $T LEFT JOIN $V ON t.id = v.k AND v.c <> 'D' AND RAND() >= 0"),
        shape(0, "SELECT id FROM $T WHERE complete('m', x) <> 'Z' AND RAND() < 0"),
        shape(3, "SELECT id FROM $T WHERE CHAR_LENGTH(complete('m', x)) > RAND()"));
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
        shape(3, "SELECT id FROM $T WHERE id IN (SELECT k FROM $U WHERE complete('m', y) = 'E')"),
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

  /** Subqueries over no table are expressions of the outer row. */
  static Stream<Arguments> oneRowSubqueries() {
    String one = "FROM (VALUES 1) AS one(n)";
    return Stream.of(
        shape(2, "SELECT id, (SELECT complete('m', t.x)) FROM $T LIMIT 2"),
        shape(2, "SELECT id, (SELECT (SELECT complete('m', t.x))) FROM $T LIMIT 2"),
        shape(2, "SELECT id, (SELECT complete('m', t.x) LIMIT 1) FROM $T LIMIT 2"),
        shape(
            1,
            "SELECT id, (SELECT complete('m', t.x)) FROM $T ORDER BY id OFFSET 2 ROWS FETCH NEXT 1 ROWS ONLY"),
        shape(
            2,
            "SELECT id, (SELECT c || 'x' FROM (SELECT complete('m', t.x) AS c) AS s) FROM $T LIMIT 2"),
        shape(2, "SELECT id, CASE WHEN ok THEN (SELECT complete('m', t.x)) END FROM $T"),
        shape(1, "SELECT id, COALESCE(x, (SELECT complete('m', 'q'))) FROM $T"),
        shape(2, "SELECT id FROM $T WHERE (SELECT complete('m', t.x)) <> 'Z' AND ok"),
        shape(2, "SELECT id, x IN (SELECT complete('m', t.x)) FROM $T LIMIT 2"),
        shape(1, "SELECT id, (id, x) IN (SELECT 1, complete('m', t.x)) FROM $T"),
        shape(3, "SELECT id FROM $T WHERE UPPER(x) NOT IN (SELECT complete('m', t.x))"),
        shape(
            2, "SELECT id, (SELECT complete('m', t.x) " + one + " WHERE t.id > 1) FROM $T LIMIT 3"),
        shape(
            1,
            "SELECT id FROM $T WHERE EXISTS (SELECT 1 "
                + one
                + " WHERE complete('m', t.x) = 'A') LIMIT 1"),
        shape(
            3,
            "SELECT id FROM $T WHERE NOT EXISTS (SELECT 1 "
                + one
                + " WHERE complete('m', t.x) = 'A')"),
        shape(
            3,
            "SELECT t.id, u.y FROM $T LEFT JOIN $U ON (SELECT complete('m', u.y)) = 'D' AND t.id = u.k"),
        shape(
            1,
            "WITH w AS (SELECT id, (SELECT complete('m', t.x)) AS c FROM $T) SELECT c FROM w WHERE id = 3"),
        // d and e are asked, then bd.
        shape(
            3,
            "SELECT id, (SELECT complete('m', t.x || u.y) FROM $U WHERE (SELECT complete('m', u.y)) = 'D'"
                + " AND u.k = t.id) FROM $T WHERE id = 2"),
        shape(
            2,
            "SELECT id, (SELECT complete('m', t.x || (SELECT max(y) FROM $U WHERE k = t.id))) FROM $T"));
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
        // What is never NULL has no NULL in place of its calls either.
        shape(
            2,
            "SELECT k, count(*) FILTER (WHERE complete('m', y) = 'E'), max(COALESCE(complete('m', y), 'x'))"
                + " FROM $U GROUP BY k HAVING count(*) > 1"),
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

  /** Limits on groups whose order needs no call: their rows alone are asked. */
  static Stream<Arguments> limitedGroups() {
    return Stream.of(
        shape(
            2,
            "SELECT k, count(*), max(complete('m', y)) FROM $U GROUP BY k ORDER BY count(*) DESC LIMIT 1"),
        shape(
            2,
            "SELECT k, count(complete('m', y)) FROM $U GROUP BY k ORDER BY count(*) DESC LIMIT 1"),
        shape(
            1,
            "SELECT x, max(complete('m', x)) FROM $T GROUP BY x ORDER BY count(*) DESC, x LIMIT 1"),
        shape(0, "SELECT x, max(complete('m', x)) FROM $T GROUP BY x ORDER BY x LIMIT 1"),
        shape(2, "SELECT k, max(complete('m', y)) FROM $U GROUP BY k HAVING count(*) > 1 LIMIT 1"),
        shape(1, "SELECT k, max(complete('m', y)) FROM $U GROUP BY k ORDER BY max(n) DESC LIMIT 1"),
        shape(
            1,
            "SELECT k, max(complete('m', y)) FROM $U GROUP BY k ORDER BY k OFFSET 2 ROWS"
                + " FETCH NEXT 1 ROWS ONLY"),
        shape(0, "SELECT k, max(complete('m', y)) FROM $U GROUP BY k ORDER BY k OFFSET 3 ROWS"),
        shape(
            2,
            "SELECT k, max(complete('m', y)) FROM $U GROUP BY k HAVING count(*) > 1 ORDER BY k LIMIT 1"),
        shape(
            1,
            "SELECT k, max(complete('m', y)) FROM $U GROUP BY k HAVING k < 5 AND count(*) < 3"
                + " ORDER BY k LIMIT 1"),
        shape(
            2,
            "SELECT * FROM (SELECT k + 1 AS k, count(*) AS n, max(complete('m', y)) AS c FROM $U"
                + " GROUP BY k + 1) AS s ORDER BY n DESC LIMIT 1"),
        shape(
            2,
            "WITH g AS (SELECT k, count(*) AS n, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " SELECT g.c || t.x FROM (SELECT * FROM g ORDER BY n DESC LIMIT 1) AS g"
                + " JOIN $T ON t.id = g.k"),
        shape(
            1,
            "SELECT x, ok, max(complete('m', x)) FROM $T GROUP BY x, ok ORDER BY count(*), x, ok"
                + " OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY"),
        // Here the order needs all.
        shape(4, "SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k ORDER BY c LIMIT 1"),
        shape(
            4,
            "SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k ORDER BY count(*) DESC, c LIMIT 1"));
  }

  /**
   * Where one row of a group decides, no further one is asked; where one did not, two are. The
   * groups of {@code u} are a; d and e; f.
   */
  static Stream<Arguments> firstOfGroups() {
    String exists = "EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('m', y) ";
    String numbered =
        "SELECT * FROM (SELECT k, y, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS rn FROM $U"
            + " WHERE complete('m', y) <> 'Z') AS s WHERE ";
    return Stream.of(
        shape(2, "SELECT id FROM $T WHERE " + exists + "<> 'Z')"),
        shape(2, "SELECT id FROM $T WHERE " + exists + "= 'D')"),
        shape(3, "SELECT id FROM $T WHERE " + exists + "= 'E')"),
        shape(2, "SELECT id FROM $T WHERE NOT " + exists + "<> 'Z')"),
        shape(2, "SELECT id, " + exists + "<> 'Z') FROM $T"),
        shape(1, "SELECT id FROM $T WHERE id > 1 AND " + exists + "<> 'Z')"),
        shape(2, "SELECT id FROM $T WHERE id IN (SELECT k FROM $U WHERE complete('m', y) <> 'Z')"),
        shape(2, "SELECT id, id NOT IN (SELECT k FROM $U WHERE complete('m', y) <> 'Z') FROM $T"),
        shape(
            2,
            "SELECT id FROM $T WHERE EXISTS"
                + " (SELECT 1 FROM $U WHERE k = id AND complete('m', y || t.x) <> 'Z')"),
        // e alone decides for 2; 1 has 10 without a call.
        shape(
            2,
            "SELECT id FROM $T WHERE EXISTS"
                + " (SELECT 1 FROM $U WHERE k = id AND (n < 15 OR complete('m', y) = 'E'))"),
        // a does not pass; d passes the first, not the second; e passes both.
        shape(
            3 + 2,
            "SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U WHERE k = id"
                + " AND complete('m', y) <> 'A' AND complete('n', y) <> 'D')"),
        shape(1, "SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U WHERE complete('m', y) = 'A')"),
        shape(4, "SELECT EXISTS (SELECT 1 FROM $U WHERE complete('m', y) = 'Q') FROM $T"),
        shape(
            2,
            "SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U WHERE complete('m', y) = 'A')"
                + " AND "
                + exists
                + "= 'D')"),
        shape(
            2,
            "SELECT id, (SELECT y FROM $U WHERE k = id AND complete('m', y) <> 'Z' ORDER BY n LIMIT 1)"
                + " FROM $T"),
        shape(
            3,
            "SELECT id, (SELECT y FROM $U WHERE k = id AND complete('m', y) <> 'Z' ORDER BY n"
                + " LIMIT 1 OFFSET 1) FROM $T"),
        shape(
            2,
            "SELECT t.id, l.y FROM $T, LATERAL (SELECT y FROM $U WHERE k = t.id"
                + " AND complete('m', y) <> 'Z' ORDER BY n DESC LIMIT 1) AS l"),
        // A LATERAL of one row is columns of the outer row.
        shape(
            1,
            "SELECT t.id, l.c FROM $T, LATERAL (SELECT complete('m', t.x) AS c) AS l ORDER BY t.id"
                + " LIMIT 1"),
        shape(
            1,
            "SELECT l.c FROM $T CROSS JOIN LATERAL (SELECT complete('m', x || '!') AS c, id AS i) AS l"
                + " WHERE l.i = 2"),
        shape(0, "SELECT l.i FROM $T, LATERAL (SELECT complete('m', t.x) AS c, t.id AS i) AS l"),
        shape(3, numbered + "rn = 1"),
        shape(4, numbered + "rn < 3"),
        shape(1, numbered + "rn = 1 AND k = 2"),
        shape(3, "SELECT DISTINCT k FROM $U WHERE complete('m', y) <> 'Z'"),
        shape(1, "SELECT DISTINCT k FROM $U WHERE complete('m', y) <> 'Z' LIMIT 1"),
        shape(2, "SELECT ok FROM $T WHERE complete('m', x) <> 'Z' GROUP BY ok"),
        // NULL is a group like any other.
        shape(
            3,
            "SELECT DISTINCT NULLIF(k, 7) FROM $U WHERE complete('m', y) <> 'Z' AND complete('m', y) <> 'Q'"),
        shape(
            2,
            "SELECT count(*) FROM (SELECT DISTINCT ok FROM $T WHERE complete('m', x) <> 'Z') AS s"),
        // All of them count here.
        shape(
            4,
            "SELECT k, y FROM (SELECT k, y, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) AS rn,"
                + " COUNT(*) OVER (PARTITION BY k) AS c FROM $U WHERE complete('m', y) <> 'Z') AS s"
                + " WHERE rn = 1 AND c > 1"));
  }

  /** Where one equal result of a group decides, no further row of it is asked. */
  static Stream<Arguments> comparedSubqueries() {
    String results = " (SELECT complete('m', y) FROM $U WHERE k = t.id)";
    return Stream.of(
        shape(2, "SELECT id FROM $T WHERE 'D' IN" + results),
        shape(3, "SELECT id FROM $T WHERE 'E' IN" + results),
        shape(2, "SELECT id FROM $T WHERE 'D' = SOME" + results),
        shape(2, "SELECT id FROM $T WHERE 'D' NOT IN" + results),
        shape(1, "SELECT id FROM $T WHERE UPPER(x) IN" + results + " AND id <> 2"),
        shape(2, "SELECT id FROM $T WHERE id = 5 OR 'D' IN" + results),
        shape(2, "SELECT id FROM $T WHERE id > 4 AND ok OR 'D' NOT IN" + results),
        // b is NULL here, so that nothing is equal to it, and nothing known to differ from it.
        shape(1, "SELECT id FROM $T WHERE NULLIF(x, 'b') IN" + results),
        shape(1, "SELECT id FROM $T WHERE NULLIF(x, 'b') NOT IN" + results),
        // D is NULL here, which may be equal to anything.
        shape(
            2,
            "SELECT id FROM $T WHERE 'Q' NOT IN"
                + " (SELECT NULLIF(complete('m', y), 'D') FROM $U WHERE k = t.id)"),
        shape(
            3,
            "SELECT id FROM $T WHERE 'Q' IN"
                + " (SELECT NULLIF(complete('m', y), 'D') FROM $U WHERE k = t.id)"),
        shape(
            2,
            "SELECT id FROM $T WHERE (id, 'D') IN"
                + " (SELECT k, complete('m', y) FROM $U WHERE k > t.id - 1 AND k < 7)"),
        shape(
            2,
            "SELECT id FROM $T WHERE 'D' IN (SELECT DISTINCT complete('m', y) AS c FROM $U"
                + " WHERE k = t.id AND n < 30)"),
        shape(1, "SELECT id FROM $T WHERE UPPER(x) IN" + results + " ORDER BY id LIMIT 1"),
        // As a value it may be NULL, for which all results are needed.
        shape(3, "SELECT id, 'D' IN" + results + " FROM $T"));
  }

  /**
   * Limits above what is decided for each group, or for each row by a subquery: no more groups or
   * rows are looked at than the limit takes, where these pass.
   */
  static Stream<Arguments> limitedRounds() {
    String max = "SELECT k, max(complete('m', y)) FROM $U GROUP BY k HAVING max(complete('m', y)) ";
    String exists = "EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('m', y) ";
    String scalar = "(SELECT max(complete('m', y)) FROM $U WHERE k = id)";
    String t = "(SELECT * FROM $T ORDER BY id LIMIT 3) AS t";
    String u = "(SELECT * FROM $U ORDER BY n LIMIT 3) AS u";
    return Stream.of(
        shape(1, max + "<> 'Z' ORDER BY k LIMIT 1"),
        shape(3, max + "<> 'Z' ORDER BY k LIMIT 2"),
        shape(1, max + "<> 'Z' ORDER BY k DESC LIMIT 1"),
        shape(3, max + "<> 'Z' ORDER BY k OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY"),
        shape(4, max + "= 'Q' ORDER BY k LIMIT 1"),
        // The group with the most rows is looked at first; or those with more than one alone.
        shape(2, max + "<> 'Z' ORDER BY count(*) DESC LIMIT 1"),
        shape(2, max + "<> 'Z' AND count(*) > 1 ORDER BY k LIMIT 1"),
        shape(2, "SELECT * FROM (" + max + "<> 'Z') AS s (k, c) WHERE k = 2 LIMIT 1"),
        shape(
            1,
            "SELECT k FROM $U GROUP BY k HAVING count(*) FILTER (WHERE complete('m', y) > 'C') > 0"
                + " ORDER BY k DESC LIMIT 1"),
        shape(
            1 + 1,
            "SELECT complete('n', CAST(k AS VARCHAR(9))) FROM $U GROUP BY k"
                + " HAVING max(complete('m', y)) <> 'Z' ORDER BY k LIMIT 1"),
        // 5 has no text; NULL is a group like any other.
        shape(
            0,
            "SELECT x, count(complete('m', x)) AS n FROM $T GROUP BY x HAVING count(complete('m', x)) = 0 LIMIT 1"),
        shape(
            1,
            "SELECT k, count(*) FROM $U WHERE complete('m', y) <> 'Z' GROUP BY k ORDER BY k LIMIT 1"),
        shape(
            1,
            "SELECT k, count(*) FROM $U WHERE complete('m', y) <> 'Z' GROUP BY k HAVING count(*) = 1"
                + " ORDER BY k DESC LIMIT 1"),
        shape(1, "SELECT DISTINCT k FROM $U WHERE complete('m', y) <> 'Z' ORDER BY k DESC LIMIT 1"),
        shape(
            1,
            "SELECT k FROM "
                + u
                + " GROUP BY k HAVING max(complete('m', y)) <> 'Z' ORDER BY k LIMIT 1"),
        shape(
            1,
            "SELECT * FROM (SELECT k FROM $U GROUP BY k HAVING max(complete('m', y)) <> 'Z'"
                + " ORDER BY k LIMIT 1) AS s JOIN $T ON t.id = s.k"),
        shape(1, "SELECT id FROM $T WHERE " + exists + "<> 'Z') ORDER BY id LIMIT 1"),
        shape(2, "SELECT id FROM $T WHERE " + exists + "<> 'Z') ORDER BY id LIMIT 2"),
        shape(1, "SELECT id FROM $T WHERE NOT " + exists + "= 'Q') ORDER BY id LIMIT 1"),
        shape(0, "SELECT id FROM $T WHERE NOT " + exists + "= 'Q') ORDER BY id DESC LIMIT 1"),
        shape(1, "SELECT id FROM $T WHERE id > 1 AND " + exists + "<> 'Z') LIMIT 1"),
        shape(1, "SELECT id FROM " + t + " WHERE " + exists + "<> 'Z') ORDER BY id LIMIT 1"),
        shape(
            1,
            "SELECT id FROM $T WHERE id IN (SELECT k FROM $U WHERE complete('m', y) <> 'Z')"
                + " ORDER BY id LIMIT 1"),
        shape(
            2,
            "SELECT id FROM $T WHERE "
                + exists
                + "<> 'Z') AND EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('n', y) <> 'Z')"
                + " ORDER BY id LIMIT 1"),
        shape(
            1 + 1,
            "SELECT complete('n', t.x) FROM $T WHERE " + exists + "= 'A') ORDER BY id LIMIT 1"),
        shape(1, "SELECT id, " + scalar + " FROM $T ORDER BY id LIMIT 1"),
        shape(3, "SELECT id, " + scalar + " FROM $T ORDER BY id LIMIT 2"),
        shape(1, "SELECT id FROM $T WHERE " + scalar + " = 'A' LIMIT 1"),
        shape(
            1,
            "SELECT t.id, g.c FROM $T JOIN (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k)"
                + " AS g ON g.k = t.id ORDER BY t.id LIMIT 1"),
        shape(
            1,
            "SELECT t.id, g.c FROM (SELECT k, max(complete('m', y)) AS c FROM $U GROUP BY k) AS g"
                + " LEFT JOIN $T ON g.k = t.id ORDER BY g.k LIMIT 1"));
  }

  /** The first group does not pass, so two are looked at next: of these, one was for nothing. */
  @Test
  void looksAtMoreGroupsAsFewerPass() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                inFull(
                    "SELECT k FROM $U GROUP BY k HAVING max(complete('m', y)) = 'E' ORDER BY k LIMIT 1")))
        .containsExactly(List.of(2));
    assertThat(queries.gateway.chats).hasSize(1 + 2 + 1);
  }

  /** As a limit asks for many groups, these are asked at a time. */
  @Test
  @Timeout(60)
  void asksAsManyGroupsAtATimeAsALimitWants() {
    Queries queries = new Queries();
    queries.gateway.answerTogether(4);
    assertThat(
            queries.rows(
                inFull(
                    "SELECT k FROM $U GROUP BY k HAVING max(complete('m', y)) <> 'Z' LIMIT 200")))
        .hasSize(3);
    assertThat(queries.gateway.chats).hasSize(4);
  }

  /** What does not depend on the rows that are looked at is asked once, and kept. */
  @Test
  void decidesByChanceOnceForAllRounds() {
    String plan =
        (String)
            new Queries()
                .value(
                    inFull(
                        "EXPLAIN PLAN FOR SELECT id FROM $T WHERE EXISTS (SELECT 1 FROM $U WHERE k = id"
                            + " AND complete('m', y) <> 'Z' AND RAND() < 0.5) LIMIT 1"));
    assertThat(plan).contains("RoundsRel").containsPattern("(?s)SharedRel.*RAND\\(\\)");
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
        // The same call on both sides of OR: where the first side did not need it, the second may.
        shape(
            3, "SELECT id FROM $T WHERE (ok AND complete('m', x) = 'A') OR complete('m', x) = 'B'"),
        shape(
            2,
            "SELECT id FROM $T WHERE (id = 1 AND complete('m', x) = 'Z')"
                + " OR (id < 3 AND complete('m', x) = 'B')"),
        shape(
            2,
            "SELECT id, CASE WHEN id = 1 THEN complete('m', x)"
                + " WHEN complete('n', CASE WHEN id = 2 THEN 'q' END) = 'Q' THEN 'w'"
                + " WHEN id = 1 THEN complete('m', x) END FROM $T"),
        // Whether m is asked depends on n, and the other way round: m for a, c; n for c, a; m for
        // b.
        shape(
            3 + 2,
            "SELECT id FROM $T WHERE (ok AND complete('m', x) = 'A') OR (id > 2 AND complete('n', x) = 'A')"
                + " OR (id > 1 AND complete('m', x) = 'B')"),
        shape(
            3 + 3,
            "SELECT id, CASE WHEN ok AND complete('m', x) = 'A' THEN 'p'"
                + " WHEN id > 2 AND complete('n', x) = 'A' THEN 'q'"
                + " WHEN id > 1 AND complete('m', x) = 'B' THEN complete('n', x) ELSE 'r' END FROM $T"),
        shape(
            3 + 2,
            "SELECT id, SUM(CASE WHEN ok AND complete('m', x) = 'A' THEN 1"
                + " WHEN id > 2 AND complete('n', x) = 'A' THEN 2"
                + " WHEN id > 1 AND complete('m', x) = 'B' THEN 3 END) OVER (ORDER BY id) FROM $T"),
        shape(3, "SELECT NULLIF(complete('m', x), 'A') FROM $T"),
        shape(6, "SELECT NULLIF(complete('m', x), complete('n', x)) FROM $T"),
        shape(6, "SELECT complete('m', complete('m', x)) FROM $T"),
        shape(2, "SELECT c || 'x' FROM $Q WHERE ok AND c IS NOT NULL"));
  }

  /** Returns the queries of all tables. */
  static Stream<String> queries() {
    return Stream.of(
            innerJoins(),
            outerJoins(),
            subqueries(),
            groups(),
            comparedSubqueries(),
            limitedRounds(),
            windows(),
            limits(),
            unions(),
            guards())
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
    "joinsByResults",
    "limitedAndByChance",
    "subqueries",
    "oneRowSubqueries",
    "groups",
    "limitedGroups",
    "firstOfGroups",
    "comparedSubqueries",
    "limitedRounds",
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

  /**
   * Joins with table functions for each row. {@code a(x)} has the rows p, p and q: equal rows stay
   * two.
   */
  static Stream<Arguments> laterals() {
    String a = "(VALUES 'p', 'p', 'q') AS a(x)";
    String one = "complete('m', a.x) AS c";
    String count = "LATERAL (SELECT count(*) AS n FROM complete('m', t.x) AS c) AS l";
    String pairs = "FROM $U, LATERAL complete('m', t.x || u.y) AS c WHERE k > t.id";
    return Stream.of(
        lateral(3, "SELECT t.id, l.n FROM $T, " + count, "1 1", "2 1", "3 1", "4 1", "5 0"),
        lateral(1, "SELECT t.id, l.n FROM $T, " + count + " ORDER BY t.id LIMIT 1", "1 1"),
        lateral(
            2,
            "SELECT a.x, l.c FROM "
                + a
                + ", LATERAL (SELECT content || a.x AS c FROM "
                + one
                + ") AS l",
            "p Pp",
            "p Pp",
            "q Qq"),
        lateral(
            2,
            "SELECT a.x, l.c FROM "
                + a
                + ", LATERAL (SELECT content AS c FROM "
                + one
                + " WHERE content <> UPPER(a.x) OR a.x = 'q') AS l",
            "q Q"),
        lateral(
            2,
            "SELECT a.x, l.c FROM "
                + a
                + " LEFT JOIN LATERAL (SELECT content || '!' AS c FROM "
                + one
                + ") AS l ON l.c > 'Q'",
            "p null",
            "p null",
            "q Q!"),
        lateral(
            2,
            "SELECT a.x, l.c FROM "
                + a
                + ", LATERAL (SELECT content AS c FROM "
                + one
                + " LIMIT 1) AS l",
            "p P",
            "p P",
            "q Q"),
        lateral(2, "SELECT a.x, (SELECT content FROM " + one + ") FROM " + a, "p P", "p P", "q Q"),
        lateral(
            2 + 2,
            "SELECT a.x, l.c FROM "
                + a
                + ", LATERAL (SELECT content AS c FROM "
                + one
                + " UNION SELECT content FROM complete('n', a.x || '2') AS d) AS l",
            "p P",
            "p P2",
            "p P",
            "p P2",
            "q Q",
            "q Q2"),
        lateral(
            2 + 2,
            "SELECT a.x, l.c, l.d FROM "
                + a
                + ", LATERAL (SELECT c.content AS c, d.content AS d FROM "
                + one
                + " JOIN complete('n', a.x || '2') AS d ON c.content < d.content) AS l WHERE a.x > 'a'",
            "p P P2",
            "p P P2",
            "q Q Q2"),
        // For 1: ad, ae, af; for 2: bf; and so on.
        lateral(
            5,
            "SELECT t.id, l.c FROM $T, LATERAL (SELECT c.content AS c " + pairs + ") AS l",
            "1 AD",
            "1 AE",
            "1 AF",
            "2 BF",
            "3 CF",
            "4 AF"),
        lateral(
            5,
            "SELECT t.id, l.n FROM $T, LATERAL (SELECT count(*) AS n " + pairs + ") AS l",
            "1 3",
            "2 1",
            "3 1",
            "4 1",
            "5 0"),
        lateral(
            3,
            "SELECT t.id, l.c FROM $T, LATERAL (SELECT max(c.content) AS c "
                + pairs
                + ") AS l"
                + " ORDER BY t.id LIMIT 1",
            "1 AF"),
        lateral(
            2,
            "SELECT t.id, l.c FROM $T LEFT JOIN LATERAL (SELECT c.content || t.x AS c, u.n "
                + pairs
                + ") AS l ON l.n < 35 AND t.id < 3",
            "1 ADa",
            "1 AEa",
            "2 null",
            "3 null",
            "4 null",
            "5 null"));
  }

  private static Arguments lateral(int calls, String sql, String... rows) {
    return Arguments.of(calls, sql, List.of(rows));
  }

  @ParameterizedTest
  @MethodSource("laterals")
  void callsTableFunctionsForTheRowsThatNeedThem(int calls, String sql, List<String> rows) {
    Queries queries = new Queries();
    assertThat(queries.rows(inFull(sql)))
        .extracting(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
        .containsExactlyInAnyOrderElementsOf(rows);
    assertThat(queries.gateway.chats).hasSize(calls);
    assertThat((String) queries.value(inFull("EXPLAIN PLAN FOR " + sql))).contains("ModelCallRel");
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

  @Test
  void showsTheGroupThatItHasAskedOfEqualOnes() {
    Queries queries = new Queries();
    List<List<Object>> rows =
        queries.rows(
            inFull("SELECT k, max(complete('m', y)) FROM $U GROUP BY k ORDER BY count(*) LIMIT 1"));
    assertThat(rows).hasSize(1).isSubsetOf(List.of(1, "A"), List.of(7, "F"));
    assertThat(queries.gateway.chats).hasSize(1);
  }

  @Test
  void embedsOnlyWhatMayMatch() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                inFull(
                    "SELECT t.id, u.k FROM $T JOIN $U ON embed('e', t.x)[1] + embed('e', u.y)[1] > 1"
                        + " AND t.id + u.n > 43")))
        .containsExactly(List.of(4, 7));
    assertThat(queries.gateway.embeddings)
        .flatExtracting(EmbeddingRequest::inputs)
        .containsExactlyInAnyOrder("a", "f");
  }

  /** The side on the right is read again for each row on the left; its calls are asked for once. */
  @Test
  void keepsTheRowsThatAJoinReadsAgain() {
    Queries queries = new Queries();
    queries.rows(inFull("SELECT id, (SELECT max(complete('m', y)) FROM $U) FROM $T"));
    assertThat(queries.rows("SELECT count(*) FROM calls WHERE statement_id = 1"))
        .containsExactly(List.of(4L));
  }

  /**
   * Were it thrown for the argument and again for the condition, a quarter would pass, not half.
   */
  @Test
  void throwsTheDiceOnce() {
    String plan =
        (String)
            new Queries()
                .value(
                    inFull(
                        "EXPLAIN PLAN FOR SELECT id FROM $T WHERE RAND() < 0.5"
                            + " AND complete('m', x) <> 'Z'"));
    assertThat(plan.split(Pattern.quote("RAND()"), -1)).hasSize(1 + 1);
  }

  /** A left row that stands twice is two rows, and its matches are those that chance left each. */
  @Test
  void throwsTheDiceForEachOfEqualRows() {
    Queries queries = new Queries();
    String rows = IntStream.range(0, 64).mapToObj(i -> "'p'").collect(Collectors.joining(", "));
    List<List<Object>> joined =
        queries.rows(
            "SELECT b.y FROM (VALUES "
                + rows
                + ") AS a(x) LEFT JOIN (VALUES 'q') AS b(y)"
                + " ON complete('m', a.x || b.y) = 'PQ' AND RAND() < 0.5");
    // All alike by chance once in 2^63 runs.
    assertThat(joined).hasSize(64).contains(List.of("q")).anyMatch(row -> row.get(0) == null);
    assertThat(queries.gateway.chats).hasSize(1);
  }

  @Test
  void expectsTheCallsInArgumentsOfATableFunction() {
    Queries queries = new Queries();
    String sql =
        "SELECT c.content FROM TABLE(complete('m', complete('n', 'a') || complete('n', 'b'))) AS c"
            + " JOIN TABLE(complete('m', 'p' || complete('n', 'q'))) AS d ON c.content < d.content";
    assertThat((String) queries.value("EXPLAIN PLAN FOR " + sql)).contains("at most 5 calls");
    assertThat(queries.rows(sql)).containsExactly(List.of("AB"));
    assertThat(queries.gateway.chats).hasSize(2 + 1 + 2);
  }

  /**
   * Each subquery reads what the ones before it have left; its part of the plan is not repeated.
   */
  @Test
  void plansManySubqueriesWithoutRepeatingEach() {
    String where =
        IntStream.range(0, 8)
            .mapToObj(i ->
                "EXISTS (SELECT 1 FROM $U WHERE k = id AND complete('m', y || '" + i + "') <> 'Z')")
            .collect(Collectors.joining(" AND "));
    Queries queries = new Queries();
    assertThat(queries.rows(inFull("SELECT id FROM $T WHERE " + where)))
        .containsExactlyInAnyOrder(List.of(1), List.of(2));
    assertThat(queries.gateway.chats).hasSize(8 * 2);
    String plan =
        (String) queries.value(inFull("EXPLAIN PLAN FOR SELECT id FROM $T WHERE " + where));
    assertThat(plan.split(Pattern.quote("ModelCallRel("), -1)).hasSize(1 + 8);
  }

  /** Not by comparison with a plain function: Calcite has had each of these wrong. */
  @Test
  void readsTheOuterRowInNestedSubqueriesWithoutATable() {
    String from = inFull(" FROM $T WHERE id < 3 ORDER BY id");
    assertThat(
            new Queries()
                .rows(
                    inFull(
                            "SELECT (SELECT complete('m', t.x || (SELECT max(y) FROM $U WHERE k = t.id)))")
                        + from))
        .containsExactly(List.of("AA"), List.of("BE"));
    assertThat(new Queries().rows("SELECT (SELECT (SELECT UPPER(t.x)))" + from))
        .containsExactly(List.of("A"), List.of("B"));
  }

  static Stream<String> concurrent() {
    return Stream.of(
        "SELECT complete('m', t.x || u.y) FROM $T JOIN $U ON t.id = u.k",
        "SELECT t.id FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'",
        "SELECT t.id FROM $T FULL JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'",
        "SELECT t.id FROM (SELECT * FROM $T LIMIT 3) AS t LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) = 'BE'",
        "SELECT t.id FROM $T JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'Z' AND RAND() >= 0",
        "SELECT t.id FROM $T LEFT JOIN $U ON t.id = u.k AND complete('m', t.x || u.y) <> 'Z' AND RAND() >= 0",
        "SELECT id FROM $T WHERE (ok AND complete('m', x) = 'A') OR complete('m', x) = 'B'",
        "SELECT id FROM $T WHERE (id < 4 AND complete('m', x) = 'Z') OR (id < 0 AND complete('n', x) = 'Z') OR (id < 4 AND complete('m', x) = 'A')",
        "SELECT count(DISTINCT complete('m', x)) FROM $T",
        "SELECT DISTINCT complete('m', x) FROM $T",
        "SELECT DISTINCT k FROM $U WHERE complete('m', y) <> 'Z'",
        "SELECT count(*) FROM $T GROUP BY complete('m', x)",
        "SELECT id FROM $T ORDER BY complete('m', x)",
        "SELECT RANK() OVER (ORDER BY complete('m', x)) FROM $T",
        "SELECT (SELECT max(complete('m', y)) FROM $U WHERE k = id) FROM $T",
        "SELECT l.n FROM $T, LATERAL (SELECT count(*) AS n FROM complete('m', t.x) AS c) AS l",
        "SELECT l.c FROM $T LEFT JOIN LATERAL (SELECT content || '!' AS c FROM complete('m', t.x) AS c) AS l ON TRUE",
        "SELECT (SELECT content FROM complete('m', t.x) AS c) FROM $T",
        "SELECT c.error FROM TABLE(complete('m', NULLIF(complete('n', 'a') || complete('n', 'b') || complete('n', 'c'), 'ABC'))) AS c",
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
