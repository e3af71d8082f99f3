package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static dev.bricklane.jdbc.SqlTypes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreparedStatementTest {
  private static final ColumnType ANY = ColumnType.of(Types.OTHER, "ANY", 0, 0);
  private static final LocalDate DAY = LocalDate.of(2024, 2, 29);
  private static final LocalTime NOON = LocalTime.of(12, 0, 1);
  private static final LocalDateTime MOMENT = DAY.atTime(NOON);
  private static final UUID SOME_UUID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
  private static final Calendar TOKYO = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));

  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  private static Arguments sets(ColumnType type, Setter setter, Object expected) {
    return arguments(type.name(), type, setter, expected);
  }

  static Stream<Arguments> settable() throws Exception {
    URL url = URI.create("http://x/").toURL();
    byte[] bytes = "text".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        sets(BOOLEAN, s -> s.setBoolean(1, true), true),
        sets(TINYINT, s -> s.setByte(1, (byte) 1), (byte) 1),
        sets(SMALLINT, s -> s.setShort(1, (short) 1), (short) 1),
        sets(INTEGER, s -> s.setInt(1, 1), 1),
        sets(INTEGER, s -> s.setLong(1, 1), 1),
        sets(INTEGER, s -> s.setString(1, "1"), 1),
        sets(INTEGER, s -> s.setDouble(1, 1.0), 1),
        sets(BIGINT, s -> s.setInt(1, 1), 1L),
        sets(BIGINT, s -> s.setLong(1, 1), 1L),
        sets(REAL, s -> s.setFloat(1, 0.5f), 0.5f),
        sets(DOUBLE, s -> s.setDouble(1, 0.5), 0.5),
        sets(DOUBLE, s -> s.setInt(1, 1), 1.0),
        sets(DECIMAL, s -> s.setBigDecimal(1, BigDecimal.TEN), BigDecimal.TEN),
        sets(DECIMAL, s -> s.setObject(1, BigInteger.TEN), BigDecimal.TEN),
        sets(VARCHAR, s -> s.setString(1, "what's ?"), "what's ?"),
        sets(VARCHAR, s -> s.setNString(1, "text"), "text"),
        sets(VARCHAR, s -> s.setInt(1, 7), "7"),
        sets(VARCHAR, s -> s.setObject(1, SOME_UUID), SOME_UUID.toString()),
        sets(VARCHAR, s -> s.setObject(1, 'c'), "c"),
        sets(VARCHAR, s -> s.setObject(1, MOMENT), "2024-02-29 12:00:01"),
        sets(VARCHAR, s -> s.setURL(1, url), "http://x/"),
        sets(VARBINARY, s -> s.setBytes(1, bytes), bytes),
        sets(VARBINARY, s -> s.setString(1, "text"), bytes),
        // Streams and large objects.
        sets(VARCHAR, s -> s.setCharacterStream(1, new StringReader("text")), "text"),
        sets(VARCHAR, s -> s.setCharacterStream(1, new StringReader("text"), 2), "te"),
        sets(VARCHAR, s -> s.setNCharacterStream(1, new StringReader("text"), 2L), "te"),
        sets(VARCHAR, s -> s.setClob(1, new StringReader("text")), "text"),
        sets(VARCHAR, s -> s.setNClob(1, new StringReader("text"), 4), "text"),
        sets(VARCHAR, s -> s.setAsciiStream(1, new ByteArrayInputStream(bytes)), "text"),
        sets(VARCHAR, s -> s.setAsciiStream(1, new ByteArrayInputStream(bytes), 2), "te"),
        sets(VARBINARY, s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes)), bytes),
        sets(VARBINARY, s -> s.setBlob(1, new ByteArrayInputStream(bytes), 4), bytes),
        sets(VARCHAR, s -> s.setClob(1, filledClob(s.getConnection())), "text"),
        sets(VARBINARY, s -> s.setBlob(1, filledBlob(s.getConnection())), bytes),
        sets(VARCHAR, s -> s.setObject(1, new StringReader("text")), "text"),
        // Dates and times.
        sets(DATE, s -> s.setDate(1, Date.valueOf(DAY)), DAY),
        sets(DATE, s -> s.setObject(1, DAY), DAY),
        sets(DATE, s -> s.setString(1, "2024-02-29"), DAY),
        sets(TIME, s -> s.setTime(1, Time.valueOf(NOON)), NOON),
        sets(TIME, s -> s.setObject(1, NOON), NOON),
        sets(TIMESTAMP, s -> s.setTimestamp(1, Timestamp.valueOf(MOMENT)), MOMENT),
        sets(TIMESTAMP, s -> s.setObject(1, MOMENT), MOMENT),
        sets(TIMESTAMP, s -> s.setDate(1, Date.valueOf(DAY)), DAY.atStartOfDay()),
        sets(
            TIMESTAMP,
            s -> s.setObject(1, new java.util.Date(Timestamp.valueOf(MOMENT).getTime())),
            MOMENT),
        sets(
            TIMESTAMP,
            s -> s.setObject(1, MOMENT.atZone(ZoneId.systemDefault()).toOffsetDateTime()),
            MOMENT),
        sets(
            ZONED,
            s -> s.setObject(1, Instant.EPOCH),
            OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)),
        sets(
            TIMESTAMP,
            s -> s.setTimestamp(1, new Timestamp(0), TOKYO),
            LocalDateTime.of(1970, 1, 1, 9, 0)),
        sets(DATE, s -> s.setDate(1, new Date(0), TOKYO), LocalDate.EPOCH),
        sets(TIME, s -> s.setTime(1, new Time(0), TOKYO), LocalTime.of(9, 0)),
        // Arrays.
        sets(arrayOf(REAL), s -> s.setObject(1, new float[] {1, 2}), List.of(1f, 2f)),
        sets(arrayOf(REAL), s -> s.setObject(1, List.of(1, 2)), List.of(1f, 2f)),
        sets(
            arrayOf(VARCHAR),
            s -> s.setObject(1, new String[] {"a", null}),
            Arrays.asList("a", null)),
        sets(
            arrayOf(VARCHAR),
            s -> s.setArray(1, s.getConnection().createArrayOf("VARCHAR", new Object[] {"a"})),
            List.of("a")),
        // Null, and types asked for.
        sets(INTEGER, s -> s.setNull(1, Types.INTEGER), null),
        sets(INTEGER, s -> s.setObject(1, null), null),
        sets(VARCHAR, s -> s.setString(1, null), null),
        sets(VARCHAR, s -> s.setCharacterStream(1, null), null),
        sets(DATE, s -> s.setDate(1, null, TOKYO), null),
        sets(ANY, s -> s.setObject(1, "12", Types.INTEGER), 12),
        sets(ANY, s -> s.setObject(1, 1.256, Types.DECIMAL, 2), new BigDecimal("1.26")),
        sets(ANY, s -> s.setObject(1, "2024-02-29", JDBCType.DATE), DAY),
        sets(ANY, s -> s.setObject(1, 1, JDBCType.VARCHAR, 0), "1"),
        sets(ANY, s -> s.setDate(1, Date.valueOf(DAY)), DAY),
        sets(ANY, s -> s.setInt(1, 1), 1));
  }

  private static Clob filledClob(Connection connection) throws SQLException {
    Clob clob = connection.createClob();
    clob.setString(1, "text");
    return clob;
  }

  private static Blob filledBlob(Connection connection) throws SQLException {
    Blob blob = connection.createBlob();
    blob.setBytes(1, "text".getBytes(StandardCharsets.UTF_8));
    return blob;
  }

  private static FakeQuery takes(ColumnType type) {
    return FakeQuery.of(INTEGER, 1).parameter(type);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("settable")
  void handsOverValuesAsTheParametersType(
      String name, ColumnType type, Setter setter, Object expected) throws SQLException {
    FakeQuery query = takes(type);
    try (PreparedStatement statement = FakeSession.connect(query).prepareStatement("SELECT ?")) {
      setter.set(statement);
      statement.executeQuery();
    }
    assertThat(query.executions.get(0).parameters().get(0)).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        sets(INTEGER, s -> s.setString(1, "abc"), ErrorCode.INVALID_CONVERSION),
        sets(INTEGER, s -> s.setDouble(1, 1.5), ErrorCode.INVALID_CONVERSION),
        sets(INTEGER, s -> s.setLong(1, 1L << 31), ErrorCode.OUT_OF_RANGE),
        sets(DATE, s -> s.setInt(1, 1), ErrorCode.INVALID_CONVERSION),
        sets(VARCHAR, s -> s.setObject(1, new Object()), ErrorCode.INVALID_CONVERSION),
        sets(INTEGER, s -> s.setInt(0, 1), ErrorCode.INVALID_PARAMETER),
        sets(INTEGER, s -> s.setInt(2, 1), ErrorCode.INVALID_PARAMETER),
        sets(INTEGER, s -> s.setObject(1, 1, (SQLType) null), ErrorCode.INVALID_ARGUMENT),
        sets(
            VARCHAR,
            s -> s.setCharacterStream(1, new StringReader("x"), 2),
            ErrorCode.INVALID_ARGUMENT),
        sets(
            VARCHAR,
            s -> s.setCharacterStream(1, new StringReader("x"), -1),
            ErrorCode.INVALID_ARGUMENT),
        sets(
            VARCHAR, s -> s.setCharacterStream(1, new BrokenReader()), ErrorCode.INVALID_ARGUMENT));
  }

  private static final class BrokenReader extends Reader {
    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("refused")
  void refusesWithACode(String name, ColumnType type, Setter setter, ErrorCode expected)
      throws SQLException {
    PreparedStatement statement = FakeSession.connect(takes(type)).prepareStatement("SELECT ?");
    assertCode(expected, () -> setter.set(statement));
  }

  @Test
  void saysWhichParameterIsWrong() throws SQLException {
    PreparedStatement statement = FakeSession.connect(takes(INTEGER)).prepareStatement("SELECT ?");
    assertThatThrownBy(() -> statement.setString(1, "abc"))
        .hasMessageStartingWith("Parameter 1 (INTEGER): 'abc' cannot be read as a number.");
    assertThatThrownBy(() -> statement.setInt(2, 1))
        .hasMessageStartingWith("There is no parameter 2; the statement has 1 to 1.");
  }

  @Test
  void runsOnlyWithAllItsValues() throws SQLException {
    FakeQuery query = takes(INTEGER).parameter(INTEGER);
    PreparedStatement statement = FakeSession.connect(query).prepareStatement("SELECT ?");
    statement.setInt(1, 1);
    assertThatThrownBy(statement::executeQuery).hasMessageStartingWith("Parameter 2 has no value");
    assertCode(ErrorCode.INVALID_PARAMETER, statement::execute);
    statement.setInt(2, 2);
    statement.executeQuery();
    statement.clearParameters();
    assertThatThrownBy(statement::executeQuery).hasMessageStartingWith("Parameter 1 has no value");
  }

  @Test
  void runsAgainWithNewValuesAndItsLimits() throws SQLException {
    FakeQuery query = takes(INTEGER).row(2);
    PreparedStatement statement = FakeSession.connect(query).prepareStatement("SELECT ?");
    statement.setMaxRows(1);
    for (int i = 0; i < 3; i++) {
      statement.setInt(1, i);
      assertThat(statement.execute()).isTrue();
      assertThat(statement.getResultSet().next()).isTrue();
      assertThat(statement.getResultSet().next()).isFalse();
    }
    assertThat(query.executions)
        .extracting(execution -> execution.parameters().get(0))
        .containsExactly(0, 1, 2);
    assertThat(query.executions).allMatch(execution -> execution.maxRows() == 1);
  }

  @Test
  void describesItselfBeforeItRuns() throws SQLException {
    FakeQuery query = takes(DECIMAL);
    PreparedStatement statement = FakeSession.connect(query).prepareStatement("SELECT ?");
    assertThat(statement.getMetaData().getColumnLabel(1)).isEqualTo("c");
    ParameterMetaData parameters = statement.getParameterMetaData();
    assertThat(parameters.getParameterCount()).isEqualTo(1);
    assertThat(parameters.getParameterType(1)).isEqualTo(Types.DECIMAL);
    assertThat(parameters.getParameterTypeName(1)).isEqualTo("DECIMAL");
    assertThat(parameters.getParameterClassName(1)).isEqualTo("java.math.BigDecimal");
    assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
    assertThat(parameters.isNullable(1)).isEqualTo(ParameterMetaData.parameterNullable);
    assertThat(parameters.isSigned(1)).isTrue();
    assertThat(parameters.getPrecision(1)).isEqualTo(10);
    assertThat(parameters.getScale(1)).isEqualTo(2);
    assertCode(ErrorCode.INVALID_PARAMETER, () -> parameters.getParameterType(2));
    assertThat(query.executions).isEmpty();
  }

  @Test
  void refusesUpdatesAndOtherQueries() throws SQLException {
    PreparedStatement statement =
        FakeSession.connect(new FakeQuery(Column.of("c", INTEGER, true, null)))
            .prepareStatement("SELECT c");
    assertCode(ErrorCode.READ_ONLY, statement::executeUpdate);
    assertCode(ErrorCode.READ_ONLY, statement::executeLargeUpdate);
    assertCode(ErrorCode.READ_ONLY, statement::addBatch);
    assertThat(statement.executeBatch()).isEmpty();
    assertCode(ErrorCode.INVALID_STATE, () -> statement.executeQuery("SELECT 1"));
    assertCode(ErrorCode.INVALID_STATE, () -> statement.execute("SELECT 1"));
    statement.close();
    assertCode(ErrorCode.INVALID_STATE, statement::executeQuery);
    assertCode(ErrorCode.INVALID_STATE, () -> statement.setInt(1, 1));
    assertCode(ErrorCode.INVALID_STATE, statement::getMetaData);
  }

  /** Planning takes longer than all the rest of a small query. */
  @Test
  void isPlannedOnceWhateverItsValuesAre() throws SQLException {
    FakeSession session = new FakeSession(sql -> takes(DECIMAL), new FakeCatalogue());
    PreparedStatement statement = new BricklaneConnection(session).prepareStatement("SELECT ?");
    for (Object value : new Object[] {1, 2L, "3", new BigDecimal("4.5"), 5.5, null}) {
      statement.setObject(1, value);
      statement.getMetaData();
      statement.getParameterMetaData();
      statement.executeQuery().close();
      statement.clearParameters();
    }
    assertThat(session.places).hasSize(1);
  }
}
