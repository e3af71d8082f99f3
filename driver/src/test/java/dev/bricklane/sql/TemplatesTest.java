package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
  private static final String T =
      "(VALUES (1, 'a', TRUE), (2, 'b', FALSE), (3, 'c', TRUE), (4, 'a', FALSE)) AS t(id, x, ok)";

  private static final String DEFINITIONS =
      """
      CREATE FUNCTION summarise(text STRING COMMENT 'What to read',
                                words INT DEFAULT 9 COMMENT 'How many; about')
        RETURNS STRING COMMENT 'A summary'
        RETURN complete('m', 'sum ' || text, max_tokens => words);
      CREATE FUNCTION shout(text STRING) RETURNS STRING LANGUAGE SQL NOT DETERMINISTIC
        RETURN upper(summarise(text)) || '!';
      CREATE FUNCTION twice(text STRING) RETURNS STRING
        RETURN text || text;
      CREATE FUNCTION greeting() RETURNS STRING RETURN complete('m', 'hi');
      CREATE FUNCTION vector(text STRING) RETURNS ARRAY<REAL> RETURN embed('e', text);
      CREATE FUNCTION ready(model STRING) RETURNS BOOLEAN
        RETURN EXISTS (SELECT 1 FROM models WHERE name = model AND ready.model IS NOT NULL);
      CREATE FUNCTION words_of(text STRING, suffix STRING DEFAULT '?')
        RETURNS TABLE (word STRING COMMENT 'One of them', size INT) COMMENT 'Its words'
        RETURN SELECT w || suffix, char_length(text)
          FROM (VALUES 'x', 'y') AS v (w) WHERE complete('m', w || text) <> 'YA';
      """;

  @TempDir private Path folder;

  private Queries queries() {
    return DefinedQueries.of(folder, DEFINITIONS);
  }

  @Test
  void writesATemplateInThePlaceOfItsCall() {
    Queries queries = queries();
    assertThat(queries.rows("SELECT id, summarise(x) FROM " + T))
        .containsExactly(
            List.of(1, "SUM A"), List.of(2, "SUM B"), List.of(3, "SUM C"), List.of(4, "SUM A"));
    assertThat(queries.gateway.chats).hasSize(3);
    assertThat(queries.gateway.chats.get(0).parameters().toString()).contains("9");
    assertThat(queries.labels("SELECT summarise(x) FROM " + T)).containsExactly("summarise");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | SELECT summarise(x) FROM T LIMIT 3",
        "1 | SELECT id FROM T WHERE id = 2 AND summarise(x) = 'SUM B'",
        "2 | SELECT id FROM T WHERE summarise(x) <> '' AND ok",
        "2 | SELECT CASE WHEN ok THEN summarise(x) END FROM T",
        "3 | SELECT summarise(x), summarise(text => x), shout(x) FROM T",
        "6 | SELECT summarise(x), summarise(x, 5) FROM T",
        "3 | SELECT summarise(x), count(*) FROM T GROUP BY summarise(x) ORDER BY summarise(x)",
        "1 | SELECT greeting() FROM T",
        "0 | SELECT id FROM (SELECT id, shout(x) AS s FROM T) q",
        "0 | SELECT summarise(x) FROM T WHERE 1 = 0",
        "6 | SELECT twice(summarise(summarise(x))) FROM T",
        "1 | SELECT max(summarise(x)) FROM T WHERE id = 1 HAVING count(*) > 0",
        "3 | SELECT t.id, c.content FROM T, LATERAL complete('m', twice(t.x)) c",
        "0 | SELECT ready('databricks-gte-large-en'), ready(x) FROM T",
        "1 | SELECT (SELECT summarise('z')) FROM T"
      })
  void makesNoMoreCallsThanTheBodyWould(int calls, String query) {
    Queries queries = queries();
    queries.rows(query.replace("FROM T", "FROM " + T));
    assertThat(queries.gateway.chats).hasSize(calls);
  }

  @Test
  void takesArgumentsByNameAndDefaults() {
    Queries queries = queries();
    assertThat(queries.value("SELECT summarise(words => 3, text => 'x')")).isEqualTo("SUM X");
    assertThat(queries.value("SELECT main.summarise('x', words => 3)")).isEqualTo("SUM X");
    assertThat(queries.value("SELECT SUMMARISE('x')")).isEqualTo("SUM X");
    assertThat(queries.value("SELECT summarise(NULL)")).isNull();
    assertThat(queries.gateway.chats).hasSize(3);
  }

  @Test
  void typesAParameterAsTheArgument() {
    Queries queries = queries();
    PreparedQuery query = queries.prepare("SELECT summarise(?, ?), twice(?)");
    assertThat(query.parameters())
        .extracting(parameter -> parameter.type().name())
        .containsExactly("VARCHAR", "INTEGER", "VARCHAR");
    assertThat(queries.rows("SELECT summarise(words => ?, text => ?), twice(?)", 3, "x", "y"))
        .containsExactly(List.of("SUM X", "yy"));
  }

  @Test
  void readsNoColumnOfItsCaller() {
    Queries queries =
        DefinedQueries.of(folder, "CREATE FUNCTION f(a STRING) RETURNS STRING RETURN a || x");
    assertThatThrownBy(() -> queries.prepare("SELECT f(x) FROM " + T))
        .hasMessage(
            "In function f (defs.sql, line 1, column 56): Column 'x' not found in any table");
  }

  @Test
  void takesColumnsThatAreNamedAsItsOwn() {
    Queries queries = queries();
    assertThat(
            queries.rows(
                "SELECT name, ready(name) FROM (VALUES 'databricks-gte-large-en', 'z') AS models (name)"))
        .containsExactly(List.of("databricks-gte-large-en", true), List.of("z", false));
    assertThat(
            queries.rows(
                "SELECT name FROM (VALUES 'databricks-gte-large-en', 'z') AS models (name) WHERE ready(name)"))
        .containsExactly(List.of("databricks-gte-large-en"));
  }

  @Test
  void refusesANameThatIsAnArgumentAndAColumn() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION f(name STRING) RETURNS STRING
              RETURN (SELECT max(task) FROM models WHERE models.name = name);
            CREATE FUNCTION g(name STRING) RETURNS STRING
              RETURN (SELECT max(task) FROM models WHERE models.name = g.name);
            """);
    assertThatThrownBy(() -> queries.prepare("SELECT f('a')"))
        .hasMessage(
            "In function f (defs.sql, line 2, column 60): name is an argument and a column; write"
                + " f.name or models.name");
    assertThat(queries.value("SELECT g('databricks-gte-large-en')")).isEqualTo("llm/v1/embeddings");
  }

  @Test
  void takesArgumentsThatAreNamedAsFunctionsOfSql() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION f(user STRING, current_schema STRING) RETURNS STRING
              RETURN user || current_schema;
            CREATE FUNCTION g(localtime STRING) RETURNS TABLE (x STRING)
              RETURN SELECT localtime || name AS localtime FROM models ORDER BY localtime;
            """);
    assertThat(queries.value("SELECT f('a', current_schema => 'b')")).isEqualTo("ab");
    assertThat(queries.rows("SELECT max(x) FROM g('a ')"))
        .containsExactly(List.of("a databricks-gte-large-en"));
  }

  @Test
  void takesNamesThatWarehousesHaveFunctionsOf() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION now() RETURNS STRING RETURN 'mine';
            CREATE FUNCTION contains(a STRING, b STRING) RETURNS STRING RETURN a || b;
            CREATE FUNCTION current_database() RETURNS STRING RETURN 'ours';
            """);
    assertThat(queries.rows("SELECT now(), contains('x', 'y'), current_database()"))
        .containsExactly(List.of("mine", "xy", "ours"));
  }

  @Test
  void isAQueryOfOneValueAsDatabricksWritesIt() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION task_of(model STRING) RETURNS STRING
              RETURN SELECT max(task) FROM models WHERE name = model;
            CREATE FUNCTION f(a STRING) RETURNS STRING RETURN
            WITH t AS (SELECT a AS x) SELECT x || colour FROM t;
            """);
    assertThat(queries.value("SELECT task_of('databricks-gte-large-en')"))
        .isEqualTo("llm/v1/embeddings");
    assertThatThrownBy(() -> queries.prepare("SELECT f('x')"))
        .hasMessageStartingWith("In function f (defs.sql, line 4, column 39): Column 'colour'");
  }

  /** Neither the caller's WITH, nor its groups, nor its schema. */
  @Test
  void readsNothingOfItsCallerInADefault() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE VIEW daily AS SELECT 'ours' AS d;
            CREATE FUNCTION f(a STRING DEFAULT (SELECT d FROM daily)) RETURNS STRING RETURN a;
            CREATE FUNCTION g(a STRING DEFAULT complete('m', 'z')) RETURNS STRING RETURN a || a;
            CREATE FUNCTION h(a BIGINT DEFAULT count(*)) RETURNS BIGINT RETURN a;
            """);
    assertThat(queries.rows("WITH daily AS (SELECT 'theirs' AS d) SELECT f(), d FROM daily"))
        .containsExactly(List.of("ours", "theirs"));
    assertThat(queries.rows("SELECT g(), g() FROM (VALUES 1, 2) AS t(x)"))
        .containsExactly(List.of("ZZ", "ZZ"), List.of("ZZ", "ZZ"));
    assertThat(queries.gateway.chats).hasSize(1);
    assertThatThrownBy(() -> queries.prepare("SELECT h() FROM models"))
        .hasMessageStartingWith("In function h (defs.sql, line 4, column 28): ");
  }

  @Test
  void standsInTheConditionOfAJoin() {
    Queries queries = queries();
    String join =
        "SELECT a.id, b.id FROM (VALUES (1, 'x'), (2, 'databricks-gte-large-en')) AS a(id, x) %s JOIN"
            + " (VALUES (1, 'x'), (2, 'x')) AS b(id, y) ON a.id = b.id AND ready(a.x)";
    assertThat(queries.rows(join.formatted(""))).containsExactly(List.of(2, 2));
    assertThat(queries.rows(join.formatted("LEFT")))
        .containsExactly(Arrays.asList(1, null), List.of(2, 2));
  }

  @Test
  void sortsItsRowsByAColumnThatIsNamedAsAnArgument() {
    Queries queries =
        DefinedQueries.of(
            folder,
            """
            CREATE FUNCTION f(a STRING) RETURNS TABLE (b STRING)
              RETURN SELECT x AS a FROM (VALUES 'p', 'q') AS t(x) ORDER BY a DESC LIMIT 1
            """);
    assertThat(queries.rows("SELECT * FROM f('1')")).containsExactly(List.of("q"));
  }

  @Test
  void givesRows() {
    Queries queries = queries();
    assertThat(queries.rows("SELECT * FROM words_of('ab')"))
        .containsExactly(List.of("x?", 2), List.of("y?", 2));
    assertThat(queries.labels("SELECT * FROM words_of('ab')")).containsExactly("word", "size");
    assertThat(
            queries.rows(
                "SELECT t.id, w.word FROM T, LATERAL words_of(t.x, suffix => '!') w WHERE t.id < 3"
                    .replace("FROM T", "FROM " + T)))
        .containsExactlyInAnyOrder(List.of(1, "x!"), List.of(2, "x!"), List.of(2, "y!"));
    assertThat(queries.rows("SELECT word FROM words_of(?)", "b"))
        .containsExactly(List.of("x?"), List.of("y?"));
  }

  @Test
  void givesVectors() {
    Queries queries = queries();
    assertThat(queries.rows("SELECT vector(x) FROM T WHERE id < 3".replace("FROM T", "FROM " + T)))
        .hasSize(2);
    assertThat(queries.gateway.embeddings).hasSize(1);
  }

  @Test
  void servesViews() {
    Queries queries =
        DefinedQueries.of(
            folder,
            DEFINITIONS
                + "CREATE VIEW v AS SELECT id, summarise(x) AS s FROM %s; CREATE FUNCTION n() RETURNS BIGINT RETURN (SELECT count(*) FROM v)"
                    .formatted(T));
    assertThat(queries.value("SELECT s FROM v WHERE id = 3")).isEqualTo("SUM C");
    assertThat(queries.value("SELECT n()")).isEqualTo(4L);
    assertThat(queries.gateway.chats).hasSize(1);
    assertThat(String.valueOf(queries.value("EXPLAIN PLAN FOR SELECT s FROM v")))
        .contains("complete")
        .doesNotContain("summarise");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT summarise() | At line 1, column 8: summarise lacks text: summarise(text [, words => …])",
        "SELECT summarise('a', 1, 2) | At line 1, column 26: summarise has too many arguments: summarise(text [, words => …])",
        "SELECT summarise('a', text => 'b') | At line 1, column 23: summarise has argument text twice",
        "SELECT summarise('a', size => 1) | At line 1, column 23: summarise has no argument size; it is summarise(text [, words => …])",
        "SELECT summarise(words => 1, 'a') | At line 1, column 30: in summarise an argument by position follows one by name",
        "SELECT summarise(5) | At line 1, column 18: argument text of summarise is INTEGER, but must be VARCHAR",
        "SELECT 1, summarise('a', words => 'b') | At line 1, column 35: argument words of summarise is CHAR, but must be INTEGER",
        "SELECT * FROM summarise('a') | At line 1, column 15: summarise gives a value, not rows; it cannot stand in FROM",
        "SELECT words_of('a') | At line 1, column 8: words_of gives rows, not a value; write FROM words_of(text [, suffix => …])",
        "SELECT twice(CAST(rand() AS VARCHAR)) | At line 1, column 8: twice uses its argument text more than once, and what is given gives another value each time"
      })
  void saysWhatIsWrongWithACall(String query, String message) {
    Queries queries = queries();
    assertThatThrownBy(() -> queries.prepare(query)).hasMessage(message);
  }

  @Test
  void listsTemplatesAsFunctions() {
    Catalogue.Function function =
        queries().engine.catalogue().functions().stream()
            .filter(each -> each.name().equals("summarise"))
            .findFirst()
            .orElseThrow();
    assertThat(function.remarks()).isEqualTo("A summary");
    assertThat(function.table()).isFalse();
    assertThat(function.arguments())
        .extracting(
            Catalogue.Argument::name,
            argument -> argument.type().name(),
            Catalogue.Argument::optional,
            Catalogue.Argument::remarks)
        .containsExactly(
            tuple("text", "VARCHAR", false, "What to read"),
            tuple("words", "INTEGER", true, "How many; about"));
    assertThat(function.results())
        .extracting(result -> result.type().name())
        .containsExactly("VARCHAR");
    Catalogue.Function rows =
        queries().engine.catalogue().functions().stream()
            .filter(each -> each.name().equals("words_of"))
            .findFirst()
            .orElseThrow();
    assertThat(rows.table()).isTrue();
    assertThat(rows.results())
        .extracting(Column::name, column -> column.type().name(), Column::remarks)
        .containsExactly(tuple("word", "VARCHAR", "One of them"), tuple("size", "INTEGER", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f(a INT) RETURNS INT RETURN complete('m', 'x') | the result of f is VARCHAR, but RETURNS says INTEGER",
        "f(a INT DEFAULT 'x') RETURNS INT RETURN a | the default of a is CHAR, but must be INTEGER",
        "f(a INT) RETURNS INT RETURN max(a) | aggregates and windows can stand in a function's subqueries alone",
        "f(a INT) RETURNS TABLE (b INT) RETURN SELECT 1, 2 | the query has 2 columns, and RETURNS TABLE names 1"
      })
  void saysWhatIsWrongWithABody(String definition, String problem) {
    Queries queries = DefinedQueries.of(folder, "CREATE FUNCTION " + definition);
    String call = definition.contains("TABLE") ? "SELECT * FROM f(1)" : "SELECT f()";
    String query = definition.contains("DEFAULT") ? call : call.replace("f()", "f(1)");
    assertThatThrownBy(() -> queries.prepare(query))
        .hasMessageStartingWith("In function f (defs.sql, line 1, column ")
        .hasMessageEndingWith(problem);
  }
}
