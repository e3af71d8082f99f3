package dev.bricklane.scripting;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A query and the values of its {@code ?}.
 *
 * @param text the SQL
 * @param parameters texts of any kind, numbers, times and collections, which are arrays
 */
record Query(String text, List<? extends @Nullable Object> parameters) {
  /** What reads the rows of a query. */
  interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /** Runs the query, and closes everything after the rows have been read. */
  <T> T run(Connection connection, Reading<T> reading) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      return reading.of(rows);
    }
  }

  /** Makes a statement with its parameters set. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, plain(parameters.get(i)));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** Returns all rows, each from the columns' labels to their values. */
  List<Map<String, @Nullable Object>> rows(Connection connection) throws SQLException {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    eachRow(connection, all::add);
    return all;
  }

  /** Gives each row away as soon as it is there. */
  void eachRow(Connection connection, Consumer<? super Map<String, @Nullable Object>> reader)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reader.accept(row(rows));
      }
    }
  }

  /** Reads the current row; arrays become lists. */
  static Map<String, @Nullable Object> row(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      row.put(columns.getColumnLabel(i), value(rows.getObject(i)));
    }
    return row;
  }

  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      value = array.getArray();
    }
    if (value instanceof Object[] elements) {
      List<@Nullable Object> list = new ArrayList<>(elements.length);
      for (Object element : elements) {
        list.add(value(element));
      }
      return list;
    }
    return value;
  }

  /** Returns what {@code setObject} takes: a GString is a text, a collection an array. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
      return value.toString();
    }
    if (value instanceof Collection<?> elements) {
      return elements.stream().map(Query::plain).toArray();
    }
    if (value instanceof float[] numbers) {
      Float[] boxed = new Float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        boxed[i] = numbers[i];
      }
      return boxed;
    }
    return value;
  }
}
