package dev.bricklane.sql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Queries that compare DECIMALs as keys, between tables a and b in two places, and what a database
 * that has both answers to them. Each table has a number id, u without a scale, d with two digits
 * after its point and i without any.
 */
final class DecimalShapes {
  /** The rows of a, then of b: id, u, d, i. */
  static final List<List<String>> ROWS =
      List.of(
          List.of(
              "1, 1.00, 1.00, 1",
              "2, 1.0, 1.00, 1",
              "3, 2.50, 2.50, 2",
              "4, NULL, NULL, NULL",
              "5, 100, 100.00, 100",
              "6, 7.125, 7.12, 7"),
          List.of(
              "1, 1, 1.00, 1",
              "2, 2.5, 2.50, 3",
              "3, 2.500, 2.50, 2",
              "4, NULL, NULL, NULL",
              "5, 100.0, 100.00, 100",
              "6, 8.5, 9.75, 9"));

  private static final List<List<String>> PAIRS =
      List.of(List.of("u", "u"), List.of("u", "d"), List.of("d", "u"), List.of("u", "i"));

  private DecimalShapes() {}

  static List<String> all() {
    List<String> all = new ArrayList<>();
    PAIRS.forEach(pair -> all.addAll(pairs(pair.get(0), pair.get(1))));
    String both = "(SELECT id, u, d, i FROM {a} UNION ALL SELECT id, u, d, i FROM {b}) AS t";
    all.addAll(
        List.of(
            "SELECT u, count(*), sum(id) FROM " + both + " GROUP BY u",
            "SELECT DISTINCT u FROM " + both,
            "SELECT DISTINCT u, i FROM " + both,
            "SELECT count(DISTINCT u) FROM " + both,
            "SELECT count(DISTINCT u), count(DISTINCT d), sum(id) FROM " + both,
            "SELECT i, count(DISTINCT u), sum(DISTINCT u), max(u) FROM " + both + " GROUP BY i",
            "SELECT u, d, count(*), grouping(u) FROM " + both + " GROUP BY ROLLUP(u, d)",
            "SELECT u, i, count(*) FROM " + both + " GROUP BY GROUPING SETS ((u), (i))",
            "SELECT u, count(*) FROM " + both + " GROUP BY u HAVING count(*) > 2 AND min(u) < 50",
            "SELECT id, count(*) OVER (PARTITION BY u) FROM " + both,
            "SELECT id, sum(id) OVER (PARTITION BY u, i), rank() OVER (ORDER BY u NULLS FIRST)"
                + " FROM "
                + both,
            "SELECT u, count(*) FROM (SELECT u, row_number() OVER (PARTITION BY u ORDER BY id) AS n"
                + " FROM "
                + both
                + ") AS s WHERE n = 1 GROUP BY u",
            "SELECT x, count(*) FROM (SELECT CASE WHEN id > 2 THEN u ELSE d END AS x FROM "
                + both
                + ") AS s GROUP BY x",
            "SELECT count(*) FROM (SELECT COALESCE(u, d) AS x FROM {a}) AS a"
                + " JOIN (SELECT u * 1.00 AS x FROM {b}) AS b ON a.x = b.x",
            "SELECT a.id, b.id FROM {a} AS a FULL JOIN {b} AS b ON a.u = b.u AND a.i = b.i",
            "SELECT a.id, b.id FROM {a} AS a LEFT JOIN {b} AS b ON a.u = b.u AND a.id < b.id + 1",
            "SELECT a.id, b.d FROM {a} AS a RIGHT JOIN {b} AS b ON b.d = a.u",
            "SELECT u, i FROM {a} INTERSECT SELECT u, i FROM {b}",
            "SELECT u, i FROM {a} UNION SELECT u, i FROM {b}",
            "SELECT u FROM {a} UNION SELECT u FROM {b} ORDER BY u NULLS FIRST LIMIT 5",
            "SELECT id, u IS NOT DISTINCT FROM 1.000, CASE u WHEN 2.5000 THEN 'x' ELSE 'y' END"
                + " FROM {a}",
            "SELECT u FROM {a} WHERE u IN (SELECT u FROM {b} WHERE {b}.i >= {a}.i)",
            "SELECT id, (SELECT max(b.id) FROM {b} AS b WHERE b.u = a.u) FROM {a} AS a",
            "SELECT id FROM {a} WHERE u IN (1, 2.500, 100.000)",
            "SELECT a.id FROM {a} AS a JOIN (VALUES (1.000), (7.1250)) AS v(x) ON a.u = v.x",
            "SELECT id FROM {a} WHERE u = 1.000 OR NULLIF(u, 2.5000) IS NULL"));
    return all;
  }

  private static List<String> pairs(String x, String y) {
    return List.of(
        "SELECT a.id, b.id FROM {a} AS a JOIN {b} AS b ON a." + x + " = b." + y,
        "SELECT a.id, b.id FROM {a} AS a LEFT JOIN {b} AS b ON a." + x + " = b." + y,
        "SELECT a.id, b.id FROM {a} AS a JOIN {b} AS b ON a." + x + " IS NOT DISTINCT FROM b." + y,
        "SELECT a.id FROM {a} AS a WHERE EXISTS (SELECT 1 FROM {b} AS b WHERE b.%s = a.%s)"
            .formatted(y, x),
        "SELECT a.id FROM {a} AS a WHERE NOT EXISTS (SELECT 1 FROM {b} AS b WHERE b.%s = a.%s)"
            .formatted(y, x),
        "SELECT id FROM {a} WHERE " + x + " IN (SELECT " + y + " FROM {b})",
        "SELECT id FROM {a} WHERE " + x + " NOT IN (SELECT " + y + " FROM {b})",
        "SELECT id FROM {a} WHERE %s NOT IN (SELECT %s FROM {b} WHERE %s IS NOT NULL)"
            .formatted(x, y, y),
        "SELECT id, %s IN (SELECT %s FROM {b}) FROM {a}".formatted(x, y),
        "SELECT " + x + " FROM {a} INTERSECT SELECT " + y + " FROM {b}",
        "SELECT " + x + " FROM {a} EXCEPT SELECT " + y + " FROM {b}",
        "SELECT " + x + " FROM {a} UNION SELECT " + y + " FROM {b}");
  }

  /** Returns a query's rows in one order, its numbers without digits that do not count. */
  static List<String> comparable(List<List<Object>> rows) {
    return rows.stream().map(DecimalShapes::text).sorted().toList();
  }

  private static String text(List<Object> row) {
    List<String> texts = new ArrayList<>();
    for (Object value : row) {
      texts.add(
          value instanceof Number
              ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
              : String.valueOf(value));
    }
    return String.join(", ", texts);
  }

  /** Returns the rows that a database has for a query. */
  static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
