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
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
  private static List<DifferentialCall> calls;
  private static JsonNode litellm;

  @BeforeAll
  static void makeTheCalls(@TempDir Path folder) throws Exception {
    Packages.PYTHON.folder();
    recorder = new Recorder();
    calls = DifferentialCall.read(resource("litellm-calls.json"), MODELS);
    ArrayNode cases = JSON.createArrayNode();
    for (DifferentialCall call : calls) {
      cases
          .addObject()
          .put("name", call.key())
          .put("model", call.model())
          .set("arguments", call.arguments());
      call.ask(recorder.workspace("bricklane-" + call.key()), TOKEN);
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
    Map<DifferentialCall, List<Difference>> found = new LinkedHashMap<>();
    calls.forEach(call -> found.put(call, differences(call)));
    assertThat(DifferenceTable.of(found))
        .isEqualTo(DifferenceTable.read(resource("litellm-differences.md")));
  }

  /** The others choose where a call goes and what its failure does. */
  @Test
  void everyArgumentThatShapesARequestIsTried() throws SQLException {
    String sql = calls.stream().map(DifferentialCall::sql).collect(Collectors.joining("\n"));
    List<String> untried = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:bricklane:embedded");
        ResultSet columns =
            connection.getMetaData().getFunctionColumns(null, null, "complete", null)) {
      while (columns.next()) {
        String name = columns.getString("COLUMN_NAME");
        boolean argument = columns.getInt("COLUMN_TYPE") == DatabaseMetaData.functionColumnIn;
        if (argument && !sql.matches("(?s).*\\b" + name + "\\b\"? =>.*")) {
          untried.add(name);
        }
      }
    }
    assertThat(untried).containsOnly("model", "prompt", "sample", "on_error", "api", "surface");
  }

  private static List<Difference> differences(DifferentialCall call) {
    List<Recorder.Request> theirs = recorder.calls("litellm-" + call.key());
    List<Recorder.Request> ours = recorder.calls("bricklane-" + call.key());
    if (theirs.isEmpty() || ours.isEmpty()) {
      String outcome = litellm.path(call.key()).asText();
      return List.of(
          new Difference(Difference.REQUEST, outcome, ours.isEmpty() ? "refused" : "sent"));
    }
    assertThat(theirs).as(call.key()).hasSize(1);
    assertThat(ours).as(call.key()).hasSize(1);
    return Difference.between(theirs.get(0), ours.get(0));
  }

  private static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(LiteLlmDifferencesIT.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
