package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark's JDBC source in a local Spark of four tasks, and what it costs in model calls. */
@Timeout(120)
class SparkIT {
  private static final int ROWS = 16;
  private static final String PEOPLE =
      "(VALUES %s) AS p(id, name)"
          .formatted(
              IntStream.rangeClosed(1, ROWS)
                  .mapToObj(id -> "(%d, 'name%02d')".formatted(id, id))
                  .collect(Collectors.joining(", ")));
  private static final String ANSWERS =
      "SELECT id, name, complete('embedded-responder', 'Greet ' || name) AS answer FROM " + PEOPLE;
  private static final Map<String, String> FOUR =
      Map.of("partitionColumn", "id", "lowerBound", "1", "upperBound", "17", "numPartitions", "4");

  private static final String CATALOG = "spark.sql.catalog.bricklane";

  private static AskedWorkspace workspace;
  private static Spark spark;

  @BeforeAll
  static void start() throws IOException {
    workspace = new AskedWorkspace();
    spark =
        Spark.start(
            CATALOG + "=org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog",
            CATALOG + ".url=" + workspace.url(),
            CATALOG + ".driver=dev.bricklane.jdbc.BricklaneDriver",
            CATALOG + ".pushDownAggregate=true",
            CATALOG + ".pushDownLimit=true");
  }

  @AfterAll
  static void end() throws IOException {
    if (spark != null) {
      spark.close();
    }
    workspace.close();
  }

  @BeforeEach
  void forget() {
    workspace.asked();
  }

  @Test
  void asksOnceForEachRowOverFourPartitions() throws IOException {
    JsonNode answer = ask(derived(ANSWERS), FOUR, "SELECT * FROM answers");
    assertThat(answer.get("partitions").asInt()).isEqualTo(4);
    assertThat(answer.path("rows")).hasSize(ROWS);
    assertThat(answer.path("rows"))
        .allSatisfy(row ->
            assertThat(row.get("answer").asText())
                .contains("\"Greet " + row.get("name").asText() + "\""));
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
  }

  @Test
  void asksOnceForEachRowOfItsPredicates() throws IOException {
    Map<String, Object> order = order(derived(ANSWERS), Map.of(), "SELECT id FROM answers");
    order.put("predicates", List.of("id < 3", "id BETWEEN 3 AND 6", "name LIKE 'name16'"));
    order.put("sql", List.of("SELECT id, answer FROM answers"));
    JsonNode answer = spark.ask(order);
    assertThat(answer.path("failure").asText()).isEmpty();
    assertThat(answer.get("partitions").asInt()).isEqualTo(3);
    assertThat(workspace.asked())
        .isEqualTo(
            List.of("name01", "name02", "name03", "name04", "name05", "name06", "name16").stream()
                .map(name -> "Greet " + name)
                .toList());
  }

  @Test
  void asksNothingForTypesCountsAndColumnsWithoutAnswers() throws IOException {
    ask(derived(ANSWERS), FOUR, "DESCRIBE answers");
    assertThat(only(ask(derived(ANSWERS), FOUR, "SELECT count(*) AS n FROM answers"), "n"))
        .isEqualTo("16");
    assertThat(ask(derived(ANSWERS), FOUR, "SELECT name FROM answers WHERE id > 4").path("rows"))
        .hasSize(12);
    assertThat(only(ask(derived(ANSWERS), FOUR, "SELECT max(name) AS m FROM answers"), "m"))
        .isEqualTo("name16");
    assertThat(workspace.asked()).isEmpty();
  }

  /** Spark writes it {@code "name" LIKE 'name0%' ESCAPE '\\'}. */
  @Test
  void asksOnlyForRowsThatItsFiltersLeave() throws IOException {
    JsonNode answer =
        ask(
            derived(ANSWERS),
            FOUR,
            "SELECT answer FROM answers WHERE name LIKE 'name0%' AND id IN (2, 3, 12) AND id <=> 3");
    assertThat(answer.path("rows")).hasSize(1);
    assertThat(workspace.asked()).isEqualTo(greetings(3, 3));
  }

