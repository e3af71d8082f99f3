package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query shapes over views and templates: their rows, in order, and how many calls they make. */
class DefinedShapesTest {
  private static final String DEFINITIONS =
      """
      CREATE VIEW tickets AS
        SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'a')) AS t (id, body);
      CREATE VIEW latest AS SELECT id, body FROM tickets ORDER BY id DESC;
      CREATE VIEW joined AS
        SELECT a.id, b.body FROM tickets a JOIN tickets b ON a.id = b.id ORDER BY a.id DESC;
      CREATE VIEW grouped AS
        SELECT body, count(*) AS n, max(complete('m', body)) AS c FROM tickets
        GROUP BY body ORDER BY n DESC, body;
      CREATE VIEW mixed AS
        SELECT id, body FROM tickets WHERE id < 3
        UNION ALL SELECT id, complete('u', body) FROM tickets WHERE id > 2;
      CREATE VIEW ranked AS SELECT id, row_number() OVER (ORDER BY id DESC) AS r FROM tickets;
      CREATE FUNCTION f(t STRING) RETURNS STRING RETURN complete('m', t);
      CREATE FUNCTION known(b STRING) RETURNS BOOLEAN
        RETURN b IN (SELECT body FROM tickets WHERE id < 3);
      CREATE FUNCTION nth(i INT) RETURNS STRING
        RETURN (SELECT complete('n', body) FROM tickets WHERE id = i);
      CREATE FUNCTION conj(p BOOLEAN, q BOOLEAN) RETURNS BOOLEAN RETURN p AND q;
      CREATE FUNCTION upto(n INT) RETURNS TABLE (id INT, s STRING)
        RETURN SELECT id, f(body) FROM tickets WHERE id <= n;
      CREATE FUNCTION three() RETURNS TABLE (id INT)
        RETURN SELECT id FROM tickets ORDER BY id DESC LIMIT 3;
      CREATE FUNCTION wide(a STRING) RETURNS TABLE (x STRING) RETURN SELECT a UNION ALL SELECT f(a);
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[4, a], [3, c], [2, b], [1, a]] | 0 | SELECT * FROM joined",
        "[[a], [c], [b], [a]]             | 0 | SELECT body FROM joined",
        "[[4], [3]]                       | 0 | SELECT id FROM joined LIMIT 2",
        "[[A], [C]]                       | 0 | SELECT upper(body) FROM joined WHERE id > 1 LIMIT 2",
        "[[4], [3], [2], [1]]             | 0 | SELECT id FROM (SELECT * FROM latest) q",
        "[[4], [3], [2], [1]]             | 0 | SELECT latest.id FROM bricklane.main.latest",
        "[[a]]                            | 0 | SELECT body FROM (SELECT body FROM latest LIMIT 2) q LIMIT 1",
        "[[c]]                            | 0 | SELECT max(body) FROM (SELECT body FROM latest LIMIT 2) q",
        "[[3], [4]]                       | 0 | SELECT id FROM tickets WHERE id IN (SELECT id FROM latest LIMIT 2)",
        "[[1]]                            | 0 | SELECT id FROM latest ORDER BY id LIMIT 1",
        "[[[4, 3, 2, 1]]]                 | 0 | SELECT ARRAY(SELECT id FROM latest)",
        "[[4, A], [3, C], [2, B], [1, A]] | 3 | SELECT t.id, c.content FROM latest t, LATERAL complete('m', t.body) c",
        "[[4, c], [3, b], [2, a], [1, null]] | 0 | SELECT id, (SELECT max(u.body) FROM tickets u WHERE u.id < latest.id) FROM latest",
        "[[a], [c]] | 0 | SELECT body FROM latest l WHERE EXISTS (SELECT 1 FROM tickets u WHERE u.id = l.id) LIMIT 2",
        "[[a, 2, A], [b, 1, B], [c, 1, C]] | 3 | SELECT * FROM grouped",
        "[[a, 2]] | 0 | SELECT body, n FROM grouped LIMIT 1",
        "[[A]]    | 1 | SELECT c FROM grouped LIMIT 1",
        "[[3]]    | 0 | SELECT count(*) FROM grouped",
        "[[1], [2], [3], [4]] | 0 | SELECT id FROM mixed",
        "[[3, C]] | 1 | SELECT * FROM mixed WHERE id = 3",
        "[[4]]    | 0 | SELECT id FROM ranked WHERE r = 1",
        "[[5]]    | 0 | WITH tickets AS (SELECT 5 AS id) SELECT id FROM tickets",
        "[[true, 1], [true, 2], [false, 3], [true, 4]] | 0 | SELECT known(body), id FROM tickets",
        "[[1], [4]] | 2 | SELECT id FROM tickets WHERE known(body) AND f(body) = 'A'",
        "[[A], [B]] | 2 | SELECT nth(id) FROM tickets WHERE id < 3",
        "[[B, null]] | 1 | SELECT nth(2), nth(9)",
        "[[3, C]] | 3 | SELECT id, nth(id) FROM tickets ORDER BY nth(id) DESC LIMIT 1",
        "[[2]] | 2 | SELECT id FROM tickets WHERE conj(id > 1, conj(id < 4, f(body) = 'B'))",
        "[[1]] | 3 | SELECT a.id FROM tickets a JOIN tickets b ON f(a.body) = f(b.body) AND a.id < b.id",
        "[[1], [2], [4]] | 0 | SELECT a.id FROM tickets a JOIN tickets b ON known(a.body) AND a.id = b.id",
        "[[2]] | 3 | SELECT id FROM tickets WHERE EXISTS (SELECT 1 FROM tickets u WHERE nth(u.id) = 'B' AND u.id = tickets.id)",
        "[[A,B,C,A]] | 3 | SELECT listagg(f(body)) WITHIN GROUP (ORDER BY id) FROM tickets",
        "[[1, 1], [4, 1], [2, 3], [3, 4]] | 3 | SELECT id, rank() OVER (ORDER BY f(body)) FROM tickets",
        "[[B, 1], [C, 1]] | 3 | SELECT f(body), count(*) FROM tickets GROUP BY f(body) HAVING max(f(body)) > 'A' ORDER BY 1",
        "[[Q]] | 1 | SELECT f(f) FROM (VALUES 'q') AS f (f)",
        "[[V]] | 1 | VALUES (f('v'))",
        "[[A]] | 1 | SELECT f(body) FROM tickets OFFSET 3 ROWS",
        "[[1, A], [2, B]] | 2 | SELECT * FROM upto(2)",
        "[[1], [2], [3]] | 0 | SELECT id FROM upto(3)",
        "[[A]] | 1 | SELECT s FROM upto(3) LIMIT 1",
        "[[1, 1], [2, 1], [2, 2]] | 0 | SELECT t.id, u.id FROM tickets t, LATERAL upto(t.id) u WHERE t.id < 3",
        "[[4], [3], [2]] | 0 | SELECT * FROM three()",
        "[[1, 4], [1, 3], [1, 2]] | 0 | SELECT t.id, e.id FROM tickets t, LATERAL three() e WHERE t.id = 1",
        "[[1, a], [2, b], [1, A], [2, B]] | 2 | SELECT t.id, w.x FROM tickets t, LATERAL wide(t.body) w WHERE t.id < 3",
        "[[X], [X]] | 2 | SELECT * FROM TABLE(wide(f('x')))"
      })
  void givesRowsWithTheFewestCalls(String rows, int calls, String query) {
    Queries queries = DefinedQueries.of(folder, DEFINITIONS);
    assertThat(queries.rows(query)).hasToString(rows);
    assertThat(queries.gateway.chats).hasSize(calls);
  }
}
