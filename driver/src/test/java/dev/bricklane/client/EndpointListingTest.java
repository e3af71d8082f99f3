package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointListingTest {
  @Test
  void readsPayPerTokenAndUsersEndpoints() {
    // Pay-per-token endpoints have no id, no creator and no creation time.
    String body =
        """
        {"endpoints":[
          {"name":"databricks-claude-x","task":"llm/v1/chat","state":{"ready":"READY"},
           "config":{"served_entities":[{"name":"e","foundation_model":
             {"name":"claude","display_name":"Claude X","description":"A model."}}]}},
          {"name":"mine","id":"1","creator":"ann@example.org","creation_timestamp":1700000000000,
           "description":"My own.","state":{"ready":"NOT_READY","config_update":"IN_PROGRESS"},
           "tags":[{"key":"a","value":"b"}],"config":null},
          {"task":"nameless"}, null, {"name":"bare","state":null,"task":null}]}
        """;
    assertThat(list(body))
        .containsExactly(
            new ServingEndpoint("databricks-claude-x", "llm/v1/chat", true, "A model.", null, null),
            new ServingEndpoint(
                "mine",
                null,
                false,
                "My own.",
                "ann@example.org",
                Instant.ofEpochMilli(1_700_000_000_000L)),
            new ServingEndpoint("bare", null, false, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"endpoints\":null}", "{\"endpoints\":[]}"})
  void readsAWorkspaceWithoutEndpoints(String body) {
    assertThat(list(body)).isEmpty();
  }

  private static List<ServingEndpoint> list(String body) {
    return FakeWorkspace.answering(body).client().endpoints().join();
  }
}
