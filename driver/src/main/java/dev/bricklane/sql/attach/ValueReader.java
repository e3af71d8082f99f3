package dev.bricklane.sql.attach;

import dev.bricklane.sql.attach.SourceColumn.Kind;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Reads a column of a source's result as generated code holds values of its type. */
@FunctionalInterface
interface ValueReader {
  /** Reads the current row's value; NULL is null. */
  @Nullable Object read(ResultSet row, int column) throws SQLException;

  /** Returns the readers of a query's columns. */
  static List<ValueReader> all(RelNode query, Product product) {
    List<ValueReader> readers = new ArrayList<>();
    for (int i = 0; i < query.getRowType().getFieldCount(); i++) {
      SourceColumn origin = Lineage.of(query, i);
      RelDataType type = query.getRowType().getFieldList().get(i).getType();
      readers.add(
          product == Product.SPARK && SparkTimes.concerns(type)
              ? (row, column) -> SparkTimes.read(row, column, type)
              : of(origin == null ? null : origin.kind(), type));
    }
    return readers;
  }

  /**
   * Returns the reader of a column.
   *
   * @param kind of the table's column that it is; null if it is computed
   */
  static ValueReader of(@Nullable Kind kind, RelDataType type) {
    if (kind == Kind.PADDED) {
      return (row, i) -> withoutBlanks(row.getString(i));
    }
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> (row, i) -> nullable(row, row.getBoolean(i));
      case TINYINT -> (row, i) -> nullable(row, row.getByte(i));
      case SMALLINT -> (row, i) -> nullable(row, row.getShort(i));
      case INTEGER -> (row, i) -> nullable(row, row.getInt(i));
      case BIGINT -> (row, i) -> nullable(row, row.getLong(i));
      case REAL -> (row, i) -> nullable(row, row.getFloat(i));
      case FLOAT, DOUBLE -> (row, i) -> nullable(row, row.getDouble(i));
      case DECIMAL -> ValueReader::decimal;
      case DATE ->
          (row, i) -> {
            LocalDate day = TemporalValues.date(row, i);
            return day == null ? null : TemporalValues.days(day);
          };
      case TIME ->
          (row, i) -> {
            LocalTime time = TemporalValues.time(row, i);
            return time == null ? null : (int) (time.toNanoOfDay() / 1_000_000L);
          };
      case TIMESTAMP ->
          (row, i) -> {
            LocalDateTime moment = TemporalValues.timestamp(row, i);
            return moment == null ? null : TemporalValues.millis(moment);
          };
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          (row, i) -> {
            OffsetDateTime moment = TemporalValues.instant(row, i);
            return moment == null
                ? null
                : TemporalValues.millis(moment.toEpochSecond(), moment.getNano());
          };
      case VARBINARY, BINARY ->
          (row, i) -> {
            byte[] bytes = row.getBytes(i);
            return bytes == null ? null : new ByteString(bytes);
          };
      case ARRAY -> {
        RelDataType element = type.getComponentType();
        yield (row, i) -> list(row.getArray(i), element);
      }
      default -> ResultSet::getString;
    };
  }

  private static @Nullable Object nullable(ResultSet row, Object value) throws SQLException {
    return row.wasNull() ? null : value;
  }

  /** What is no finite number, as PostgreSQL's NaN, has no place in a DECIMAL. */
  private static @Nullable Object decimal(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column);
  }

  private static @Nullable String withoutBlanks(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static @Nullable List<@Nullable Object> list(
      @Nullable Array array, @Nullable RelDataType element) throws SQLException {
    if (array == null) {
      return null;
    }
    Object values = array.getArray();
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < java.lang.reflect.Array.getLength(values); i++) {
      list.add(element(java.lang.reflect.Array.get(values, i), element));
    }
    return list;
  }

  private static @Nullable Object element(@Nullable Object value, @Nullable RelDataType type) {
    if (value == null || type == null) {
      return value;
    }
    if (value instanceof Number number) {
      return switch (type.getSqlTypeName()) {
        case TINYINT -> number.byteValue();
        case SMALLINT -> number.shortValue();
        case INTEGER -> number.intValue();
        case BIGINT -> number.longValue();
        case REAL -> number.floatValue();
        case FLOAT, DOUBLE -> number.doubleValue();
        case DECIMAL -> new BigDecimal(number.toString());
        default -> number.toString();
      };
    }
    return switch (type.getSqlTypeName()) {
      case DATE ->
          (int)
              (value instanceof LocalDate day ? day : LocalDate.parse(value.toString()))
                  .toEpochDay();
      case BOOLEAN -> value instanceof Boolean ? value : Boolean.valueOf(value.toString());
      default -> value.toString();
    };
  }
}
