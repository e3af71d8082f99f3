package dev.bricklane.conformance.heavy;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a stand-in's statements are run on: DuckDB, whose SQL differs from a warehouse's by little
 * ({@link WarehouseSql}), with the SHOW commands answered from its information schema.
 */
final class WarehouseTables implements AutoCloseable {
  private static final Pattern SHOW =
      Pattern.compile(
          "SHOW (TABLES|COLUMNS) IN CATALOG `([^`]*)`(?: SCHEMA LIKE '([^']*)')?"
              + "(?: TABLE LIKE '([^']*)')?(?: LIKE '([^']*)')?");

  private static final Map<String, String> NAMES =
      Map.of(
          "TINYINT", "BYTE", "SMALLINT", "SHORT", "BIGINT", "LONG", "TIMESTAMP_NTZ", "TIMESTAMP");

  /** A parameter of a statement, as it is sent. */
  record Parameter(String type, @Nullable String value) {}

  /**
   * A column of a result.
   *
   * @param type as the warehouse writes it, such as DECIMAL(10,2)
   */
  record Column(String name, String type) {
    String typeName() {
      String base = type.replaceAll("[<(].*", "");
      return NAMES.getOrDefault(base, base);
    }
  }

  /** A statement's result. */
  record Result(List<Column> columns, List<List<Object>> rows) {}

  private final Connection connection;

  WarehouseTables(String... definitions) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("ATTACH ':memory:' AS workspace");
      statement.execute("USE workspace");
      statement.execute("CREATE SCHEMA \"default\"");
      statement.execute("USE workspace.\"default\"");
      statement.execute("CREATE MACRO main.unix_millis(t) AS epoch_ms(t)");
      for (String definition : definitions) {
        statement.execute(definition);
      }
    }
  }

  synchronized Result run(String text, List<Parameter> parameters) throws SQLException {
    Matcher show = SHOW.matcher(text);
    if (show.matches()) {
      return show.group(1).equals("TABLES") ? tables(show) : columns(show);
    }
    try (PreparedStatement statement = connection.prepareStatement(WarehouseSql.translated(text))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, value(parameters.get(i)));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return result(rows);
      }
    }
  }

  private static @Nullable Object value(Parameter parameter) {
    String value = parameter.value();
    if (value == null) {
      return null;
    }
    return switch (parameter.type().replaceAll("\\(.*", "")) {
      case "INT", "SHORT", "BYTE", "LONG" -> Long.valueOf(value);
      case "DOUBLE", "FLOAT" -> Double.valueOf(value);
      case "DECIMAL" -> new BigDecimal(value);
      case "BOOLEAN" -> Boolean.valueOf(value);
      case "DATE" -> LocalDate.parse(value);
      case "STRING" -> value;
      default -> throw new IllegalArgumentException(parameter.type());
    };
  }

  private static Result result(ResultSet rows) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(new Column(metadata.getColumnLabel(i), named(metadata.getColumnTypeName(i))));
    }
    List<List<Object>> values = new ArrayList<>();
    while (rows.next()) {
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = plain(rows.getObject(i + 1));
      }
      values.add(Arrays.asList(row));
    }
    return new Result(columns, values);
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      return Arrays.asList((Object[]) array.getArray());
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value instanceof Blob blob ? blob.getBytes(1, (int) blob.length()) : value;
  }

  /** Returns what a warehouse calls a type of DuckDB's. */
  private static String named(String type) {
    if (type.endsWith("[]")) {
      return "ARRAY<" + named(type.substring(0, type.length() - 2)) + ">";
    }
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "INTEGER" -> "INT";
      case "VARCHAR" -> "STRING";
      case "BLOB" -> "BINARY";
      case "TIMESTAMP" -> "TIMESTAMP_NTZ";
      case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP";
      case "HUGEINT" -> "DECIMAL(38,0)";
      default -> type.startsWith("MAP") ? "MAP<STRING,INT>" : type.toUpperCase(Locale.ROOT);
    };
  }

  private Result tables(Matcher show) throws SQLException {
    return listed(
        List.of(
            "namespace",
            "tableName",
            "isTemporary:BOOLEAN",
            "information",
            "catalogName",
            "tableType",
            "remarks"),
        "SELECT table_schema, table_name, false, '', table_catalog,"
            + " CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END, ''"
            + " FROM information_schema.tables WHERE table_catalog = ?"
            + " AND regexp_full_match(table_schema, ?) AND regexp_full_match(table_name, ?)"
            + " ORDER BY 1, 2",
        show.group(2),
        regex(show.group(3)),
        regex(show.group(5)));
  }

  private Result columns(Matcher show) throws SQLException {
    Result found =
        listed(
            List.of(
                "catalogName",
                "namespace",
                "tableName",
                "col_name",
                "columnType",
                "columnSize:INT",
                "decimalDigits:INT",
                "radix:INT",
                "isNullable",
                "remarks",
                "ordinalPosition:INT",
                "isAutoIncrement",
                "isGenerated"),
            "SELECT table_catalog, table_schema, table_name, column_name, data_type, NULL,"
                + " numeric_scale::INTEGER, 10, CASE is_nullable WHEN 'NO' THEN 'false' ELSE 'true' END,"
                + " '', ordinal_position - 1, 'NO', 'NO'"
                + " FROM information_schema.columns WHERE table_catalog = ?"
                + " AND regexp_full_match(table_schema, ?) AND regexp_full_match(table_name, ?)"
                + " AND regexp_full_match(column_name, ?) ORDER BY 2, 3, ordinal_position",
            show.group(2),
            regex(show.group(3)),
            regex(show.group(4)),
            regex(show.group(5)));
    found.rows().forEach(row -> row.set(4, named((String) row.get(4))));
    return found;
  }

  private static String regex(@Nullable String pattern) {
    return pattern == null ? ".*" : "(?i)" + pattern.replace("*", ".*");
  }

  private Result listed(List<String> names, String query, String... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
          String[] parts = name.split(":");
          columns.add(new Column(parts[0], parts.length > 1 ? parts[1] : "STRING"));
        }
        return new Result(columns, result(rows).rows());
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
