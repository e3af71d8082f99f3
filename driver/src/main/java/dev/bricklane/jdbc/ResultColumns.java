package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a result, as JDBC describes them. Immutable. */
final class ResultColumns implements ResultSetMetaData, Unwrapping {
  private final List<Column> columns;
  private final Map<String, Integer> numbers = new HashMap<>();

  ResultColumns(List<Column> columns) {
    this.columns = List.copyOf(columns);
    for (int i = 0; i < this.columns.size(); i++) {
      numbers.putIfAbsent(key(this.columns.get(i).label()), i + 1);
    }
    // By JDBC a name finds a column only where no label does.
    for (int i = 0; i < this.columns.size(); i++) {
      numbers.putIfAbsent(key(this.columns.get(i).name()), i + 1);
    }
  }

  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT);
  }

  /** Returns the number, from 1, of the first column with a label, whatever its case. */
  int find(@Nullable String label) throws SQLException {
    Integer number = label == null ? null : numbers.get(key(label));
    if (number == null) {
      throw SqlExceptions.of(
          ErrorCode.NO_SUCH_COLUMN, "No column " + label + " in the result; it has " + labels());
    }
    return number;
  }

  private String labels() {
    if (columns.isEmpty()) {
      return "none";
    }
    List<String> first = columns.stream().limit(20).map(Column::label).toList();
    return String.join(", ", first) + (columns.size() > first.size() ? ", …" : "");
  }

  /** Returns a column by its number, from 1. */
  Column column(int number) throws SQLException {
    if (number < 1 || number > columns.size()) {
      throw SqlExceptions.of(
          ErrorCode.NO_SUCH_COLUMN,
          "No column "
              + number
              + " in the result; "
              + (columns.isEmpty() ? "it has none" : "its columns are 1 to " + columns.size()));
    }
    return columns.get(number - 1);
  }

  private ColumnType type(int number) throws SQLException {
    return column(number).type();
  }

  private TypeFacts facts(int number) throws SQLException {
    return TypeFacts.of(type(number));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return facts(column).isText();
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullable() ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return facts(column).isNumber();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return facts(column).displaySize(type(column));
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return column(column).name();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return orEmpty(column(column).catalog());
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return orEmpty(column(column).schema());
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return orEmpty(column(column).table());
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return facts(column).precision(type(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    Integer digits = facts(column).decimalDigits(type(column));
    return digits == null ? 0 : digits;
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return type(column).jdbcType();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return TypeFacts.name(type(column));
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return facts(column).javaClass().getName();
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    column(column);
    return false;
  }
}