  @Test
  void readsPercentSignsUnderscoresAndQuotesAsThemselves() throws IOException {
    String names =
        "(SELECT * FROM (VALUES ('100% sure'), ('a_b'), ('axb'), ('it''s')) AS v(name)) AS t";
    for (String name : List.of("100% s", "a_b", "it\\'s")) {
      assertThat(
              ask(names, Map.of(), "SELECT * FROM answers WHERE startswith(name, '" + name + "')")
                  .path("rows"))
          .as(name)
          .hasSize(1);
    }
  }

  @Test
  void filtersByAnswers() throws IOException {
    JsonNode answer =
        ask(derived(ANSWERS), FOUR, "SELECT id FROM answers WHERE answer LIKE '%name03%'");
    assertThat(only(answer, "id")).isEqualTo("3");
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
  }

  @Test
  void aLimitInTheQueryIsALimitOnCalls() throws IOException {
    assertThat(
            ask(derived(ANSWERS + " ORDER BY id LIMIT 3"), Map.of(), "SELECT * FROM answers")
                .path("rows"))
        .hasSize(3);
    assertThat(workspace.asked()).isEqualTo(greetings(1, 3));
  }

  @Test
  void aLimitOfSparksEndsTheCallsOfOnePartition() throws IOException {
    assertThat(ask(derived(ANSWERS), FOUR, "SELECT * FROM answers LIMIT 2").path("rows"))
        .hasSize(2);
    // Spark reads one partition first; it has four rows, and their calls are made at a time.
    assertThat(workspace.asked()).hasSizeBetween(2, 4);
  }

  @Test
  void asksAgainForEachUseButNotOfACachedTable() throws IOException {
    ask(
        derived(ANSWERS),
        FOUR,
        "CACHE TABLE kept AS SELECT * FROM answers",
        "SELECT id FROM kept WHERE answer LIKE '%Greet%' UNION ALL SELECT id FROM kept WHERE answer IS NOT NULL");
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
    ask(
        derived(ANSWERS),
        FOUR,
        "SELECT id FROM answers WHERE answer LIKE '%Greet%' UNION ALL SELECT id FROM answers WHERE answer IS NOT NULL");
    assertThat(workspace.asked()).hasSize(2 * ROWS);
  }

  /** To sort, Spark reads its input once for a sample of it, and once more. */
  @Test
  void asksTwiceToSortByPartsButOnceWhereTheQuerySorts() throws IOException {
    JsonNode answer = ask(derived(ANSWERS), FOUR, "SELECT answer FROM answers ORDER BY answer");
    assertThat(answer.path("rows")).hasSize(ROWS);
    assertThat(workspace.asked()).hasSize(2 * ROWS);
    ask(derived(ANSWERS + " ORDER BY answer"), Map.of(), "SELECT answer FROM answers");
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
  }

  @Test
  void knowsTheTypes() throws IOException {
    String query =
        """
        (SELECT CAST('a' AS VARCHAR) AS v, 1 AS i, CAST(2 AS BIGINT) AS l, CAST(1.5 AS DOUBLE) AS d,
        CAST(1.25 AS REAL) AS r, CAST(12.50 AS DECIMAL(10, 2)) AS n, DATE '2026-01-31' AS day,
        TIMESTAMP '2026-01-31 12:30:15' AS at, TRUE AS yes, CAST(NULL AS INTEGER) AS nothing,
        CAST(7 AS SMALLINT) AS s, x'0aff' AS b) t\
        """;
    JsonNode answer = ask(query, Map.of(), "SELECT * FROM answers");
    assertThat(answer.get("schema").asText())
        .isEqualTo(
            "v STRING,i INT,l BIGINT,d DOUBLE,r DOUBLE,n DECIMAL(10,2),day DATE,at TIMESTAMP,"
                + "yes BOOLEAN,nothing INT,s INT,b BINARY");
    assertThat(answer.get("rows").get(0).toString())
        .isEqualTo(
            "{\"v\":\"a\",\"i\":1,\"l\":2,\"d\":1.5,\"r\":1.25,\"n\":12.5,\"day\":\"2026-01-31\","
                + "\"at\":\"2026-01-31 12:30:15\",\"yes\":true,\"nothing\":null,\"s\":7,"
                + "\"b\":\"Cv8=\"}");
  }

