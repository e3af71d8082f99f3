package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of an attached H2 database, and conditions that mean the same there as here. */
class AttachedTypesTest {
  private static AttachedTables crm;

  @BeforeAll
  static void makeTables() {
    crm =
        new AttachedTables(
            "CREATE TABLE kinds (b BOOLEAN, y TINYINT, s SMALLINT, i INTEGER, l BIGINT, n"
                + " DECIMAL(12, 3), f REAL, d DOUBLE PRECISION, v VARCHAR(9), c CHAR(5), lob CLOB,"
                + " dt DATE, tm TIME(3), ts TIMESTAMP(3), tz TIMESTAMP(3) WITH TIME ZONE, u UUID,"
                + " bin VARBINARY(9), a VARCHAR ARRAY, ia INTEGER ARRAY, j JSON, iv INTERVAL DAY)",
            "INSERT INTO kinds VALUES (TRUE, 1, 2, 3, 4, 5.25, 1.5, 2.5, 'ä''b', 'ab', 'long',"
                + " DATE '2024-02-29', TIME '12:34:56.789', TIMESTAMP '2024-02-29 12:34:56.789',"
                + " TIMESTAMP WITH TIME ZONE '2024-02-29 12:34:56.789+02:00',"
                + " '00000000-0000-0000-0000-00000000000a', X'00ff', ARRAY['a', NULL],"
                + " ARRAY[1, 2], JSON '{\"a\":1}', INTERVAL '3' DAY)",
            "INSERT INTO kinds (i) VALUES (NULL)",
            "CREATE TABLE rows_ (id INT, n INT, t VARCHAR, d DATE, p DECIMAL(6, 2))",
            "INSERT INTO rows_ VALUES (1, 7, 'B', DATE '2024-01-01', 1.50), (2, -7, 'a', NULL, 1.5),"
                + " (3, NULL, 'a ', DATE '2023-12-31', NULL), (4, 0, NULL, DATE '2024-01-02', 0),"
                + " (5, 7, 'b', DATE '2024-01-01', -3.25), (6, 2147483647, 'Ä', NULL, 99.99)");
  }

  @AfterAll
  static void drop() throws Exception {
    crm.close();
  }

  @Test
  void readsEveryType() {
    List<Object> row = crm.queries.rows("SELECT * FROM crm.kinds WHERE b").get(0);
    assertThat(row.subList(0, 14))
        .containsExactly(
            true,
            (short) 1,
            (short) 2,
            3,
            4L,
            new BigDecimal("5.250"),
            1.5f,
            2.5,
            "ä'b",
            "ab",
            "long",
            LocalDate.of(2024, 2, 29),
            LocalTime.parse("12:34:56.789"),
            LocalDateTime.parse("2024-02-29T12:34:56.789"));
    assertThat(((OffsetDateTime) row.get(14)).toInstant())
        .isEqualTo(Instant.parse("2024-02-29T10:34:56.789Z"));
    assertThat(row.get(15)).isEqualTo("00000000-0000-0000-0000-00000000000a");
    assertThat((byte[]) row.get(16)).containsExactly(0, -1);
    assertThat(row.subList(17, 20))
        .containsExactly(Arrays.asList("a", null), List.of(1, 2), "{\"a\":1}");
    assertThat(row.get(20)).isEqualTo("INTERVAL '3' DAY");
    assertThat(crm.queries.rows("SELECT * FROM crm.kinds WHERE b IS NULL").get(0))
        .containsOnlyNulls();
  }

  @Test
  void comparesPaddedTextAndIdsAsTheyAreGiven() {
    assertThat(crm.queries.rows("SELECT i FROM crm.kinds WHERE c = 'ab' AND c || 'x' = 'abx'"))
        .containsExactly(List.of(3));
    assertThat(
            crm.queries.rows(
                "SELECT i FROM crm.kinds WHERE u = '00000000-0000-0000-0000-00000000000a'"))
        .containsExactly(List.of(3));
    assertThat(crm.queries.rows("SELECT i FROM crm.kinds WHERE u = 'no id'")).isEmpty();
  }

  @Test
  void takesParametersOfEachType() {
    assertThat(
            crm.queries.rows(
                "SELECT l FROM crm.kinds WHERE dt = ? AND ts = ? AND n = ? AND v = ? AND l = ?",
                LocalDate.of(2024, 2, 29),
                LocalDateTime.parse("2024-02-29T12:34:56.789"),
                new BigDecimal("5.25"),
                "ä'b",
                4L))
        .containsExactly(List.of(4L));
  }

