package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlTypes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bricklane.sql.ColumnType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Table B-6 of the JDBC 4.3 specification: which getter reads which type. An x there must be
 * readable; what is not there is refused with the code for a conversion, never in another way.
 */
class GetterMatrixTest {
  private interface Getter {
    Object get(ResultSet results) throws SQLException;
  }

  private static final Map<String, Getter> GETTERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("getByte", results -> results.getByte(1)),
              Map.entry("getShort", results -> results.getShort(1)),
              Map.entry("getInt", results -> results.getInt(1)),
              Map.entry("getLong", results -> results.getLong(1)),
              Map.entry("getFloat", results -> results.getFloat(1)),
              Map.entry("getDouble", results -> results.getDouble(1)),
              Map.entry("getBigDecimal", results -> results.getBigDecimal(1)),
              Map.entry("getBoolean", results -> results.getBoolean(1)),
              Map.entry("getString", results -> results.getString(1)),
              Map.entry("getNString", results -> results.getNString(1)),
              Map.entry("getBytes", results -> results.getBytes(1)),
              Map.entry("getDate", results -> results.getDate(1)),
              Map.entry("getTime", results -> results.getTime(1)),
              Map.entry("getTimestamp", results -> results.getTimestamp(1)),
              Map.entry("getAsciiStream", results -> results.getAsciiStream(1)),
              Map.entry("getBinaryStream", results -> results.getBinaryStream(1)),
              Map.entry("getCharacterStream", results -> results.getCharacterStream(1)),
              Map.entry("getNCharacterStream", results -> results.getNCharacterStream(1)),
              Map.entry("getClob", results -> results.getClob(1)),
              Map.entry("getNClob", results -> results.getNClob(1)),
              Map.entry("getBlob", results -> results.getBlob(1)),
              Map.entry("getArray", results -> results.getArray(1)),
              Map.entry("getObject", results -> results.getObject(1))));

  private static final String NUMBERS =
      "getByte getShort getInt getLong getFloat getDouble getBigDecimal getBoolean ";
  private static final String TEXT =
      "getString getNString getAsciiStream getCharacterStream getNCharacterStream getClob getNClob ";

  private record Row(ColumnType type, Object value, String readers) {}

  /** The x and X of the table's rows, for the types that there are here. */
  private static final List<Row> TABLE =
      List.of(
          new Row(TINYINT, (byte) 1, NUMBERS + "getString getNString getObject"),
          new Row(SMALLINT, (short) 1, NUMBERS + "getString getNString getObject"),
          new Row(INTEGER, 1, NUMBERS + "getString getNString getObject"),
          new Row(BIGINT, 1L, NUMBERS + "getString getNString getObject"),
          new Row(REAL, 1f, NUMBERS + "getString getNString getObject"),
          new Row(FLOAT, 1.0, NUMBERS + "getString getNString getObject"),
          new Row(DOUBLE, 1.0, NUMBERS + "getString getNString getObject"),
          new Row(DECIMAL, BigDecimal.ONE, NUMBERS + "getString getNString getObject"),
          new Row(BOOLEAN, true, NUMBERS + "getString getNString getObject"),
          new Row(CHAR, "1", NUMBERS + TEXT + "getObject"),
          new Row(VARCHAR, "1", NUMBERS + TEXT + "getObject"),
          new Row(
              VARBINARY,
              new byte[] {1},
              "getBytes getString getNString getBinaryStream getAsciiStream getCharacterStream"
                  + " getBlob getObject"),
          new Row(
              DATE,
              LocalDate.of(2024, 2, 29),
              "getDate getTimestamp getString getNString getObject"),
          new Row(TIME, LocalTime.NOON, "getTime getTimestamp getString getNString getObject"),
          new Row(
              TIMESTAMP,
              LocalDateTime.of(2024, 2, 29, 12, 0),
              "getDate getTime getTimestamp getString getNString getObject"),
          new Row(
              ZONED,
              OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC),
              "getDate getTime getTimestamp getString getNString getObject"),
          new Row(arrayOf(REAL), List.of(1f), "getArray getString getNString getObject"));

  static Stream<Arguments> pairs() {
    return TABLE.stream()
        .flatMap(row ->
            GETTERS.keySet().stream().map(getter -> Arguments.of(row.type().name(), getter, row)));
  }

  private static ResultSet on(ColumnType type, Object value) throws SQLException {
    ResultSet results =
        FakeSession.connect(FakeQuery.of(type, value)).createStatement().executeQuery("SELECT c");
    results.next();
    return results;
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("pairs")
  void readsWhatTheTableSaysAndRefusesTheRestCleanly(String type, String getter, Row row)
      throws SQLException {
    ResultSet results = on(row.type(), row.value());
    if (List.of(row.readers().split(" ")).contains(getter)) {
      assertThat(GETTERS.get(getter).get(results)).isNotNull();
      assertThat(results.wasNull()).isFalse();
      return;
    }
    try {
      assertThat(GETTERS.get(getter).get(results)).isNotNull();
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("22018");
      assertThat(e.getMessage()).startsWith("Column 1 (c " + type);
    }
  }

  @ParameterizedTest(name = "NULL of {0} by {1}")
  @MethodSource("pairs")
  void readsNullOfEveryType(String type, String getter, Row row) throws SQLException {
    ResultSet results = on(row.type(), null);
    Object value = GETTERS.get(getter).get(results);
    assertThat(value == null || value.equals(false) || ((Number) value).doubleValue() == 0)
        .isTrue();
    assertThat(results.wasNull()).isTrue();
  }

  /** A text that is a date is a date, and one that is none is refused. */
  @Test
  void readsTextsThatLookTheirPart() throws SQLException {
    assertThat(on(VARCHAR, "2024-02-29").getDate(1)).hasToString("2024-02-29");
    assertThat(on(VARCHAR, "12:34:56").getTime(1)).hasToString("12:34:56");
    assertThat(on(VARCHAR, "2024-02-29 12:34:56").getTimestamp(1))
        .hasToString("2024-02-29 12:34:56.0");
    assertThatCode(() -> on(VARCHAR, "x").getDate(1)).isInstanceOf(SQLException.class);
  }
}
