package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What a client in another language must get out of the embedded workspace. Its script runs once,
 * with the names of the cases to try, and prints what each gave as one line of JSON.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ScriptedClient {
  private static final int SECONDS = 120;
  private static final List<String> CHAT_MODELS = List.of("claude", "gpt", "llama");

  private EmbeddedWorkspace workspace;
  private JsonNode results = MissingNode.getInstance();

  /** Returns whose packages the script needs. */
  abstract Packages packages();

  /** Returns the script's name. */
  abstract String script();

  /** Returns the cases that the client has no call for. */
  Set<String> lacks() {
    return Set.of();
  }

  /** Tells whether it reports the usage that a stream holds. */
  boolean readsTheUsageOfStreams(String model) {
    return true;
  }

  /** Returns whether it reads streams of a model of that kind at all. */
  boolean readsStreams(String model) {
    return true;
  }

  /** Returns the status that it reports for a token that is not known, 403 on the wire. */
  int unknownToken() {
    return 403;
  }

  /** Returns what the script finds in its environment. */
  Map<String, String> environment() {
    return Map.of();
  }

  /** Returns what the client is given as its base URL. */
  String base(EmbeddedWorkspace workspace) {
    return Stage.serving(workspace);
  }

  @BeforeAll
  void runTheScript() throws Exception {
    packages().folder();
    workspace = Stage.open();
    List<String> command = packages().script(script(), base(workspace), workspace.token());
    command.addAll(cases());
    Map<String, String> environment = Packages.offline();
    environment.putAll(environment());
    results = Program.json(command, packages().folder(), environment, SECONDS);
  }

  @AfterAll
  void close() {
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void chats() {
    JsonNode answers = result("chat");
    for (String model : CHAT_MODELS) {
      JsonNode answer = answers.path(model);
      assertThat(answer.path("text").asText()).as(model).contains("\"Name a river\"");
      assertThat(answer.path("finish").asText()).as(model).isEqualTo("stop");
      assertThat(answer.path("total").asInt()).as(model).isPositive();
    }
  }

  @Test
  void streamsWhatItWouldHaveAnswered() {
    JsonNode streams = result("stream");
    for (String model : CHAT_MODELS) {
      if (!readsStreams(model)) {
        continue;
      }
      JsonNode stream = streams.path(model);
      JsonNode plain = result("chat").path(model);
      assertThat(stream.path("text").asText()).as(model).isEqualTo(plain.path("text").asText());
      assertThat(stream.path("chunks").asInt()).as(model).isGreaterThan(3);
      if (readsTheUsageOfStreams(model)) {
        assertThat(stream.path("total").asInt()).as(model).isEqualTo(plain.path("total").asInt());
      }
    }
  }

  @Test
  void callsAToolThatIsForced() {
    JsonNode answers = result("tools");
    for (String model : CHAT_MODELS) {
      JsonNode answer = answers.path(model);
      assertThat(answer.path("name").asText()).as(model).isEqualTo("weather");
      assertThat(answer.path("finish").asText()).as(model).matches("tool[_-]calls");
      assertPlace(answer.path("arguments"));
    }
  }

  @Test
  void callsAToolThatIsOfferedAndReadsItsResult() {
    JsonNode answer = result("offered");
    assertThat(answer.path("name").asText()).isEqualTo("weather");
    assertThat(answer.path("text").asText()).isNotBlank();
  }

  @Test
  void fillsASchema() {
    assertPlace(result("schema"));
  }

  @Test
  void embedsInTheOrderOfItsTexts() {
    JsonNode vectors = result("embeddings");
    assertThat(vectors.size()).isEqualTo(3);
    assertThat(vectors.get(0).size()).isGreaterThan(100);
    assertThat(vectors.get(0)).isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
  }

  @Test
  void answersResponses() {
    JsonNode answer = result("responses");
    assertThat(answer.path("text").asText()).contains("Name a river");
    assertThat(answer.path("streamed")).isEqualTo(answer.path("text"));
    assertThat(answer.path("total").asInt()).isPositive();
  }

  @Test
  void readsTheErrors() {
    JsonNode errors = result("errors");
    assertThat(errors.path("model").asInt()).isEqualTo(404);
    assertThat(errors.path("token").asInt()).isEqualTo(unknownToken());
    assertThat(errors.path("field").asInt()).isEqualTo(400);
  }

  /** Returns the POSTs that the script has made. */
  final List<ReceivedRequest> posts() {
    return workspace.requests().stream()
        .filter(request -> request.method().equals("POST"))
        .toList();
  }

  /** Returns what a case gave. Skips the test where the client has no call for it. */
  final JsonNode result(String name) {
    assumeTrue(!lacks().contains(name), "This client has no call for it");
    JsonNode result = results.path(name);
    assertThat(result.isMissingNode()).as("the script ran " + name).isFalse();
    assertThat(result.path("failed").asText("")).as("what failed").isEmpty();
    return result;
  }

  private Set<String> cases() {
    Set<String> cases =
        new TreeSet<>(
            Set.of(
                "chat",
                "stream",
                "tools",
                "offered",
                "schema",
                "embeddings",
                "responses",
                "errors"));
    cases.addAll(more());
    cases.removeAll(lacks());
    return cases;
  }

  /** Returns the cases of this client alone. */
  Set<String> more() {
    return Set.of();
  }

  private static void assertPlace(JsonNode place) {
    assertThat(place.path("city").isTextual()).isTrue();
    assertThat(place.path("visitors").isIntegralNumber()).isTrue();
  }
}
