package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bricklane.error.ErrorCode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataTest {
  private final BricklaneConnection connection = FakeSession.connect(new FakeQuery());
  private final DatabaseMetaData metadata;

  MetadataTest() throws SQLException {
    metadata = connection.getMetaData();
  }

  static Stream<Method> methods() {
    return Arrays.stream(DatabaseMetaData.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.getName().equals("unwrap"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void throwsFromNoMethod(Method method) {
    assertThatCode(() -> method.invoke(metadata, BenignArguments.of(method)))
        .doesNotThrowAnyException();
  }

  /** Reads a result; the values of a row are joined by blanks. */
  private static List<String> rows(ResultSet results, String... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (results.next()) {
      List<String> values = new ArrayList<>();
      for (String column : columns) {
        values.add(results.getString(column));
      }
      rows.add(String.join(" ", values));
    }
    return rows;
  }

  @Test
  void listsCatalogsSchemasAndTypesOfTables() throws SQLException {
    assertThat(rows(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("bricklane", "tickets");
    assertThat(rows(metadata.getSchemas(), "TABLE_CATALOG", "TABLE_SCHEM"))
        .containsExactly("bricklane main", "tickets archive", "tickets public");
    assertThat(rows(metadata.getSchemas("TICKETS", "p%"), "TABLE_SCHEM")).containsExactly("public");
    assertThat(rows(metadata.getSchemas("", null), "TABLE_SCHEM")).isEmpty();
    assertThat(rows(metadata.getTableTypes(), "TABLE_TYPE"))
        .containsExactly("SYSTEM TABLE", "TABLE", "VIEW");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, null, null, models ticket ticketsx ticket_x",
        "tickets, public, %, ticket ticketsx ticket_x",
        "tickets, public, ticket_x, ticketsx ticket_x",
        "tickets, public, ticket\\_x, ticket_x",
        "TICKETS, PUBLIC, TICKET, ticket",
        "tickets, null, 'ticket.x', ''",
        "other, null, null, ''",
      })
  void findsTablesByPattern(String catalog, String schema, String table, String expected)
      throws SQLException {
    assertThat(
            String.join(" ", rows(metadata.getTables(catalog, schema, table, null), "TABLE_NAME")))
        .isEqualTo(expected);
  }

  @Test
  void findsTablesByType() throws SQLException {
    assertThat(
            rows(
                metadata.getTables(null, null, null, new String[] {"VIEW", "SYSTEM TABLE"}),
                "TABLE_TYPE",
                "TABLE_NAME"))
        .containsExactly("SYSTEM TABLE models", "VIEW ticket_x");
    assertThat(rows(metadata.getTables(null, null, null, new String[0]), "TABLE_NAME")).isEmpty();
  }

  @Test
  void describesColumnsPlainly() throws SQLException {
    String[] columns = {
      "COLUMN_NAME",
      "DATA_TYPE",
      "TYPE_NAME",
      "COLUMN_SIZE",
      "DECIMAL_DIGITS",
      "NUM_PREC_RADIX",
      "NULLABLE",
      "IS_NULLABLE",
      "ORDINAL_POSITION"
    };
    assertThat(rows(metadata.getColumns("tickets", null, "ticket", null), columns))
        .containsExactly(
            "id " + Types.BIGINT + " BIGINT 19 0 10 0 NO 1",
            "body " + Types.VARCHAR + " VARCHAR 2147483647 null null 1 YES 2",
            "vector " + Types.ARRAY + " REAL ARRAY 0 null null 1 YES 3",
            "price " + Types.DECIMAL + " DECIMAL 10 2 10 1 YES 4",
            "made " + Types.TIMESTAMP + " TIMESTAMP 23 3 null 1 YES 5");
    assertThat(rows(metadata.getColumns(null, null, null, "PR%"), "COLUMN_NAME"))
        .containsExactly("price");
  }

  @Test
  void listsFunctionsWithTheirKindAndAnOwnName() throws SQLException {
    assertThat(
            rows(
                metadata.getFunctions(null, null, "comp%"),
                "FUNCTION_NAME",
                "FUNCTION_TYPE",
                "SPECIFIC_NAME"))
        .containsExactly(
            "complete " + DatabaseMetaData.functionNoTable + " complete",
            "complete " + DatabaseMetaData.functionReturnsTable + " complete_2");
    assertThat(rows(metadata.getFunctions(null, null, "x"), "FUNCTION_NAME")).isEmpty();
  }

  @Test
  void listsWhatFunctionsTakeAndGive() throws SQLException {
    assertThat(
            rows(
                metadata.getFunctionColumns(null, null, null, null),
                "SPECIFIC_NAME",
                "COLUMN_NAME",
                "COLUMN_TYPE",
                "TYPE_NAME",
                "ORDINAL_POSITION",
                "REMARKS"))
        .containsExactly(
            "complete completion 4 VARCHAR 0 The answer",
            "complete model 1 VARCHAR 1 Which model",
            "complete temperature 1 DOUBLE 2 Optional",
            "complete_2 model 1 VARCHAR 1 Which model",
            "complete_2 temperature 1 DOUBLE 2 Optional",
            "complete_2 completion 5 VARCHAR 1 null",
            "complete_2 tokens 5 INTEGER 2 null");
  }

  @Test
  void sortsTypesByNumberAndNamesEachOnce() throws SQLException {
    List<String> names = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    ResultSet types = metadata.getTypeInfo();
    while (types.next()) {
      names.add(types.getString("TYPE_NAME"));
      numbers.add(types.getInt("DATA_TYPE"));
      assertThat(types.getInt("PRECISION")).isNotNegative();
    }
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("VARCHAR", "DOUBLE", "TIMESTAMP WITH TIME ZONE", "ARRAY");
  }

  @Test
  void giveResultsOfNoStatementThatMayBeClosed() throws SQLException {
    ResultSet results = metadata.getCatalogs();
    assertThat(results.getStatement()).isNull();
    results.close();
    assertThat(results.isClosed()).isTrue();
    assertCode(ErrorCode.INVALID_STATE, results::next);
  }

  @Test
  void tellsItsVersionAsTheBuildHasIt() throws Exception {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + metadata.getDriverVersion() + "</version>");
    assertThat(metadata.getDriverVersion())
        .startsWith(metadata.getDriverMajorVersion() + "." + metadata.getDriverMinorVersion());
    assertThat(metadata.getDatabaseProductName()).isEqualTo("Bricklane");
    assertThat(metadata.getDatabaseProductVersion()).isEqualTo(metadata.getDriverVersion());
    assertThat(metadata.getJDBCMajorVersion() + "." + metadata.getJDBCMinorVersion())
        .isEqualTo("4.3");
  }

  @Test
  void tellsWhatToolsRelyOn() throws SQLException {
    assertThat(metadata.getURL()).isEqualTo("jdbc:bricklane:embedded");
    assertThat(metadata.getUserName()).isEqualTo("somebody");
    assertThat(metadata.getConnection()).isSameAs(connection);
    assertThat(metadata.getIdentifierQuoteString()).isEqualTo("\"");
    assertThat(metadata.getSearchStringEscape()).isEqualTo("\\");
    assertThat(metadata.storesMixedCaseIdentifiers()).isTrue();
    assertThat(metadata.supportsMixedCaseIdentifiers()).isFalse();
    assertThat(metadata.supportsResultSetType(ResultSet.TYPE_FORWARD_ONLY)).isTrue();
    assertThat(metadata.supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE)).isFalse();
    assertThat(metadata.isReadOnly()).isTrue();
    assertThat(metadata.supportsTransactions()).isFalse();
    // sqlline asks before it sets one, and complains at each connect otherwise.
    assertThat(metadata.supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ))
        .isTrue();
    assertThat(metadata.supportsTransactionIsolationLevel(3)).isFalse();
    // SchemaCrawler reads tables by catalog and schema only where these are true.
    assertThat(metadata.supportsCatalogsInTableDefinitions()).isTrue();
    assertThat(metadata.supportsSchemasInTableDefinitions()).isTrue();
    // Spring's nested transactions ask, and make savepoints only then.
    assertThat(metadata.supportsSavepoints()).isTrue();
    assertThat(metadata.getSQLKeywords().split(",")).contains("LIMIT", "QUALIFY");
    assertThat(metadata.getStringFunctions().split(",")).contains("CONCAT", "UCASE");
  }

  @Test
  void refusesTablesOfAClosedConnection() throws SQLException {
    connection.close();
    assertCode(ErrorCode.CONNECTION_CLOSED, () -> metadata.getTables(null, null, null, null));
  }
}
