package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function that the metadata lists, in JDBC's escape: it gives what the appendix of the JDBC
 * specification says and, where H2 has it too, what H2 gives.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcFunctionsIT {
  /** What H2 lacks, writes otherwise, or answers for itself. */
  private static final List<String> NOT_IN_H2 =
      List.of("CBRT", "RAND", "DATABASE", "USER", "CONVERT", "CURDATE", "CURTIME", "NOW");

  private static final Map<String, List<String>> CALLS = new TreeMap<>();

  static {
    String calls =
        """
        ABS: abs(-3)=3; abs(-2.5)=2.5
        ACOS: acos(1)=0
        ASIN: asin(0)=0
        ATAN: atan(0)=0
        ATAN2: atan2(0, 1)=0
        CBRT: cbrt(27)=3
        CEILING: ceiling(1.2)=2; ceiling(-1.2)=-1
        COS: cos(0)=1
        COT: cot(1)=0.6420926159343306
        DEGREES: degrees(0)=0
        EXP: exp(0)=1
        FLOOR: floor(1.8)=1; floor(-1.2)=-2
        LOG: log(1)=0; log(10)=2.302585092994046
        LOG10: log10(100)=2
        MOD: mod(7, 3)=1; mod(-7, 3)=-1
        PI: pi()=3.141592653589793
        POWER: power(2, 10)=1024
        RADIANS: radians(0)=0
        RAND: floor({fn rand()})=0; floor({fn rand(7)})=0
        ROUND: round(2.567, 2)=2.57; round(1234, -2)=1200
        SIGN: sign(-4)=-1; sign(0)=0
        SIN: sin(0)=0
        SQRT: sqrt(16)=4
        TAN: tan(0)=0
        TRUNCATE: truncate(2.567, 2)=2.56; truncate(-2.567, 2)=-2.56
        ASCII: ascii('A')=65
        CHAR: char(65)=A
        CONCAT: concat('a', 'b')=ab
        DIFFERENCE: difference('Robert', 'Rupert')=4
        INSERT: insert('abcdef', 2, 3, 'XY')=aXYef
        LCASE: lcase('ABC')=abc
        LEFT: left('abcdef', 2)=ab
        LENGTH: length('abc')=3
        LOCATE: locate('c', 'abcabc')=3; locate('c', 'abcabc', 4)=6; locate('x', 'abc')=0
        LTRIM: ltrim('  a')=a
        REPEAT: repeat('ab', 3)=ababab
        REPLACE: replace('abcabc', 'b', 'X')=aXcaXc
        RIGHT: right('abcdef', 2)=ef
        RTRIM: concat({fn rtrim('a  ')}, '.')=a.
        SOUNDEX: soundex('Robert')=R163
        SPACE: concat({fn space(3)}, '.')=   .
        SUBSTRING: substring('abcdef', 2, 3)=bcd
        UCASE: ucase('abc')=ABC
        CONVERT: convert('5', SQL_INTEGER)=5; convert(5, SQL_VARCHAR)=5; convert('2.5', SQL_DOUBLE)=2.5
        DATABASE: database()=bricklane
        IFNULL: ifnull(NULL, 'x')=x; ifnull('y', 'x')=y
        USER: user()=bricklane
        CURDATE: timestampdiff(SQL_TSI_DAY, {fn curdate()}, {fn curdate()})=0
        CURTIME: sign({fn hour({fn curtime()})} + 1)=1
        DAYNAME: dayname(DATE '2024-02-29')=Thursday
        DAYOFMONTH: dayofmonth(DATE '2024-02-29')=29
        DAYOFWEEK: dayofweek(DATE '2024-02-29')=5; dayofweek(DATE '2024-02-25')=1
        DAYOFYEAR: dayofyear(DATE '2024-02-29')=60
        HOUR: hour(TIME '12:34:56')=12
        MINUTE: minute(TIME '12:34:56')=34
        MONTH: month(DATE '2024-02-29')=2
        MONTHNAME: monthname(DATE '2024-02-29')=February
        NOW: sign({fn year({fn now()})} - 2020)=1
        QUARTER: quarter(DATE '2024-02-29')=1
        SECOND: second(TIME '12:34:56')=56
        TIMESTAMPADD: timestampadd(SQL_TSI_DAY, 1, TIMESTAMP '2024-02-28 00:00:00')=2024-02-29 00:00:00; \
        timestampadd(SQL_TSI_MONTH, 1, TIMESTAMP '2024-01-31 10:00:00')=2024-02-29 10:00:00
        TIMESTAMPDIFF: timestampdiff(SQL_TSI_DAY, TIMESTAMP '2024-02-28 00:00:00', TIMESTAMP '2024-03-01 00:00:00')=2
        WEEK: week(DATE '2024-02-29')=9
        YEAR: year(DATE '2024-02-29')=2024
        """;
    for (String line : calls.lines().toList()) {
      String name = line.substring(0, line.indexOf(':'));
      CALLS.put(name, List.of(line.substring(name.length() + 1).strip().split("; *")));
    }
  }

  private Connection bricklane;
  private Connection h2;

  @BeforeAll
  void open() throws SQLException {
    bricklane = DriverManager.getConnection("jdbc:bricklane:embedded");
    h2 = DriverManager.getConnection("jdbc:h2:mem:");
  }

  @AfterAll
  void close() throws SQLException {
    bricklane.close();
    h2.close();
  }

  @Test
  void areAllTried() throws SQLException {
    DatabaseMetaData metadata = bricklane.getMetaData();
    assertThat(
            Stream.of(
                    metadata.getNumericFunctions(),
                    metadata.getStringFunctions(),
                    metadata.getSystemFunctions(),
                    metadata.getTimeDateFunctions())
                .flatMap(list -> Arrays.stream(list.split(","))))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
  }

  static Stream<Arguments> calls() {
    return CALLS.entrySet().stream()
        .flatMap(entry ->
            entry.getValue().stream()
                .map(call -> {
                  int equals = call.lastIndexOf('=');
                  return arguments(
                      entry.getKey(), call.substring(0, equals), call.substring(equals + 1));
                }));
  }

  @ParameterizedTest(name = "{1} is {2}")
  @MethodSource("calls")
  void giveWhatTheSpecificationSays(String name, String call, String expected) throws SQLException {
    assertThat(value(bricklane, call)).isEqualTo(plain(expected));
    // A tool writes names in capitals as often as not.
    String capitals = call.replaceFirst("^\\w+", name(call).toUpperCase(Locale.ROOT));
    assertThat(value(bricklane, capitals)).isEqualTo(plain(expected));
  }

  @ParameterizedTest(name = "{1} is {2} in H2")
  @MethodSource("calls")
  void giveWhatH2Gives(String name, String call, String expected) throws SQLException {
    if (!NOT_IN_H2.contains(name)) {
      assertThat(value(h2, call)).isEqualTo(plain(expected));
    }
  }

  private static String name(String call) {
    return call.substring(0, call.indexOf('('));
  }

  private static String value(Connection connection, String call) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT {fn " + call + "}")) {
      rows.next();
      return plain(rows.getString(1));
    }
  }

  /** Numbers without what types add: 1024.0 and 1024 are one. */
  private static String plain(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** What {@code CONVERT} is said to do, it does, for a column as for a literal. */
  @Test
  void convertsWhatIsClaimed() throws SQLException {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("TINYINT", "1"),
            Map.entry("SMALLINT", "1"),
            Map.entry("INTEGER", "1"),
            Map.entry("BIGINT", "1"),
            Map.entry("REAL", "1"),
            Map.entry("FLOAT", "1"),
            Map.entry("DOUBLE", "1"),
            Map.entry("DECIMAL", "1"),
            Map.entry("BOOLEAN", "TRUE"),
            Map.entry("CHAR", "'1'"),
            Map.entry("VARCHAR", "'1'"),
            Map.entry("BINARY", "X'01'"),
            Map.entry("VARBINARY", "X'01'"),
            Map.entry("DATE", "DATE '2024-02-29'"),
            Map.entry("TIME", "TIME '12:34:56'"),
            Map.entry("TIMESTAMP", "TIMESTAMP '2024-02-29 12:34:56'"));
    DatabaseMetaData metadata = bricklane.getMetaData();
    int claimed = 0;
    for (String from : values.keySet()) {
      for (String to : values.keySet()) {
        if (metadata.supportsConvert(
            JDBCType.valueOf(from).getVendorTypeNumber(),
            JDBCType.valueOf(to).getVendorTypeNumber())) {
          claimed++;
          String value = values.get(from);
          if (value.startsWith("'")) {
            String literal = values.get(to).replaceFirst("^\\w+ ", "").replace("'", "");
            value = "'" + literal + "'";
          }
          converts(from, to, value);
        }
      }
    }
    assertThat(claimed).isGreaterThan(100);
  }

  private void converts(String from, String to, String value) throws SQLException {
    String sql =
        "SELECT {fn CONVERT(CAST(x AS %s%s), SQL_%s)} FROM (VALUES %s) t(x)"
            .formatted(
                from, from.equals("CHAR") ? "(" + (value.length() - 2) + ")" : "", to, value);
    try (Statement statement = bricklane.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).as(sql).isNotBlank();
      assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo(to);
    }
  }
}
