package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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

  private static AskedWorkspace workspace;
  private static Spark spark;

  @BeforeAll
  static void start() throws IOException {
    workspace = new AskedWorkspace();
    spark = Spark.start();
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
        .allSatisfy(
            row ->
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
