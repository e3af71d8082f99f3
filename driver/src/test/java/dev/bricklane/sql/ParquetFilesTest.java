package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Parquet as tables, which DuckDB writes here too. */
class ParquetFilesTest {
  @TempDir Path folder;
  private FolderQueries files;

  @BeforeEach
  void attach() {
    files = new FolderQueries(folder);
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  private void write(String file, String query) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, folder.resolve(file)));
    }
  }

  @Test
  void readsAllTypes() throws SQLException {
    write(
        "t.parquet",
        """
        SELECT * FROM (VALUES
          (true, 1::TINYINT, 2::SMALLINT, 3::INTEGER, 4::BIGINT, 5::UTINYINT, 6::UINTEGER,
           18446744073709551615::UBIGINT, 1.5::FLOAT, 2.5::DOUBLE, 12.340::DECIMAL(10,3), 'ä''"',
           DATE '1969-12-31', TIME '10:11:12.345', TIMESTAMP '2024-02-29 10:11:12.345678',
           TIMESTAMPTZ '2024-02-29 10:11:12+02', '\\xAA\\x00'::BLOB,
           '123e4567-e89b-12d3-a456-426614174000'::UUID, [1, NULL, 3], {'a': 1, 'b': ['x']}, ['p', 'q']),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL))
        AS t(b, i1, i2, i4, i8, u1, u4, u8, f, d, n, s, da, ti, ts, tz, bl, id, l, st, ls)
        """);

    assertThat(files.types("tickets.main.t"))
        .isEqualTo(
            "RecordType(BOOLEAN b, TINYINT i1, SMALLINT i2, INTEGER i4, BIGINT i8, SMALLINT u1,"
                + " BIGINT u4, DECIMAL(20, 0) u8, REAL f, DOUBLE d, DECIMAL(10, 3) n, VARCHAR s,"
                + " DATE da, TIME(3) ti, TIMESTAMP(3) ts, TIMESTAMP_WITH_LOCAL_TIME_ZONE(3) tz,"
                + " VARBINARY bl, VARCHAR id, INTEGER ARRAY l, VARCHAR st, VARCHAR ARRAY ls)");
    List<List<Object>> rows = files.rows("SELECT * FROM tickets.main.t");
    assertThat(rows.get(0).subList(0, 15))
        .containsExactly(
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            (short) 5,
            6L,
            new BigDecimal("18446744073709551615"),
            1.5f,
            2.5,
            new BigDecimal("12.340"),
            "ä'\"",
            LocalDate.of(1969, 12, 31),
            LocalTime.of(10, 11, 12, 345_000_000),
            LocalDateTime.of(2024, 2, 29, 10, 11, 12, 345_000_000));
    assertThat(((OffsetDateTime) rows.get(0).get(15)).toInstant())
        .hasToString("2024-02-29T08:11:12Z");
    assertThat((byte[]) rows.get(0).get(16)).containsExactly(0xAA, 0);
    assertThat(rows.get(0).subList(17, 21))
        .containsExactly(
            "123e4567-e89b-12d3-a456-426614174000",
            Arrays.asList(1, null, 3),
            "{\"a\":1,\"b\":[\"x\"]}",
            List.of("p", "q"));
    assertThat(rows.get(1)).containsOnlyNulls();
  }

  @Test
  void readsOnlyColumnsAndRowsThatAreWanted() throws SQLException {
    write("t.parquet", "SELECT i AS id, 'text ' || i AS body FROM range(100000) AS r(i)");

    assertThat(files.rows("SELECT complete('m', body) FROM tickets.main.t LIMIT 3"))
        .containsExactly(row("TEXT 0"), row("TEXT 1"), row("TEXT 2"));
    assertThat(files.gateway.chats).hasSize(3);
    assertThat(files.column("SELECT count(*) FROM tickets.main.t")).containsExactly(100_000L);
    assertThat(files.column("SELECT body FROM tickets.main.t WHERE id = 99999"))
        .containsExactly("text 99999");
  }

  @Test
  void takesPathsByTheLetter() throws Exception {
    Files.createDirectories(folder.resolve("key=value"));
    write("key=value/a.parquet", "SELECT 1 AS id");
    write("other.parquet", "SELECT 2 AS id");
    Files.move(
        folder.resolve("key=value/a.parquet"), folder.resolve("key=value/it's [a]*?.parquet"));

    assertThat(files.rows("SELECT * FROM tickets.\"key=value\".\"it's [a]*?\""))
        .containsExactly(row(1));
  }

  @Test
  void saysThatAMomentIsInfinite() throws SQLException {
    write(
        "t.parquet",
        "SELECT 1 AS id, 'infinity'::TIMESTAMP AS \"it's\", '-infinity'::DATE AS da,"
            + " 'infinity'::TIMESTAMPTZ AS tz");

    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1);
    for (String column : List.of("it's", "da", "tz")) {
      assertThatThrownBy(() -> files.rows("SELECT \"%s\" FROM tickets.main.t".formatted(column)))
          .hasMessageStartingWith("The file t.parquet of the attached source tickets: DuckDB says:")
          .hasMessageContaining("column \"" + column + "\" holds infinity");
    }
  }

  @Test
  void saysThatAFileIsNoParquet() {
    files.with("t.parquet", "id\n1\n");

    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main.t"))
        .hasMessageStartingWith("The file t.parquet of the attached source tickets: DuckDB says:");
  }
}
