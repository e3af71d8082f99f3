package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static dev.bricklane.jdbc.SqlTypes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ColumnType;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GettersTest {
  private static final LocalDate DAY = LocalDate.of(2024, 2, 29);
  private static final LocalTime NOON = LocalTime.of(12, 34, 56, 780_000_000);
  private static final LocalDateTime MOMENT = DAY.atTime(NOON);
  private static final OffsetDateTime ABROAD = MOMENT.atOffset(ZoneOffset.ofHours(5));
  private static final String UUID_TEXT = "123e4567-e89b-12d3-a456-426614174000";

  private static ResultSet row(ColumnType type, Object value) throws SQLException {
    ResultSet results =
        FakeSession.connect(FakeQuery.of(type, value)).createStatement().executeQuery("SELECT c");
    assertThat(results.next()).isTrue();
    return results;
  }

  private interface Getter {
    Object get(ResultSet results) throws SQLException;
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        texts(BOOLEAN, true, "true"),
        texts(TINYINT, (byte) -1, "-1"),
        texts(SMALLINT, (short) 300, "300"),
        texts(INTEGER, 7, "7"),
        texts(BIGINT, Long.MAX_VALUE, "9223372036854775807"),
        texts(REAL, 0.1f, "0.1"),
        texts(DOUBLE, 0.1, "0.1"),
        texts(DECIMAL, new BigDecimal("1E+3"), "1000"),
        texts(VARCHAR, "text", "text"),
        texts(VARBINARY, new byte[] {0, (byte) 0xff}, "00ff"),
        texts(DATE, DAY, "2024-02-29"),
        texts(TIME, NOON, "12:34:56.78"),
        texts(TIME, LocalTime.MIDNIGHT, "00:00:00"),
        texts(TIMESTAMP, MOMENT, "2024-02-29 12:34:56.78"),
        texts(ZONED, ABROAD, "2024-02-29 12:34:56.78+05:00"),
        texts(arrayOf(REAL), List.of(0.1f, 0.2f), "[0.1, 0.2]"),
        texts(arrayOf(VARCHAR), Arrays.asList("a\"b", null), "[\"a\\\"b\", null]"),
        texts(MAP, Map.of("k", 1), "{\"k\": 1}"),
        // Whole numbers.
        reads(INTEGER, 7, results -> results.getByte(1), (byte) 7),
        reads(BIGINT, 7L, results -> results.getShort(1), (short) 7),
        reads(BIGINT, 7L, results -> results.getInt(1), 7),
        reads(INTEGER, 7, results -> results.getLong(1), 7L),
        reads(DOUBLE, -7.9, results -> results.getInt(1), -7),
        reads(DECIMAL, new BigDecimal("7.99"), results -> results.getLong(1), 7L),
        reads(VARCHAR, " 42 ", results -> results.getInt(1), 42),
        reads(VARCHAR, "1e2", results -> results.getInt(1), 100),
        reads(VARCHAR, "1e-999999999", results -> results.getLong(1), 0L),
        reads(BOOLEAN, true, results -> results.getInt(1), 1),
        // Other numbers.
        reads(INTEGER, 7, results -> results.getFloat(1), 7f),
        reads(REAL, 0.5f, results -> results.getDouble(1), 0.5),
        reads(VARCHAR, "0.25", results -> results.getDouble(1), 0.25),
        reads(VARCHAR, "NaN", results -> results.getDouble(1), Double.NaN),
        reads(INTEGER, 7, results -> results.getBigDecimal(1), new BigDecimal("7")),
        reads(REAL, 0.1f, results -> results.getBigDecimal(1), new BigDecimal("0.1")),
        reads(VARCHAR, "7.10", results -> results.getBigDecimal(1), new BigDecimal("7.10")),
        // Truth values.
        reads(INTEGER, 0, results -> results.getBoolean(1), false),
        reads(INTEGER, 1, results -> results.getBoolean(1), true),
        reads(VARCHAR, "TRUE", results -> results.getBoolean(1), true),
        reads(VARCHAR, "0", results -> results.getBoolean(1), false),
        // Dates and times.
        reads(DATE, DAY, results -> results.getDate(1), Date.valueOf(DAY)),
        reads(TIMESTAMP, MOMENT, results -> results.getDate(1), Date.valueOf(DAY)),
        reads(VARCHAR, "2024-02-29", results -> results.getDate(1), Date.valueOf(DAY)),
        reads(TIMESTAMP, MOMENT, results -> results.getTime(1).toLocalTime(), NOON.withNano(0)),
        reads(TIMESTAMP, MOMENT, results -> results.getTimestamp(1), Timestamp.valueOf(MOMENT)),
        reads(
            DATE,
            LocalDate.of(1500, 3, 1),
            results -> results.getDate(1).toLocalDate(),
            LocalDate.of(1500, 3, 1)),
        reads(
            VARCHAR,
            "2024-02-29 12:34:56.78",
            results -> results.getTimestamp(1),
            Timestamp.valueOf(MOMENT)),
        reads(ZONED, ABROAD, results -> results.getTimestamp(1).toInstant(), ABROAD.toInstant()),
        reads(
            VARCHAR,
            "2024-02-29T12:34:56.78+05:00",
            results -> results.getTimestamp(1).toInstant(),
            ABROAD.toInstant()),
        // Large objects.
        reads(VARCHAR, "grüße", results -> text(results.getCharacterStream(1)), "grüße"),
        reads(VARCHAR, "grüße", results -> text(results.getNCharacterStream(1)), "grüße"),
        reads(VARCHAR, "text", results -> bytes(results.getAsciiStream(1)), utf8("text")),
        reads(VARCHAR, "text", results -> results.getClob(1).getSubString(2, 2), "ex"),
        reads(VARCHAR, "text", results -> results.getNClob(1).length(), 4L),
        reads(VARCHAR, "text", results -> results.getNString(1), "text"),
        reads(VARCHAR, "text", results -> results.getBytes(1), utf8("text")),
        reads(VARBINARY, new byte[] {1}, results -> results.getBytes(1), new byte[] {1}),
        reads(
            VARBINARY,
            new byte[] {1},
            results -> bytes(results.getBinaryStream(1)),
            new byte[] {1}),
        reads(VARBINARY, new byte[] {1}, results -> results.getBlob(1).length(), 1L),
        reads(VARCHAR, "http://x/", results -> results.getURL(1).toString(), "http://x/"));
  }

  private static Arguments texts(ColumnType type, Object value, String expected) {
    return reads(type, value, results -> results.getString(1), expected);
  }

  private static Arguments reads(ColumnType type, Object value, Getter getter, Object expected) {
    return arguments(type.name(), type, value, getter, expected);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Reader reader) throws SQLException {
    return Streams.text(reader);
  }

  private static byte[] bytes(InputStream stream) throws SQLException {
    return Streams.bytes(stream);
  }

  @ParameterizedTest(name = "{0} {2} as {4}")
  @MethodSource("readable")
  void reads(String name, ColumnType type, Object value, Getter getter, Object expected)
      throws SQLException {
    ResultSet results = row(type, value);
    assertThat(getter.get(results)).isEqualTo(expected);
    assertThat(results.wasNull()).isFalse();
  }

  static Stream<Arguments> objects() {
    return Stream.of(
        arguments(BOOLEAN, true, true),
        arguments(TINYINT, (byte) 1, 1),
        arguments(SMALLINT, (short) 1, 1),
        arguments(INTEGER, 1, 1),
        arguments(BIGINT, 1L, 1L),
        arguments(REAL, 1f, 1f),
        arguments(FLOAT, 1.0, 1.0),
        arguments(DOUBLE, 1.0, 1.0),
        arguments(DECIMAL, BigDecimal.TEN, BigDecimal.TEN),
        arguments(CHAR, "abc", "abc"),
        arguments(VARCHAR, "abc", "abc"),
        arguments(VARBINARY, new byte[] {1}, new byte[] {1}),
        arguments(DATE, DAY, Date.valueOf(DAY)),
        arguments(TIME, NOON.withNano(0), Time.valueOf(NOON.withNano(0))),
        arguments(TIMESTAMP, MOMENT, Timestamp.valueOf(MOMENT)),
        arguments(ZONED, ABROAD, ABROAD),
        arguments(arrayOf(REAL), List.of(1f), null),
        arguments(STRUCT, List.of("a"), null),
        arguments(MAP, Map.of("k", 1), Map.of("k", 1)));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void givesObjectsOfTheClassThatMetadataNames(ColumnType type, Object value, Object expected)
      throws Exception {
    ResultSet results = row(type, value);
    Object object = results.getObject(1);
    assertThat(object).isInstanceOf(Class.forName(results.getMetaData().getColumnClassName(1)));
    if (expected != null) {
      assertThat(object).isEqualTo(expected);
    }
    assertThat(results.getObject("C", Map.of())).isInstanceOf(object.getClass());
  }

  static Stream<Arguments> asked() {
    OffsetDateTime here = MOMENT.atZone(ZoneId.systemDefault()).toOffsetDateTime();
    return Stream.of(
        arguments(INTEGER, 1, String.class, "1"),
        arguments(INTEGER, 1, Boolean.class, true),
        arguments(INTEGER, 1, boolean.class, true),
        arguments(INTEGER, 1, Byte.class, (byte) 1),
        arguments(INTEGER, 1, Short.class, (short) 1),
        arguments(BIGINT, 1L, Integer.class, 1),
        arguments(INTEGER, 1, Long.class, 1L),
        arguments(INTEGER, 1, long.class, 1L),
        arguments(DOUBLE, 0.5, Float.class, 0.5f),
        arguments(REAL, 0.5f, Double.class, 0.5),
        arguments(INTEGER, 1, BigDecimal.class, BigDecimal.ONE),
        arguments(BIGINT, 1L, BigInteger.class, BigInteger.ONE),
        arguments(INTEGER, 1, Object.class, 1),
        arguments(DATE, DAY, LocalDate.class, DAY),
        arguments(TIME, NOON, LocalTime.class, NOON),
        arguments(TIMESTAMP, MOMENT, LocalDate.class, DAY),
        arguments(TIMESTAMP, MOMENT, LocalTime.class, NOON),
        arguments(TIMESTAMP, MOMENT, LocalDateTime.class, MOMENT),
        arguments(DATE, DAY, LocalDateTime.class, DAY.atStartOfDay()),
        arguments(TIMESTAMP, MOMENT, OffsetDateTime.class, here),
        arguments(TIMESTAMP, MOMENT, Instant.class, here.toInstant()),
        arguments(TIMESTAMP, MOMENT, ZonedDateTime.class, MOMENT.atZone(ZoneId.systemDefault())),
        arguments(ZONED, ABROAD, OffsetDateTime.class, ABROAD),
        arguments(ZONED, ABROAD, Instant.class, ABROAD.toInstant()),
        arguments(DATE, DAY, Date.class, Date.valueOf(DAY)),
        arguments(TIMESTAMP, MOMENT, Timestamp.class, Timestamp.valueOf(MOMENT)),
        arguments(TIMESTAMP, MOMENT, java.util.Date.class, Timestamp.valueOf(MOMENT)),
        arguments(VARCHAR, UUID_TEXT, UUID.class, UUID.fromString(UUID_TEXT)),
        arguments(VARBINARY, new byte[] {1}, byte[].class, new byte[] {1}),
        arguments(arrayOf(REAL), List.of(1f), float[].class, new float[] {1}),
        arguments(arrayOf(REAL), List.of(1f), double[].class, new double[] {1}),
        arguments(arrayOf(REAL), List.of(1f), Object[].class, new Object[] {1f}),
        arguments(arrayOf(REAL), List.of(1f), Float[].class, new Float[] {1f}),
        arguments(arrayOf(VARCHAR), List.of("a"), List.class, List.of("a")),
        arguments(MAP, Map.of("k", 1), Map.class, Map.of("k", 1)));
  }

  @ParameterizedTest(name = "{0} as {2}")
  @MethodSource("asked")
  void givesObjectsOfTheClassAskedFor(
      ColumnType type, Object value, Class<?> asked, Object expected) throws SQLException {
    assertThat((Object) row(type, value).getObject(1, asked)).isEqualTo(expected);
    assertThat((Object) row(type, null).getObject("c", asked)).isNull();
  }

  @Test
  void givesTheInterfacesOfJdbc() throws SQLException {
    assertThat(row(VARCHAR, "text").getObject(1, Clob.class).length()).isEqualTo(4);
    assertThat(row(VARBINARY, new byte[2]).getObject(1, Blob.class).length()).isEqualTo(2);
    assertThat(row(arrayOf(REAL), List.of(1f)).getObject(1, Array.class).getBaseTypeName())
        .isEqualTo("REAL");
    assertThat(row(STRUCT, List.of("a")).getObject(1, Struct.class).getAttributes())
        .containsExactly("a");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refuses(BIGINT, 1L << 31, results -> results.getInt(1), ErrorCode.OUT_OF_RANGE),
        refuses(INTEGER, 128, results -> results.getByte(1), ErrorCode.OUT_OF_RANGE),
        refuses(INTEGER, 1 << 15, results -> results.getShort(1), ErrorCode.OUT_OF_RANGE),
        refuses(DOUBLE, 1e300, results -> results.getLong(1), ErrorCode.OUT_OF_RANGE),
        refuses(DOUBLE, 1e300, results -> results.getFloat(1), ErrorCode.OUT_OF_RANGE),
        refuses(VARCHAR, "1e999999999", results -> results.getLong(1), ErrorCode.OUT_OF_RANGE),
        refuses(VARCHAR, "1e999999999", results -> results.getDouble(1), ErrorCode.OUT_OF_RANGE),
        refuses(VARCHAR, "abc", results -> results.getInt(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "1f", results -> results.getDouble(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "maybe", results -> results.getBoolean(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "x", results -> results.getDate(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "x", results -> results.getArray(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "x", results -> results.getURL(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "x", results -> results.getRef(1), ErrorCode.INVALID_CONVERSION),
        refuses(VARCHAR, "x", results -> results.getSQLXML(1), ErrorCode.INVALID_CONVERSION),
        refuses(
            VARCHAR,
            "x",
            results -> results.getObject(1, UUID.class),
            ErrorCode.INVALID_CONVERSION),
        refuses(
            VARCHAR,
            "x",
            results -> results.getObject(1, Thread.class),
            ErrorCode.INVALID_CONVERSION),
        refuses(
            VARCHAR,
            "x",
            results -> results.getObject(1, (Class<?>) null),
            ErrorCode.INVALID_ARGUMENT),
        refuses(DATE, DAY, results -> results.getTime(1), ErrorCode.INVALID_CONVERSION),
        refuses(DOUBLE, Double.NaN, results -> results.getInt(1), ErrorCode.INVALID_CONVERSION),
        refuses(
            arrayOf(REAL),
            Arrays.asList(1f, null),
            results -> results.getObject(1, float[].class),
            ErrorCode.INVALID_CONVERSION));
  }

  private static Arguments refuses(
      ColumnType type, Object value, Getter getter, ErrorCode expected) {
    return arguments(type.name(), type, value, getter, expected);
  }

  @ParameterizedTest(name = "{0} {2}: {4}")
  @MethodSource("refused")
  void refusesWithACode(
      String name, ColumnType type, Object value, Getter getter, ErrorCode expected)
      throws SQLException {
    ResultSet results = row(type, value);
    assertCode(expected, () -> getter.get(results));
  }

  @Test
  void saysWhichColumnAndValueCannotBeRead() throws SQLException {
    assertThatThrownBy(() -> row(VARCHAR, "abc").getInt("C"))
        .hasMessageStartingWith("Column 1 (c VARCHAR): 'abc' cannot be read as a number.");
  }

  @Test
  void readsNullAsNullOrZero() throws SQLException {
    ResultSet results = row(INTEGER, null);
    assertThat(results.getInt(1)).isZero();
    assertThat(results.wasNull()).isTrue();
    assertThat(results.getLong(1)).isZero();
    assertThat(results.getByte(1)).isZero();
    assertThat(results.getShort(1)).isZero();
    assertThat(results.getFloat(1)).isZero();
    assertThat(results.getDouble(1)).isZero();
    assertThat(results.getBoolean(1)).isFalse();
    assertThat(results.getString(1)).isNull();
    assertThat(results.getBigDecimal(1)).isNull();
    assertThat(results.getBytes(1)).isNull();
    assertThat(results.getTimestamp(1)).isNull();
    assertThat(results.getArray(1)).isNull();
    assertThat(results.getClob(1)).isNull();
    assertThat(results.getRef(1)).isNull();
    assertThat(results.getRowId(1)).isNull();
    assertThat(results.getObject(1)).isNull();
  }

  @Test
  void readsTimesInTheCalendarsZone() throws SQLException {
    Calendar tokyo = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
    ZoneId zone = ZoneId.of("Asia/Tokyo");
    assertThat(row(TIMESTAMP, MOMENT).getTimestamp(1, tokyo).toInstant())
        .isEqualTo(MOMENT.atZone(zone).toInstant());
    assertThat(row(DATE, DAY).getDate("c", tokyo).getTime())
        .isEqualTo(DAY.atStartOfDay(zone).toInstant().toEpochMilli());
    assertThat(row(TIME, NOON).getTime("c", tokyo).getTime())
        .isEqualTo(LocalDate.EPOCH.atTime(NOON).atZone(zone).toInstant().toEpochMilli());
    assertThat(row(ZONED, ABROAD).getTimestamp(1, tokyo).toInstant()).isEqualTo(ABROAD.toInstant());
  }
}
