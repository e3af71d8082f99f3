package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | line 1, column 1: unexpected SELECT; expected CREATE VIEW or CREATE FUNCTION",
        "CREATE TABLE t (a INT) | line 1, column 8: unexpected TABLE; expected VIEW or FUNCTION",
        "CREATE VIEW v SELECT 1 | line 1, column 15: unexpected SELECT; expected AS",
        "CREATE VIEW v AS | line 1, column 17: the definition ends too early; expected a query",
        "CREATE VIEW v (a, a) AS SELECT 1, 2 | line 1, column 19: the name a twice",
        "CREATE VIEW v COMMENT x AS SELECT 1 | line 1, column 23: unexpected x; expected a text in single quotes",
        "CREATE VIEW v AS SELECT ? | line 1, column 25: a ? has no value in a definition; a function's arguments have names",
        "CREATE VIEW v AS EXPLAIN PLAN FOR SELECT 1 | line 1, column 18: EXPLAIN cannot be part of a definition",
        "CREATE VIEW v AS DELETE FROM models | line 1, column 18: DELETE is refused",
        "CREATE VIEW other.main.v AS SELECT 1 | line 1, column 13: views are made in the catalog bricklane alone",
        "CREATE VIEW models AS SELECT 1 | line 1, column 13: models is a table of Bricklane's own",
        "CREATE FUNCTION complete() RETURNS INT RETURN 1 | line 1, column 17: complete is a function of SQL or of Bricklane's own",
        "CREATE FUNCTION upper(a STRING) RETURNS INT RETURN 1 | line 1, column 17: upper is a function of SQL or of Bricklane's own",
        "CREATE FUNCTION count(a STRING) RETURNS INT RETURN 1 | line 1, column 17: count is a function of SQL or of Bricklane's own",
        "CREATE FUNCTION user() RETURNS INT RETURN 1 | line 1, column 17: user is a function of SQL or of Bricklane's own",
        "CREATE VIEW IF NOT EXISTS v AS SELECT 1 | line 1, column 13: IF NOT EXISTS has no meaning in a file of definitions; leave it out",
        "CREATE FUNCTION f() RETURNS INT RETURN SELECT 1 + | line 1, column 49: unexpected +; expected '(', NULL, a name, a text in single quotes, a number, …",
        "CREATE FUNCTION select() RETURNS INT RETURN 1 | line 1, column 17: select is a word of SQL's own, and no function can be called so",
        "CREATE FUNCTION a.f() RETURNS INT RETURN 1 | line 1, column 17: a function's name has no schema",
        "CREATE FUNCTION f(a COLOUR) RETURNS INT RETURN 1 | line 1, column 19: COLOUR is not a type",
        "CREATE FUNCTION f(a ARRAY<COLOUR>) RETURNS INT RETURN 1 | line 1, column 19: COLOUR ARRAY is not a type",
        "CREATE FUNCTION f() RETURNS COLOUR RETURN 1 | line 1, column 17: COLOUR is not a type",
        "CREATE FUNCTION f(a) RETURNS INT RETURN 1 | line 1, column 20: unexpected ); expected a type",
        "CREATE FUNCTION f() RETURN 1 | line 1, column 21: unexpected RETURN; expected RETURNS",
        "CREATE FUNCTION f() RETURNS INT RETURN 1 FROM models | line 1, column 33: one expression is expected after RETURN; a query goes into parentheses",
        "CREATE FUNCTION f(a INT DEFAULT 1, 2) RETURNS INT RETURN 1 | line 1, column 36: unexpected 2; expected a name",
        "CREATE VIEW v AS SELECT * FROM v | line 1, column 13: v reads itself: v → v",
        "CREATE FUNCTION f() RETURNS INT RETURN 1 + f() | line 1, column 17: f reads itself: f → f",
        "CREATE FUNCTION f(a INT DEFAULT f(1)) RETURNS INT RETURN a | line 1, column 17: f reads itself: f → f",
        "CREATE VIEW v AS WITH v AS (SELECT * FROM v) SELECT * FROM v | line 1, column 13: v reads itself: v → v",
        "CREATE VIEW v AS SELECT * FROM v TABLESAMPLE BERNOULLI(50) | line 1, column 13: v reads itself: v → v",
        "CREATE VIEW a.v AS SELECT * FROM v | line 1, column 13: a.v reads itself: a.v → a.v"
      })
  void saysWhatIsWrongAndWhere(String definition, String problem) {
    assertThatThrownBy(() -> DefinedQueries.read(folder, definition))
        .isInstanceOf(BricklaneException.class)
        .hasMessage("init: defs.sql, " + problem)
        .extracting(e -> ((BricklaneException) e).code())
        .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void namesAllMistakesAtOnce() {
    assertThatThrownBy(() ->
            DefinedQueries.read(
                folder,
                """
                -- fine; really
                CREATE VIEW a AS SELECT 'one; two' AS x /* ; */;
                CREATE VIEW b AS
                  SELECT 1 +;
                CREATE VIEW A AS SELECT 2;
                CREATE VIEW c AS SELECT * FROM d;
                CREATE VIEW d AS SELECT * FROM c;
                """))
        .hasMessage(
            """
            The definitions have 3 mistakes:
              init: defs.sql, line 5, column 13: A is defined already (defs.sql, line 2); write CREATE OR REPLACE to replace it
              init: defs.sql, line 4, column 12: unexpected +; expected '(', NULL, a name, a text in single quotes, a number, …
              init: defs.sql, line 6, column 13: c reads itself: c → d → c\
            """);
  }

  @Test
  void findsNoRecursionWhereANameMeansAnotherThing() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE VIEW reports.numbers AS SELECT 7 AS n;
            CREATE VIEW reports.few AS SELECT n FROM numbers;
            CREATE VIEW numbers AS SELECT n FROM reports.few;
            CREATE VIEW own AS WITH own AS (SELECT 1 AS n) SELECT n FROM own;
            """);
    assertThat(queries.rows("SELECT n FROM numbers")).containsExactly(List.of(7));
    assertThat(queries.rows("SELECT n FROM own")).containsExactly(List.of(1));
  }

  @Test
  void boundsHowDeepDefinitionsStandWithinEachOther() {
    StringBuilder views = new StringBuilder("CREATE VIEW v1 AS SELECT 1 AS n;\n");
    for (int i = 2; i <= 100; i++) {
      views.append("CREATE VIEW v%d AS SELECT n FROM v%d;\n".formatted(i, i - 1));
    }
    Queries queries = DefinedQueries.of(folder, views.toString());
    assertThat(queries.rows("SELECT n FROM v100")).containsExactly(List.of(1));
    String more = views + "CREATE VIEW v101 AS SELECT n FROM v100;\n";
    assertThatThrownBy(() -> DefinedQueries.read(folder, more))
        .hasMessage(
            "init: defs.sql, line 101, column 13: v101 stands on more than 100 definitions, each"
                + " within the next");
  }

  @Test
  void keepsPositionsOfWhatIsPutRight() {
    assertThatThrownBy(() ->
            DefinedQueries.read(
                folder,
                "\n CREATE FUNCTION f(date STRING) RETURNS STRING\n RETURN (SELECT date, FROM t)"))
        .hasMessageStartingWith("init: defs.sql, line 3, column 21: ");
  }

  @Test
  void replacesWhenTold() {
    Queries queries =
        DefinedQueries.of(
            folder, "CREATE VIEW a AS SELECT 1 AS x; CREATE OR REPLACE VIEW a AS SELECT 2 AS x;");
    assertThat(queries.rows("SELECT * FROM a")).containsExactly(List.of(2));
  }

  @Test
  void readsAFolderOfFiles() {
    DefinedQueries.write(folder, "b.sql", "-- The first number\n-- of all\nSELECT 1 AS n;\n");
    DefinedQueries.write(folder, "a.SQL", "CREATE VIEW x AS SELECT n + 1 AS m FROM b;");
    DefinedQueries.write(folder, "notes.txt", "No SQL");
    DefinedQueries.write(folder, "empty.sql", "-- nothing yet\n");
    Queries queries = new Queries("", DefinedQueries.folder(folder));
    assertThat(queries.rows("SELECT m FROM x")).containsExactly(List.of(2));
    assertThat(queries.engine.catalogue().tables())
        .filteredOn(table -> table.name().equals("b"))
        .extracting(Catalogue.Table::remarks)
        .containsExactly("The first number of all");
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(() -> DefinedQueries.folder(folder.resolve("absent")))
        .hasMessage("views: absent is no folder, or one that cannot be read");
    assertThatThrownBy(() ->
            Definitions.read(
                new DriverConfig.Definitions(
                    Optional.of(folder.resolve("absent.sql")), Optional.empty())))
        .hasMessage("init: absent.sql cannot be read");
  }

  @Test
  void takesTypesInDatabricksWords() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION f(a STRING, b BIGINT, c DECIMAL(10, 2), d ARRAY<STRING>, e DATE,
              g TIMESTAMP, h BOOLEAN, i DOUBLE) RETURNS DECIMAL(10, 2) RETURN c + b;
            """);
    assertThat(queries.engine.catalogue().functions())
        .filteredOn(function -> function.name().equals("f"))
        .flatExtracting(Catalogue.Function::arguments)
        .extracting(argument -> argument.type().name())
        .containsExactly(
            "VARCHAR",
            "BIGINT",
            "DECIMAL",
            "VARCHAR ARRAY",
            "DATE",
            "TIMESTAMP",
            "BOOLEAN",
            "DOUBLE");
  }
}