  /** The same rows from the source, sent there as far as may be, and from rows of the engine's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM %s WHERE n > 0 ORDER BY id",
        "SELECT id FROM %s WHERE NOT (n > 0) ORDER BY id",
        "SELECT id FROM %s WHERE n <> 7 OR n IS NULL ORDER BY id",
        "SELECT id FROM %s WHERE n NOT IN (7, 0) ORDER BY id",
        "SELECT id FROM %s WHERE t = 'a' ORDER BY id",
        "SELECT id FROM %s WHERE t < 'b' ORDER BY id",
        "SELECT id FROM %s WHERE t LIKE 'a%%' ORDER BY id",
        "SELECT id FROM %s WHERE t LIKE 'A%%' ORDER BY id",
        "SELECT id FROM %s WHERE t BETWEEN 'B' AND 'a' ORDER BY id",
        "SELECT id, n / 2 FROM %s WHERE n / 2 = 3 ORDER BY id",
        "SELECT id FROM %s WHERE p = 1.5 ORDER BY id",
        "SELECT id FROM %s WHERE p * 2 > 2.99 ORDER BY id",
        "SELECT id FROM %s WHERE d >= DATE '2024-01-01' ORDER BY id",
        "SELECT id FROM %s WHERE n IS DISTINCT FROM 7 ORDER BY id",
        "SELECT id FROM %s WHERE (n = 7) IS NOT TRUE ORDER BY id",
        "SELECT id, t FROM %s ORDER BY t, id",
        "SELECT id, t FROM %s ORDER BY t DESC, id",
        "SELECT id FROM %s ORDER BY d DESC NULLS LAST, id LIMIT 3",
        "SELECT id FROM %s ORDER BY n NULLS LAST, id OFFSET 1 ROWS FETCH NEXT 3 ROWS ONLY",
        "SELECT n, count(*), count(t), sum(p), min(d), max(t) FROM %s GROUP BY n ORDER BY n",
        "SELECT sum(n), avg(n), avg(p), count(DISTINCT t), min(t) FROM %s",
        "SELECT sum(n) FROM %s WHERE id > 100",
        "SELECT DISTINCT t FROM %s ORDER BY t",
        "SELECT n FROM %s UNION SELECT id FROM %s ORDER BY 1",
        "SELECT n FROM %s INTERSECT SELECT id + 6 FROM %s ORDER BY 1",
        "SELECT n FROM %s EXCEPT SELECT 7 FROM %s ORDER BY 1",
        "SELECT a.id, b.id FROM %s a LEFT JOIN %s b ON a.n = b.n AND a.id < b.id ORDER BY 1, 2",
        "SELECT a.id, b.id FROM %s a FULL JOIN %s b ON a.id = b.n ORDER BY 1, 2",
        "SELECT id FROM %s WHERE n IN (SELECT n FROM %s WHERE t = 'b') ORDER BY id",
        "SELECT id FROM %s WHERE n NOT IN (SELECT id FROM %s) ORDER BY id",
        "SELECT id, (SELECT count(*) FROM %s b WHERE b.n = a.n) FROM %s a ORDER BY id",
        "SELECT CASE WHEN n > 0 THEN 'p' WHEN n < 0 THEN 'm' END, id FROM %s ORDER BY id",
        "SELECT COALESCE(t, 'none'), id FROM %s ORDER BY 1, 2",
        "SELECT t, count(*) FROM %s GROUP BY t HAVING count(*) > 0 AND max(id) > 2 ORDER BY t"
      })
  void meansTheSameThereAsHere(String sql) {
    String here =
        "(SELECT id, n, t, CAST(d AS DATE) AS d, CAST(p AS DECIMAL(6, 2)) AS p FROM (VALUES"
            + " (1, 7, 'B', '2024-01-01', 1.50), (2, -7, 'a', NULL, 1.5),"
            + " (3, NULL, 'a ', '2023-12-31', NULL), (4, 0, NULL, '2024-01-02', 0),"
            + " (5, 7, 'b', '2024-01-01', -3.25), (6, 2147483647, 'Ä', NULL, 99.99))"
            + " AS v(id, n, t, d, p))";
    assertThat(plain(crm.queries.rows(sql.replace("%s", "crm.rows_").replace("%%", "%"))))
        .isEqualTo(plain(crm.queries.rows(sql.replace("%s", here).replace("%%", "%"))));
  }

  /** Rows whose decimals are compared as numbers. */
  private static List<List<Object>> plain(List<List<Object>> rows) {
    return rows.stream()
        .map(row ->
            row.stream()
                .map(value ->
                    value instanceof BigDecimal number
                        ? (Object) number.stripTrailingZeros().toPlainString()
                        : value)
                .collect(Collectors.toList()))
        .collect(Collectors.toList());
  }
}
