package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same calls through LiteLLM's Databricks provider and through Bricklane, to a recorder. Where
 * the two requests differ, {@code litellm-differences.md} says why; the table is held to be true
 * and whole. {@code litellm-calls.json} has the calls.
 */
class LiteLlmDifferencesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "dapi00000000000000000000000000000000";
  private static final List<String> MODELS = List.of(Stage.CLAUDE, Stage.LLAMA);

  private static Recorder recorder;
  private static List<Call> calls;
  private static JsonNode litellm;

  /** One call in both languages: the arguments of litellm.completion, and of complete(). */
  private record Call(String name, String model, JsonNode arguments, String sql) {
    String who() {
      return model.contains("claude") ? "Claude" : "Llama";
    }

    String key() {
      return name + "-" + who().toLowerCase(Locale.ROOT);
    }
  }

  /** A line of the table, without its last cell. */
  private record Line(String call, String model, String place, String litellm, String bricklane)
      implements Comparable<Line> {
    Line of(Call only) {
      return new Line(only.name(), only.who(), place, litellm, bricklane);
    }

    @Override
    public int compareTo(Line other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return "| " + String.join(" | ", call, model, place, litellm, bricklane) + " |";
    }
  }

  @BeforeAll
  static void makeTheCalls(@TempDir Path folder) throws Exception {
    Packages.PYTHON.folder();
    recorder = new Recorder();
    calls = calls();
    ArrayNode cases = JSON.createArrayNode();
    for (Call call : calls) {
      cases
          .addObject()
          .put("name", call.key())
          .put("model", call.model())
          .set("arguments", call.arguments());
      ask(call);
    }
    Path file = folder.resolve("cases.json");
    Files.writeString(file, cases.toString());
    litellm =
        Program.json(
            Packages.PYTHON.script("litellm_calls.py", recorder.uri(), TOKEN, file.toString()),
            folder,
            Packages.offline(),
            120);
  }

  @AfterAll
  static void close() {
    if (recorder != null) {
      recorder.close();
    }
  }

  @Test
  void everyDifferenceIsExplained() throws IOException {
    Map<Call, List<Line>> found = new LinkedHashMap<>();
    calls.forEach(call -> found.put(call, lines(call)));
    List<List<Line>> sent =
        found.values().stream()
            .filter(lines -> lines.stream().noneMatch(line -> line.place().equals("request")))
            .toList();
    TreeSet<Line> actual = new TreeSet<>();
    found.forEach((call, lines) -> {
      for (Line line : lines) {
        boolean always = sent.stream().allMatch(other -> other.contains(line));
        actual.add(always ? line : line.of(call));
      }
    });
    assertThat(String.join("\n", actual.stream().map(Line::toString).toList()))
        .isEqualTo(String.join("\n", table().stream().map(Line::toString).toList()));
  }

  /** Returns a call's differences, as if all calls had them. */
  private static List<Line> lines(Call call) {
    List<Recorder.Request> theirs = recorder.calls("litellm-" + call.key());
    List<Recorder.Request> ours = recorder.calls("bricklane-" + call.key());
    String outcome = litellm.path(call.key()).asText();
    if (theirs.isEmpty() || ours.isEmpty()) {
      return List.of(
          new Line("all", "all", "request", outcome, ours.isEmpty() ? "refused" : "sent"));
    }
    assertThat(ours).as(call.key()).hasSize(1);
    return Difference.between(theirs.get(0), ours.get(0)).stream()
        .map(difference ->
            new Line(
                "all", "all", difference.place(), difference.litellm(), difference.bricklane()))
        .toList();
  }

  /** Reads the table, each line of which must have a reason. */
  private static TreeSet<Line> table() throws IOException {
    TreeSet<Line> table = new TreeSet<>();
    for (String line : resource("litellm-differences.md").lines().toList()) {
      if (!line.startsWith("| ") || line.startsWith("| Call ") || line.startsWith("| --")) {
        continue;
      }
      String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
      assertThat(cells).as(line).hasSize(6);
      assertThat(cells[5]).as("a reason in: " + line).isNotBlank();
      table.add(new Line(cells[0], cells[1], cells[2], cells[3], cells[4]));
    }
    return table;
  }

  private static List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : JSON.readTree(resource("litellm-calls.json"))) {
      for (String model : MODELS) {
        calls.add(
            new Call(
                call.path("name").asText(),
                model,
                call.path("arguments"),
                call.path("sql").asText()));
      }
    }
    return calls;
  }

  /** Asks through the driver; a refusal before the call is what the table then says. */
  private static void ask(Call call) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("host", recorder.workspace("bricklane-" + call.key()));
    properties.setProperty("token", TOKEN);
    properties.setProperty("maxRetries", "0");
    try (Connection connection = DriverManager.getConnection("jdbc:bricklane://", properties);
        Statement statement = connection.createStatement()) {
      try (ResultSet answer =
          statement.executeQuery("SELECT complete('" + call.model() + "', " + call.sql() + ")")) {
        answer.next();
      } catch (SQLException refused) {
        assertThat(refused.getSQLState()).as(refused.getMessage()).startsWith("22");
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(LiteLlmDifferencesIT.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
