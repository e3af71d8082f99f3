package dev.bricklane.shell;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result: their labels, and how to read a row of them.
 *
 * @param labels the labels, in order
 * @param types their {@link Types}
 */
record ResultColumns(List<String> labels, List<Integer> types) {
  ResultColumns {
    labels = List.copyOf(labels);
    types = List.copyOf(types);
  }

  static ResultColumns of(ResultSetMetaData metaData) throws SQLException {
    List<String> labels = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      labels.add(metaData.getColumnLabel(i));
      types.add(metaData.getColumnType(i));
    }
    return new ResultColumns(labels, types);
  }

  int count() {
    return labels.size();
  }

  boolean isNumber(int column) {
    return switch (types.get(column)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  /**
   * Reads the current row as plain values, as {@link PlainValue} makes them.
   *
   * @param whileItComes whether a text is given as its reader
   */
  List<@Nullable Object> read(ResultSet row, boolean whileItComes) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      values.add(
          whileItComes && types.get(i) == Types.VARCHAR
              ? row.getCharacterStream(i + 1)
              : read(row, i + 1, types.get(i)));
    }
    return Collections.unmodifiableList(values);
  }

  private static @Nullable Object read(ResultSet row, int index, int type) throws SQLException {
    Object value =
        switch (type) {
          case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> row.getLong(index);
          case Types.REAL -> row.getFloat(index);
          case Types.FLOAT, Types.DOUBLE -> row.getDouble(index);
          case Types.DECIMAL, Types.NUMERIC -> row.getBigDecimal(index);
          case Types.BOOLEAN, Types.BIT -> row.getBoolean(index);
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
              row.getBytes(index);
          case Types.ARRAY -> row.getArray(index);
          case Types.STRUCT, Types.JAVA_OBJECT, Types.OTHER -> row.getObject(index);
          default -> row.getString(index);
        };
    return row.wasNull() ? null : PlainValue.of(value);
  }
}
