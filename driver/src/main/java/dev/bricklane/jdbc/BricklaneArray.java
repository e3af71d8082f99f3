package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An SQL array, held in memory. Safe for use by several threads. */
final class BricklaneArray implements Array {
  private static final ColumnType INTEGER = ColumnType.of(Types.INTEGER, "INTEGER", 0, 0);

  private final ColumnType element;
  private volatile @Nullable List<@Nullable Object> values;

  BricklaneArray(ColumnType element, List<@Nullable Object> values) {
    this.element = element;
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  @Override
  public String getBaseTypeName() {
    return TypeFacts.name(element);
  }

  @Override
  public int getBaseType() {
    return element.jdbcType();
  }

  @Override
  public Object getArray() throws SQLException {
    return JdbcArrays.toJava(values(), element);
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> types) throws SQLException {
    return getArray();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    return JdbcArrays.toJava(slice(index, count), element);
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return rows(1, values());
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> types) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return rows(index, slice(index, count));
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getResultSet(index, count);
  }

  @Override
  public void free() {
    values = null;
  }

  /** Returns the values as SQL holds them. */
  List<@Nullable Object> values() throws SQLException {
    List<@Nullable Object> held = values;
    if (held == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The array has been freed");
    }
    return held;
  }

  private List<@Nullable Object> slice(long index, int count) throws SQLException {
    List<@Nullable Object> all = values();
    if (index < 1 || count < 0 || index - 1 > all.size()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT,
          "An array of "
              + all.size()
              + " elements, counted from 1, has none from "
              + index
              + ", "
              + count
              + " long");
    }
    return all.subList((int) index - 1, (int) Math.min(all.size(), index - 1 + count));
  }

  private ResultSet rows(long first, List<@Nullable Object> elements) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add((int) first + i);
      row.add(elements.get(i));
      rows.add(row);
    }
    return MemoryRows.resultSet(
        List.of(
            Column.of("INDEX", INTEGER, false, "The element's place, from 1"),
            Column.of("VALUE", element, true, "The element")),
        rows);
  }

  @Override
  public String toString() {
    List<@Nullable Object> held = values;
    return held == null ? "freed array" : Texts.of(held);
  }
}
