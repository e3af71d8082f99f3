package dev.bricklane.sql.files;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Columns of Parquet files: DuckDB's types in the engine's, how to ask for them, and to read them.
 */
final class ParquetColumn {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  private static final Map<String, SqlType> TYPES =
      Map.ofEntries(
          Map.entry("BOOLEAN", SqlType.of(SqlTypeName.BOOLEAN)),
          Map.entry("TINYINT", SqlType.of(SqlTypeName.TINYINT)),
          Map.entry("SMALLINT", SqlType.of(SqlTypeName.SMALLINT)),
          Map.entry("UTINYINT", SqlType.of(SqlTypeName.SMALLINT)),
          Map.entry("INTEGER", SqlType.of(SqlTypeName.INTEGER)),
          Map.entry("USMALLINT", SqlType.of(SqlTypeName.INTEGER)),
          Map.entry("BIGINT", SqlType.of(SqlTypeName.BIGINT)),
          Map.entry("UINTEGER", SqlType.of(SqlTypeName.BIGINT)),
          Map.entry("UBIGINT", SqlType.decimal(20, 0)),
          Map.entry("HUGEINT", SqlType.decimal(38, 0)),
          Map.entry("FLOAT", SqlType.of(SqlTypeName.REAL)),
          Map.entry("DOUBLE", SqlType.of(SqlTypeName.DOUBLE)),
          Map.entry("VARCHAR", SqlType.of(SqlTypeName.VARCHAR)),
          Map.entry("BLOB", SqlType.of(SqlTypeName.VARBINARY)),
          Map.entry("DATE", SqlType.of(SqlTypeName.DATE)),
          Map.entry("TIME", SqlType.moment(SqlTypeName.TIME)),
          Map.entry("TIMESTAMP", SqlType.moment(SqlTypeName.TIMESTAMP)),
          Map.entry("TIMESTAMP_S", SqlType.moment(SqlTypeName.TIMESTAMP)),
          Map.entry("TIMESTAMP_MS", SqlType.moment(SqlTypeName.TIMESTAMP)),
          Map.entry("TIMESTAMP_NS", SqlType.moment(SqlTypeName.TIMESTAMP)),
          Map.entry(
              "TIMESTAMP WITH TIME ZONE",
              SqlType.moment(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE)));

  private static final long INFINITE = Long.MAX_VALUE;

  private ParquetColumn() {}

  /** Returns a column by the type that DuckDB says it has; texts for what the engine has not. */
  static FileColumn of(String name, String source, String type) {
    SqlType scalar = scalar(type);
    if (scalar != null) {
      return new FileColumn(name, source, scalar, false);
    }
    SqlType element = type.endsWith("[]") ? scalar(type.substring(0, type.length() - 2)) : null;
    return element != null && isElement(element)
        ? new FileColumn(name, source, element, true)
        : new FileColumn(name, source, SqlType.of(SqlTypeName.VARCHAR), false);
  }

  private static @Nullable SqlType scalar(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches()
        ? SqlType.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)))
        : TYPES.get(type);
  }

  private static boolean isElement(SqlType type) {
    return switch (type.name()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, VARCHAR -> true;
      default -> false;
    };
  }

  /** Returns what to select for a column. */
  static String expression(FileColumn column) {
    String name = '"' + column.source().replace("\"", "\"\"") + '"';
    if (column.array()) {
      return "CAST(" + name + " AS " + duckName(column.type()) + "[])";
    }
    return switch (column.type().name()) {
      // DuckDB rounds to milliseconds; the engine cuts off.
      // Structures become JSON, texts stay as they are.
      case VARCHAR ->
          "CASE WHEN typeof("
              + name
              + ") LIKE '%(%' OR typeof("
              + name
              + ") LIKE '%[%' THEN CAST("
              + "to_json("
              + name
              + ") AS VARCHAR) ELSE CAST("
              + name
              + " AS VARCHAR) END";
      case DATE -> finite(name, "CAST(" + name + " AS DATE) - DATE '1970-01-01'");
      case TIME -> "epoch_us(CAST(" + name + " AS TIME))";
      case TIMESTAMP -> finite(name, "epoch_us(CAST(" + name + " AS TIMESTAMP))");
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          finite(name, "epoch_us(CAST(" + name + " AS TIMESTAMP WITH TIME ZONE))");
      default -> "CAST(" + name + " AS " + duckName(column.type()) + ")";
    };
  }

  /** DuckDB's infinity is no moment here; left alone, it would be NULL or some day. */
  private static String finite(String name, String value) {
    return "CASE WHEN isinf(%s) THEN %d ELSE %s END".formatted(name, INFINITE, value);
  }

  private static String duckName(SqlType type) {
    return switch (type.name()) {
      case VARBINARY -> "BLOB";
      case REAL -> "FLOAT";
      default -> type.text();
    };
  }

  /** Reads a value as Calcite's generated code has it. */
  static @Nullable Object value(ResultSet row, int column, FileColumn type) throws SQLException {
    if (type.array()) {
      return array(row, column, type.type());
    }
    Object value =
        switch (type.type().name()) {
          case BOOLEAN -> row.getBoolean(column);
          case TINYINT -> row.getByte(column);
          case SMALLINT -> row.getShort(column);
          case INTEGER -> row.getInt(column);
          case DATE -> (int) moment(row, column, type);
          case TIME -> (int) Math.floorDiv(row.getLong(column), 1000L);
          case BIGINT -> row.getLong(column);
          case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              Math.floorDiv(moment(row, column, type), 1000L);
          case REAL -> row.getFloat(column);
          case DOUBLE -> row.getDouble(column);
          case DECIMAL -> row.getBigDecimal(column);
          case VARBINARY -> bytes(row.getBytes(column));
          default -> row.getString(column);
        };
    return row.wasNull() ? null : value;
  }

  private static long moment(ResultSet row, int column, FileColumn type) throws SQLException {
    long value = row.getLong(column);
    if (value == INFINITE) {
      throw new SQLException("column \"" + type.source() + "\" holds infinity");
    }
    return value;
  }

  private static @Nullable ByteString bytes(byte @Nullable [] value) {
    return value == null ? null : new ByteString(value);
  }

  private static @Nullable List<@Nullable Object> array(ResultSet row, int column, SqlType type)
      throws SQLException {
    java.sql.Array array = row.getArray(column);
    if (array == null || row.wasNull()) {
      return null;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object each : (Object[]) array.getArray()) {
      elements.add(
          each != null && type.name() == SqlTypeName.DECIMAL
              ? new BigDecimal(each.toString())
              : each);
    }
    return elements;
  }
}
