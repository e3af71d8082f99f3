package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the metadata says of one thing agrees with what it says of others, and with what SQL does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataCoherenceIT {
  private Connection connection;
  private DatabaseMetaData metadata;

  @BeforeAll
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:bricklane:embedded");
    metadata = connection.getMetaData();
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
  }

  private static List<Map<String, String>> rows(ResultSet results) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (results) {
      ResultSetMetaData columns = results.getMetaData();
      while (results.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnLabel(i), results.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> column(ResultSet results, String label) throws SQLException {
    return rows(results).stream().map(row -> row.get(label)).toList();
  }

  @Test
  void claimsCatalogsAndHasThem() throws SQLException {
    List<String> catalogs = column(metadata.getCatalogs(), "TABLE_CAT");
    assertThat(catalogs).isNotEmpty().doesNotContainNull().isSorted().doesNotHaveDuplicates();
    assertThat(metadata.getCatalogTerm()).isNotEmpty();
    assertThat(metadata.getCatalogSeparator()).isEqualTo(".");
    assertThat(metadata.isCatalogAtStart()).isTrue();
    assertThat(metadata.supportsCatalogsInDataManipulation()).isTrue();
    assertThat(metadata.supportsSchemasInDataManipulation()).isTrue();
    assertThat(connection.getCatalog()).isIn(catalogs);
    assertThat(column(metadata.getSchemas(connection.getCatalog(), null), "TABLE_SCHEM"))
        .contains(connection.getSchema());
    for (Map<String, String> schema : rows(metadata.getSchemas())) {
      assertThat(schema.get("TABLE_CATALOG")).isIn(catalogs);
    }
  }

  /** Of Calcite's own schema, {@code metadata}, nobody hears. */
  @Test
  void showsNoSchemaOfTheEngines() throws SQLException {
    assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).doesNotContain("metadata");
  }

  @Test
  void listsTablesOfKnownTypesThatCanBeQueriedByTheirFullNames() throws SQLException {
    List<String> types = column(metadata.getTableTypes(), "TABLE_TYPE");
    List<Map<String, String>> tables = rows(metadata.getTables(null, null, null, null));
    assertThat(tables).isNotEmpty();
    for (Map<String, String> table : tables) {
      assertThat(table.get("TABLE_TYPE")).isIn(types);
      assertThat(table.get("REMARKS")).isNotBlank();
      String quote = metadata.getIdentifierQuoteString();
      String name =
          quote
              + String.join(
                  quote + metadata.getCatalogSeparator() + quote,
                  table.get("TABLE_CAT"),
                  table.get("TABLE_SCHEM"),
                  table.get("TABLE_NAME"))
              + quote;
      describesColumnsAsTheQueryDoes(table, "SELECT * FROM " + name + " WHERE 1 = 0");
    }
  }

  private void describesColumnsAsTheQueryDoes(Map<String, String> table, String sql)
      throws SQLException {
    List<Map<String, String>> columns =
        rows(
            metadata.getColumns(
                table.get("TABLE_CAT"), table.get("TABLE_SCHEM"), table.get("TABLE_NAME"), null));
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      ResultSetMetaData result = query.getMetaData();
      assertThat(columns).hasSize(result.getColumnCount());
      for (int i = 1; i <= columns.size(); i++) {
        Map<String, String> column = columns.get(i - 1);
        assertThat(column.get("COLUMN_NAME")).isEqualTo(result.getColumnName(i));
        assertThat(column.get("DATA_TYPE")).isEqualTo("" + result.getColumnType(i));
        assertThat(column.get("TYPE_NAME"))
            .isEqualTo(result.getColumnTypeName(i))
            .doesNotContain("(", "NOT NULL");
        assertThat(column.get("ORDINAL_POSITION")).isEqualTo("" + i);
        assertThat(column.get("NULLABLE")).isEqualTo("" + result.isNullable(i));
        assertThat(column.get("REMARKS")).isNotBlank();
        assertThat(Integer.parseInt(column.get("COLUMN_SIZE"))).isNotNegative();
        assertThat(result.getTableName(i)).isEqualTo(table.get("TABLE_NAME"));
        assertThat(result.getSchemaName(i)).isEqualTo(table.get("TABLE_SCHEM"));
        assertThat(result.getCatalogName(i)).isEqualTo(table.get("TABLE_CAT"));
      }
    }
  }

  @Test
  void describesEveryFunction() throws SQLException {
    List<Map<String, String>> functions = rows(metadata.getFunctions(null, null, null));
    assertThat(functions)
        .extracting(function -> function.get("SPECIFIC_NAME"))
        .isNotEmpty()
        .doesNotHaveDuplicates();
    for (Map<String, String> function : functions) {
      assertThat(function.get("REMARKS")).isNotBlank();
      List<Map<String, String>> columns =
          rows(metadata.getFunctionColumns(null, null, function.get("FUNCTION_NAME"), null))
              .stream()
              .filter(column -> column.get("SPECIFIC_NAME").equals(function.get("SPECIFIC_NAME")))
              .toList();
      boolean table =
          function.get("FUNCTION_TYPE").equals("" + DatabaseMetaData.functionReturnsTable);
      assertThat(ordinals(columns, DatabaseMetaData.functionReturn))
          .isEqualTo(table ? List.of() : List.of("0"));
      assertThat(ordinals(columns, DatabaseMetaData.functionColumnIn)).startsWith("1", "2", "3");
      assertThat(ordinals(columns, DatabaseMetaData.functionColumnResult).isEmpty())
          .isEqualTo(!table);
      for (Map<String, String> column : columns) {
        assertThat(column.get("REMARKS")).isNotBlank();
        assertThat(column.get("TYPE_NAME")).isNotBlank().doesNotContain("(", "NOT NULL");
      }
    }
    assertThat(
            rows(metadata.getFunctionColumns(null, null, "embed", "embed")).get(0).get("TYPE_NAME"))
        .isEqualTo("REAL ARRAY");
  }

  private static List<String> ordinals(List<Map<String, String>> columns, int kind) {
    List<String> ordinals =
        columns.stream()
            .filter(column -> column.get("COLUMN_TYPE").equals("" + kind))
            .map(column -> column.get("ORDINAL_POSITION"))
            .toList();
    int first = kind == DatabaseMetaData.functionReturn ? 0 : 1;
    for (int i = 0; i < ordinals.size(); i++) {
      assertThat(ordinals.get(i)).isEqualTo("" + (first + i));
    }
    return ordinals;
  }

  /** A table function's columns are those that its rows have. */
  @Test
  void describesRowsOfTableFunctions() throws SQLException {
    for (String call : List.of("complete('m', 'x')", "embed('m', 'x')")) {
      String name = call.substring(0, call.indexOf('('));
      List<String> said =
          rows(metadata.getFunctionColumns(null, null, name, null)).stream()
              .filter(column ->
                  column.get("COLUMN_TYPE").equals("" + DatabaseMetaData.functionColumnResult))
              .map(column -> column.get("COLUMN_NAME") + " " + column.get("TYPE_NAME"))
              .toList();
      List<String> given = new ArrayList<>();
      try (PreparedStatement query = connection.prepareStatement("SELECT * FROM " + call)) {
        ResultSetMetaData result = query.getMetaData();
        for (int i = 1; i <= result.getColumnCount(); i++) {
          given.add(result.getColumnName(i) + " " + result.getColumnTypeName(i));
        }
      }
      assertThat(said).isNotEmpty().isEqualTo(given);
    }
  }

  @Test
  void listsTypesInTheirOrderThatSqlKnows() throws SQLException {
    List<Map<String, String>> types = rows(metadata.getTypeInfo());
    assertThat(types)
        .extracting(type -> Integer.valueOf(type.get("DATA_TYPE")))
        .isSorted()
        .doesNotHaveDuplicates()
        .contains(Types.VARCHAR, Types.DOUBLE, Types.TIMESTAMP, Types.ARRAY);
    for (Map<String, String> type : types) {
      assertThat(Integer.parseInt(type.get("PRECISION"))).isNotNegative();
      String name = type.get("TYPE_NAME");
      // An array is of something.
      String castTo = name.equals("ARRAY") ? "REAL ARRAY" : name;
      try (PreparedStatement cast =
          connection.prepareStatement("SELECT CAST(NULL AS " + castTo + ")")) {
        assertThat(cast.getMetaData().getColumnType(1))
            .as(name)
            .isEqualTo(Integer.parseInt(type.get("DATA_TYPE")));
        assertThat(cast.getMetaData().getColumnTypeName(1)).isEqualTo(castTo);
      }
    }
  }

  @Test
  void givesLiteralsThatSqlReads() throws SQLException {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("CHAR", "a"),
            Map.entry("VARCHAR", "a"),
            Map.entry("BINARY", "0a"),
            Map.entry("VARBINARY", "0a"),
            Map.entry("DATE", "2024-02-29"),
            Map.entry("TIME", "12:34:56"),
            Map.entry("TIMESTAMP", "2024-02-29 12:34:56"),
            Map.entry("TIMESTAMP WITH TIME ZONE", "2024-02-29 12:34:56 UTC"),
            Map.entry("ARRAY", "1"));
    for (Map<String, String> type : rows(metadata.getTypeInfo())) {
      String before = type.get("LITERAL_PREFIX");
      String name = type.get("TYPE_NAME");
      assertThat(before != null).as(name).isEqualTo(values.containsKey(name));
      if (before != null) {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery(
                    "SELECT " + before + values.get(name) + type.get("LITERAL_SUFFIX"))) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isNotBlank();
        }
      }
    }
  }

  @Test
  void claimsWhatSqlDoes() throws SQLException {
    Map<String, Boolean> claims =
        Map.ofEntries(
            Map.entry("SELECT 1 AS a FROM (VALUES 1) t(x)", metadata.supportsColumnAliasing()),
            Map.entry(
                "SELECT x FROM (VALUES 1) t(x) GROUP BY x, x + 1",
                metadata.supportsGroupByBeyondSelect()),
            Map.entry(
                "SELECT count(*) FROM (VALUES 1) t(x) GROUP BY x",
                metadata.supportsGroupByUnrelated()),
            Map.entry(
                "SELECT 1 FROM (VALUES 1) t(x) ORDER BY x", metadata.supportsOrderByUnrelated()),
            Map.entry(
                "SELECT x FROM (VALUES 1) t(x) ORDER BY x + 1",
                metadata.supportsExpressionsInOrderBy()),
            Map.entry(
                "SELECT 1 FROM (VALUES 'a') t(x) WHERE x LIKE 'a' ESCAPE '\\'",
                metadata.supportsLikeEscapeClause()),
            Map.entry(
                "SELECT * FROM (VALUES 1) a(x) FULL JOIN (VALUES 2) b(y) ON x = y",
                metadata.supportsFullOuterJoins()),
            Map.entry(
                "SELECT * FROM (VALUES 1) a(x) WHERE x > ALL (SELECT y FROM (VALUES 0) b(y))",
                metadata.supportsSubqueriesInQuantifieds()),
            Map.entry(
                "SELECT * FROM (VALUES 1) a(x) WHERE EXISTS (SELECT 1 FROM (VALUES 1) b(y) WHERE y = x)",
                metadata.supportsCorrelatedSubqueries()),
            Map.entry("VALUES 1 UNION VALUES 2", metadata.supportsUnion()),
            Map.entry("VALUES 1 UNION ALL VALUES 1", metadata.supportsUnionAll()),
            Map.entry("SELECT {fn CONVERT('1', SQL_INTEGER)}", metadata.supportsConvert()),
            Map.entry(
                "SELECT {fn CONVERT('1', SQL_INTEGER)} ",
                metadata.supportsConvert(Types.VARCHAR, Types.INTEGER)),
            Map.entry("SELECT models.name FROM models", true),
            Map.entry("SELECT m.name FROM models m", metadata.supportsTableCorrelationNames()));
    for (Map.Entry<String, Boolean> claim : claims.entrySet()) {
      assertThat(claim.getValue()).as(claim.getKey()).isTrue();
      connection.prepareStatement(claim.getKey()).close();
    }
    assertThat(metadata.nullsAreSortedLow()).isTrue();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT x FROM (VALUES 1, CAST(NULL AS INTEGER)) t(x) ORDER BY x")) {
      rows.next();
      assertThat(rows.getObject(1)).isNull();
    }
  }

  /** A word that cannot stand as a name is a keyword that SQL:2003 or the metadata lists. */
  @Test
  void namesItsKeywords() throws SQLException {
    for (String word : Set.of(metadata.getSQLKeywords().split(","))) {
      assertThat(word).matches("[A-Z_]+");
    }
  }
}
