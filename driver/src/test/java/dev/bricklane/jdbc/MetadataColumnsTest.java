package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds metadata results to the columns in the JDK's documentation of DatabaseMetaData. */
class MetadataColumnsTest {
  private final DatabaseMetaData metadata =
      new BricklaneDatabaseMetaData(
          FakeSession.connect(new FakeQuery()),
          new FakeSession(sql -> new FakeQuery(), new FakeCatalogue()));

  /** Method, and its columns: a text where no type is given. */
  static Stream<Arguments> documented() {
    return Stream.of(
        arguments(
            "getAttributes",
            """
            TYPE_CAT, TYPE_SCHEM, TYPE_NAME, ATTR_NAME, DATA_TYPE int,
            ATTR_TYPE_NAME, ATTR_SIZE int, DECIMAL_DIGITS int, NUM_PREC_RADIX int,
            NULLABLE int, REMARKS, ATTR_DEF, SQL_DATA_TYPE int, SQL_DATETIME_SUB
            int, CHAR_OCTET_LENGTH int, ORDINAL_POSITION int, IS_NULLABLE,
            SCOPE_CATALOG, SCOPE_SCHEMA, SCOPE_TABLE, SOURCE_DATA_TYPE short
            """),
        arguments(
            "getBestRowIdentifier",
            """
            SCOPE short, COLUMN_NAME, DATA_TYPE int, TYPE_NAME, COLUMN_SIZE int,
            BUFFER_LENGTH int, DECIMAL_DIGITS short, PSEUDO_COLUMN short
            """),
        arguments(
            "getCatalogs",
            """
            TABLE_CAT
            """),
        arguments(
            "getClientInfoProperties",
            """
            NAME, MAX_LEN int, DEFAULT_VALUE, DESCRIPTION
            """),
        arguments(
            "getColumnPrivileges",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, GRANTOR, GRANTEE,
            PRIVILEGE, IS_GRANTABLE
            """),
        arguments(
            "getColumns",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, DATA_TYPE int,
            TYPE_NAME, COLUMN_SIZE int, BUFFER_LENGTH int, DECIMAL_DIGITS int,
            NUM_PREC_RADIX int, NULLABLE int, REMARKS, COLUMN_DEF, SQL_DATA_TYPE
            int, SQL_DATETIME_SUB int, CHAR_OCTET_LENGTH int, ORDINAL_POSITION int,
            IS_NULLABLE, SCOPE_CATALOG, SCOPE_SCHEMA, SCOPE_TABLE, SOURCE_DATA_TYPE
            short, IS_AUTOINCREMENT, IS_GENERATEDCOLUMN
            """),
        arguments(
            "getCrossReference",
            """
            PKTABLE_CAT, PKTABLE_SCHEM, PKTABLE_NAME, PKCOLUMN_NAME, FKTABLE_CAT,
            FKTABLE_SCHEM, FKTABLE_NAME, FKCOLUMN_NAME, KEY_SEQ short, UPDATE_RULE
            short, DELETE_RULE short, FK_NAME, PK_NAME, DEFERRABILITY short
            """),
        arguments(
            "getExportedKeys",
            """
            PKTABLE_CAT, PKTABLE_SCHEM, PKTABLE_NAME, PKCOLUMN_NAME, FKTABLE_CAT,
            FKTABLE_SCHEM, FKTABLE_NAME, FKCOLUMN_NAME, KEY_SEQ short, UPDATE_RULE
            short, DELETE_RULE short, FK_NAME, PK_NAME, DEFERRABILITY short
            """),
        arguments(
            "getFunctionColumns",
            """
            FUNCTION_CAT, FUNCTION_SCHEM, FUNCTION_NAME, COLUMN_NAME, COLUMN_TYPE
            short, DATA_TYPE int, TYPE_NAME, PRECISION int, LENGTH int, SCALE short,
            RADIX short, NULLABLE short, REMARKS, CHAR_OCTET_LENGTH int,
            ORDINAL_POSITION int, IS_NULLABLE, SPECIFIC_NAME
            """),
        arguments(
            "getFunctions",
            """
            FUNCTION_CAT, FUNCTION_SCHEM, FUNCTION_NAME, REMARKS, FUNCTION_TYPE
            short, SPECIFIC_NAME
            """),
        arguments(
            "getImportedKeys",
            """
            PKTABLE_CAT, PKTABLE_SCHEM, PKTABLE_NAME, PKCOLUMN_NAME, FKTABLE_CAT,
            FKTABLE_SCHEM, FKTABLE_NAME, FKCOLUMN_NAME, KEY_SEQ short, UPDATE_RULE
            short, DELETE_RULE short, FK_NAME, PK_NAME, DEFERRABILITY short
            """),
        arguments(
            "getIndexInfo",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, NON_UNIQUE boolean, INDEX_QUALIFIER,
            INDEX_NAME, TYPE short, ORDINAL_POSITION short, COLUMN_NAME,
            ASC_OR_DESC, CARDINALITY long, PAGES long, FILTER_CONDITION
            """),
        arguments(
            "getPrimaryKeys",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, KEY_SEQ short, PK_NAME
            """),
        arguments(
            "getProcedureColumns",
            """
            PROCEDURE_CAT, PROCEDURE_SCHEM, PROCEDURE_NAME, COLUMN_NAME, COLUMN_TYPE
            short, DATA_TYPE int, TYPE_NAME, PRECISION int, LENGTH int, SCALE short,
            RADIX short, NULLABLE short, REMARKS, COLUMN_DEF, SQL_DATA_TYPE int,
            SQL_DATETIME_SUB int, CHAR_OCTET_LENGTH int, ORDINAL_POSITION int,
            IS_NULLABLE, SPECIFIC_NAME
            """),
        arguments(
            "getProcedures",
            """
            PROCEDURE_CAT, PROCEDURE_SCHEM, PROCEDURE_NAME, RESERVED1, RESERVED2,
            RESERVED3, REMARKS, PROCEDURE_TYPE short, SPECIFIC_NAME
            """),
        arguments(
            "getPseudoColumns",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, DATA_TYPE int,
            COLUMN_SIZE int, DECIMAL_DIGITS int, NUM_PREC_RADIX int, COLUMN_USAGE,
            REMARKS, CHAR_OCTET_LENGTH int, IS_NULLABLE
            """),
        arguments(
            "getSchemas",
            """
            TABLE_SCHEM, TABLE_CATALOG
            """),
        arguments(
            "getSuperTables",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, SUPERTABLE_NAME
            """),
        arguments(
            "getSuperTypes",
            """
            TYPE_CAT, TYPE_SCHEM, TYPE_NAME, SUPERTYPE_CAT, SUPERTYPE_SCHEM,
            SUPERTYPE_NAME
            """),
        arguments(
            "getTablePrivileges",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, GRANTOR, GRANTEE, PRIVILEGE,
            IS_GRANTABLE
            """),
        arguments(
            "getTableTypes",
            """
            TABLE_TYPE
            """),
        arguments(
            "getTables",
            """
            TABLE_CAT, TABLE_SCHEM, TABLE_NAME, TABLE_TYPE, REMARKS, TYPE_CAT,
            TYPE_SCHEM, TYPE_NAME, SELF_REFERENCING_COL_NAME, REF_GENERATION
            """),
        arguments(
            "getTypeInfo",
            """
            TYPE_NAME, DATA_TYPE int, PRECISION int, LITERAL_PREFIX, LITERAL_SUFFIX,
            CREATE_PARAMS, NULLABLE short, CASE_SENSITIVE boolean, SEARCHABLE short,
            UNSIGNED_ATTRIBUTE boolean, FIXED_PREC_SCALE boolean, AUTO_INCREMENT
            boolean, LOCAL_TYPE_NAME, MINIMUM_SCALE short, MAXIMUM_SCALE short,
            SQL_DATA_TYPE int, SQL_DATETIME_SUB int, NUM_PREC_RADIX int
            """),
        arguments(
            "getUDTs",
            """
            TYPE_CAT, TYPE_SCHEM, TYPE_NAME, CLASS_NAME, DATA_TYPE int, REMARKS,
            BASE_TYPE short
            """),
        arguments(
            "getVersionColumns",
            """
            SCOPE short, COLUMN_NAME, DATA_TYPE int, TYPE_NAME, COLUMN_SIZE int,
            BUFFER_LENGTH int, DECIMAL_DIGITS short, PSEUDO_COLUMN short
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documented")
  void hasTheDocumentedColumns(String name, String columns) throws Exception {
    List<String> expected =
        Arrays.stream(columns.strip().replaceAll("\\s+", " ").split(", "))
            .map(column -> column.contains(" ") ? column : column + " String")
            .toList();
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getName().equals(name)) {
        ResultSet results = (ResultSet) method.invoke(metadata, BenignArguments.of(method));
        assertThat(columns(results.getMetaData())).isEqualTo(expected);
      }
    }
  }

  private static List<String> columns(ResultSetMetaData metadata) throws Exception {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      String type =
          switch (metadata.getColumnType(i)) {
            case Types.VARCHAR -> "String";
            case Types.INTEGER -> "int";
            case Types.SMALLINT -> "short";
            case Types.BIGINT -> "long";
            case Types.BOOLEAN -> "boolean";
            default -> "?";
          };
      columns.add(metadata.getColumnLabel(i) + " " + type);
    }
    return columns;
  }

  @Test
  void knowsEveryMethodThatGivesAResult() {
    List<String> known = documented().map(row -> (String) row.get()[0]).toList();
    List<String> methods =
        Arrays.stream(DatabaseMetaData.class.getMethods())
            .filter(method -> method.getReturnType() == ResultSet.class)
            .map(Method::getName)
            .distinct()
            .sorted()
            .toList();
    assertThat(known).isEqualTo(methods);
  }
}
