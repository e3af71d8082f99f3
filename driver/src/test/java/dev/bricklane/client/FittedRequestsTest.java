package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of a model's family, as a workspace meets them. */
class FittedRequestsTest {
  private static final String JSON_ANSWER =
      """
      {"choices": [{"message": {"role": "assistant", "content": "plain"},
        "finish_reason": "stop"}]}
      """;

  @Test
  void sendsWhatTheFamilyTakes() {
    FakeWorkspace workspace = FakeWorkspace.answering(JSON_ANSWER);
    workspace.chat("databricks-claude-sonnet-4-5", Map.of("reasoning_effort", "low")).join();
    assertThat(workspace.sentBody())
        .contains("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}")
        .contains("\"max_tokens\":5120")
        .doesNotContain("reasoning_effort");
  }

  @Test
  void leavesServersOfOthersAlone() {
    FakeWorkspace workspace = FakeWorkspace.answering(JSON_ANSWER);
    workspace.base = URI.create("http://localhost:4000/v1");
    workspace.chat("claude-sonnet-4-5", Map.of("reasoning_effort", "low")).join();
    assertThat(workspace.sentBody()).contains("\"reasoning_effort\":\"low\"");
  }
}
