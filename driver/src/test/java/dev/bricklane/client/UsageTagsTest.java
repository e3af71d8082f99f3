package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The connection's tags, on both surfaces (public notes of August 2026). */
class UsageTagsTest {
  private static final String HEADER = "Databricks-Ai-Gateway-Request-Tags";
  private static final String CHAT = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";
  private static final String VECTORS = "{\"data\":[{\"index\":0,\"embedding\":[1]}]}";

  private final FakeWorkspace workspace = FakeWorkspace.answering(CHAT);

  @Test
  void areAFieldOnServing() {
    tagged();
    workspace.chat("databricks-x", Map.of()).join();
    assertThat(body()).contains("\"usage_context\":{\"team\":\"bi\"}");
    assertThat(workspace.calls.get(0).headers()).doesNotContainKey(HEADER);
  }

  @Test
  void areAHeaderOnTheGateway() {
    tagged();
    workspace.chat("system.ai.x", Map.of()).join();
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).containsEntry(HEADER, "{\"team\":\"bi\"}");
  }

  @Test
  void yieldToTheCallsOwn() {
    tagged();
    workspace.chat("databricks-x", Map.of("usage_context", Map.of("team", "ml"))).join();
    assertThat(body()).contains("\"usage_context\":{\"team\":\"ml\"}");
  }

  @Test
  void goWithEmbeddingsToo() {
    tagged();
    workspace.before(200, VECTORS);
    workspace.before(200, VECTORS);
    embed("databricks-gte");
    assertThat(body()).contains("\"usage_context\":{\"team\":\"bi\"}");
    workspace.calls.clear();
    embed("system.ai.gte");
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).containsEntry(HEADER, "{\"team\":\"bi\"}");
  }

  @Test
  void stayBehindWhereNobodyKnowsThem() {
    tagged();
    workspace.base = URI.create("http://localhost:4000/v1");
    workspace.chat("gpt", Map.of()).join();
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).doesNotContainKey(HEADER);
  }

  private void tagged() {
    workspace.http =
        new Http(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            0,
            Optional.empty(),
            Wire.USUAL,
            Map.of("team", "bi"));
  }

  private void embed(String model) {
    workspace.client().embed(new EmbeddingRequest(model, List.of("a"), Map.of())).join();
  }

  private String body() {
    return workspace.sentBody();
  }
}