  /** Spark's source has no arrays but PostgreSQL's. */
  @Test
  void embeddingsComeAsJson() throws IOException {
    String texts = "(VALUES (1, 'one'), (2, 'two'), (3, CAST(NULL AS VARCHAR))) AS v(id, name)";
    String embedding = "embed('embedded-hashing-384', name)";
    assertThat(
            spark
                .ask(order(derived("SELECT " + embedding + " AS e FROM " + texts), Map.of()))
                .path("failure")
                .asText())
        .contains("REAL ARRAY");
    assertThat(workspace.asked()).isEmpty();
    JsonNode answer =
        ask(
            derived("SELECT id, JSON_ARRAY(" + embedding + ") AS e FROM " + texts),
            Map.of(),
            "SELECT id, size(v) AS n, exists(v, x -> x <> 0) AS some FROM"
                + " (SELECT id, from_json(e, 'array<array<float>>')[0] AS v FROM answers)");
    assertThat(answer.get("rows").toString())
        .isEqualTo(
            "[{\"id\":1,\"n\":384,\"some\":true},{\"id\":2,\"n\":384,\"some\":true},"
                + "{\"id\":3,\"n\":-1,\"some\":null}]");
    assertThat(workspace.asked()).containsExactly("[\"one\",\"two\"]");
  }

  @Test
  void servesAViewOfSparksSql() throws IOException {
    JsonNode answer =
        ask(
            "models",
            Map.of(),
            "CREATE OR REPLACE TEMPORARY VIEW greetings USING org.apache.spark.sql.jdbc OPTIONS"
                + " (url '%s', dbtable \"%s\", partitionColumn 'id', lowerBound '1',"
                    .formatted(workspace.url(), derived(ANSWERS))
                + " upperBound '17', numPartitions '4')",
            "SELECT answer FROM greetings WHERE id < 3");
    assertThat(answer.path("rows")).hasSize(2);
    assertThat(workspace.asked()).isEqualTo(greetings(1, 2));
  }

  @Test
  void takesTheSourcesOptions() throws IOException {
    Map<String, String> options = new HashMap<>(FOUR);
    options.put("fetchsize", "2");
    options.put("queryTimeout", "60");
    options.put("sessionInitStatement", "SELECT 1");
    options.put("isolationLevel", "READ_COMMITTED");
    options.put("pushDownPredicate", "false");
    options.put("maximumPoolSize", "2");
    JsonNode answer = ask(derived(ANSWERS), options, "SELECT answer FROM answers WHERE id > 0");
    assertThat(answer.path("rows")).hasSize(ROWS);
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
  }

  @Test
  void takesAQueryAndFindsTheDriverByItsUrl() throws IOException {
    JsonNode answer =
        spark.ask(
            Map.of(
                "read",
                Map.of("url", workspace.url(), "query", ANSWERS + " WHERE id = 1"),
                "sql",
                List.of("SELECT answer FROM answers")));
    assertThat(only(answer, "answer")).contains("Greet name01");
    assertThat(workspace.asked()).isEqualTo(greetings(1, 1));
  }

  @Test
  void refusesToWrite() throws IOException {
    Map<String, Object> order = order("(SELECT name FROM models) AS t", Map.of());
    for (String table : List.of("models", "made_by_spark")) {
      order.put("write", Map.of("url", workspace.url(), "dbtable", table));
      assertThat(spark.ask(order).path("failure").asText())
          .contains("Bricklane is read-only: send a query.");
    }
    assertThat(workspace.asked()).isEmpty();
  }

  @Test
  void saysWhatTheServiceSays() throws IOException {
    JsonNode answer =
        spark.ask(
            order(
                "(SELECT complete('embedded-fault-permission-denied', 'a') AS a) AS t",
                Map.of(),
                "SELECT * FROM answers"));
    assertThat(answer.path("failure").asText())
        .contains("SQLInvalidAuthorizationSpecException", "does not have CAN_QUERY");
    assertThat(workspace.asked()).containsExactly("a");
  }

  /** The table is a file of H2's, whose driver the user has put beside Spark too. */
  @Test
  void readsAnAttachedTableByPartsAndAsksOnceForEachRow(@TempDir Path folder)
      throws IOException, SQLException {
    String url = "jdbc:h2:" + folder.resolve("crm");
    try (Connection h2 = DriverManager.getConnection(url);
        Statement statement = h2.createStatement()) {
      statement.execute(
          "CREATE TABLE person AS SELECT x AS id, 'name' || lpad(x, 2, '0') AS name FROM"
              + " system_range(1, 16)");
    }
    Map<String, String> options = new HashMap<>(FOUR);
    options.put("attach.crm", url);
    String query =
        "SELECT id, name, complete('embedded-responder', 'Greet ' || name) AS answer FROM"
            + " crm.public.person";
    assertThat(ask(derived(query), options, "SELECT answer FROM answers").path("rows"))
        .hasSize(ROWS);
    assertThat(workspace.asked()).isEqualTo(greetings(1, ROWS));
    JsonNode some =
        ask(derived(query), options, "SELECT answer FROM answers WHERE name LIKE 'name1%'");
    assertThat(some.path("rows")).hasSize(7);
    assertThat(workspace.asked()).isEqualTo(greetings(10, ROWS));
    assertThat(only(ask("crm.public.person", options, "SELECT sum(id) AS s FROM answers"), "s"))
        .isEqualTo("136");
    assertThat(workspace.asked()).isEmpty();
  }

  @Test
  void isACatalogOfSparks() throws IOException {
    assertThat(sql("SHOW NAMESPACES IN bricklane").get("rows").toString())
        .contains("{\"namespace\":\"main\"}");
    assertThat(sql("SHOW TABLES IN bricklane.main").get("rows").findValuesAsText("tableName"))
        .contains("models", "calls");
    assertThat(
            sql("SELECT name FROM bricklane.main.models WHERE name LIKE 'embedded-%-agent'"
                    + " ORDER BY name LIMIT 2")
                .get("rows")
                .findValuesAsText("name"))
        .containsExactly("embedded-chat-agent");
    assertThat(
            sql("SELECT task, count(*) AS n FROM bricklane.main.models WHERE task = 'agent/v2/chat'"
                    + " GROUP BY task")
                .get("rows")
                .toString())
        .isEqualTo("[{\"task\":\"agent/v2/chat\",\"n\":1}]");
    assertThat(workspace.asked()).isEmpty();
  }

  private static JsonNode sql(String statement) throws IOException {
    return spark.ask(Map.of("sql", List.of(statement)));
  }

  private static String only(JsonNode answer, String column) {
    assertThat(answer.path("rows")).hasSize(1);
    return answer.get("rows").get(0).get(column).asText();
  }

  private static List<String> greetings(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj("Greet name%02d"::formatted).toList();
  }

  private static String derived(String query) {
    return "(" + query + ") AS t";
  }

  private JsonNode ask(String dbtable, Map<String, String> options, String... sql)
      throws IOException {
    JsonNode answer = spark.ask(order(dbtable, options, sql));
    assertThat(answer.path("failure").asText()).isEmpty();
    return answer;
  }

  private static Map<String, Object> order(
      String dbtable, Map<String, String> options, String... sql) {
    Map<String, String> read = new HashMap<>(options);
    read.put("url", workspace.url());
    read.put("driver", "dev.bricklane.jdbc.BricklaneDriver");
    read.put("dbtable", dbtable);
    Map<String, Object> order = new HashMap<>();
    order.put("read", read);
    order.put("sql", new ArrayList<>(List.of(sql)));
    return order;
  }
}
