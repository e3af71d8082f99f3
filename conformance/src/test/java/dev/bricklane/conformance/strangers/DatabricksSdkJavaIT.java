package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.DatabricksException;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.serving.ChatMessage;
import com.databricks.sdk.service.serving.ChatMessageRole;
import com.databricks.sdk.service.serving.EndpointStateReady;
import com.databricks.sdk.service.serving.QueryEndpointInput;
import com.databricks.sdk.service.serving.QueryEndpointResponse;
import com.databricks.sdk.service.serving.ServingEndpoint;
import com.databricks.sdk.service.serving.ServingEndpointDetailed;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Databricks' own SDK for Java against the embedded workspace. It wants a host with {@code
 * http://}, and names the model in the path alone.
 */
class DatabricksSdkJavaIT {
  /** It tells with a stack trace what it looks for and does not find. */
  private static final Logger TALK = Logger.getLogger("com.databricks");

  private static EmbeddedWorkspace workspace;
  private static WorkspaceClient client;

  @BeforeAll
  static void open() {
    TALK.setLevel(Level.OFF);
    workspace = Stage.open();
    client = withToken(workspace.token());
  }

  @AfterAll
  static void close() {
    workspace.close();
    TALK.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void queriesAChatEndpoint(String model) {
    QueryEndpointResponse answer =
        client.servingEndpoints().query(question(model).setMaxTokens(50L).setTemperature(0.5));
    assertThat(answer.getChoices())
        .singleElement()
        .satisfies(choice -> assertThat(choice.getMessage().getContent()).contains("Name a river"));
    assertThat(answer.getUsage().getTotalTokens())
        .isEqualTo(answer.getUsage().getPromptTokens() + answer.getUsage().getCompletionTokens());
    assertThat(answer.getServedModelName()).isNotBlank();
  }

  @Test
  void namesTheModelInThePathAlone() {
    client.servingEndpoints().query(question(Stage.LLAMA));
    ReceivedRequest last = workspace.requests().get(workspace.requests().size() - 1);
    assertThat(last.path()).isEqualTo("/serving-endpoints/" + Stage.LLAMA + "/invocations");
    assertThat(last.body()).doesNotContain("\"model\"");
  }

  @Test
  void queriesACompletionEndpoint() {
    QueryEndpointResponse answer =
        client
            .servingEndpoints()
            .query(
                new QueryEndpointInput()
                    .setName(EmbeddedWorkspace.COMPLETIONS)
                    .setPrompt("Once upon"));
    assertThat(answer.getChoices())
        .singleElement()
        .satisfies(choice -> assertThat(choice.getText()).contains("Once upon"));
  }

  @Test
  void queriesAnEmbeddingEndpoint() {
    QueryEndpointResponse answer =
        client
            .servingEndpoints()
            .query(
                new QueryEndpointInput()
                    .setName(Stage.EMBEDDINGS)
                    .setInput(List.of("a river", "a mountain")));
    assertThat(answer.getData())
        .hasSize(2)
        .allSatisfy(element -> assertThat(element.getEmbedding()).isNotEmpty());
  }

  @Test
  void queriesACustomModel() {
    QueryEndpointResponse answer =
        client
            .servingEndpoints()
            .query(
                new QueryEndpointInput()
                    .setName("embedded-predictor")
                    .setDataframeRecords(List.of(Map.of("x", 1), Map.of("x", 2))));
    assertThat(answer.getPredictions()).hasSize(2);
  }

  @Test
  void listsTheEndpoints() {
    assertThat(client.servingEndpoints().list())
        .extracting(ServingEndpoint::getName)
        .contains(Stage.CLAUDE, Stage.EMBEDDINGS, EmbeddedWorkspace.RESPONDER);
    assertThat(client.servingEndpoints().list())
        .filteredOn(endpoint -> endpoint.getName().equals(Stage.EMBEDDINGS))
        .singleElement()
        .satisfies(endpoint -> {
          assertThat(endpoint.getTask()).isEqualTo("llm/v1/embeddings");
          assertThat(endpoint.getState().getReady()).isEqualTo(EndpointStateReady.READY);
          assertThat(endpoint.getConfig().getServedEntities()).hasSize(1);
        });
  }

  @Test
  void describesAnEndpoint() {
    ServingEndpointDetailed endpoint = client.servingEndpoints().get(Stage.CLAUDE);
    assertThat(endpoint.getTask()).isEqualTo("llm/v1/chat");
    assertThat(endpoint.getConfig().getServedEntities())
        .singleElement()
        .satisfies(entity ->
            assertThat(entity.getFoundationModel().getName()).isEqualTo("claude-sonnet-4-5"));
  }

  @Test
  void signsInAsAServicePrincipal() {
    WorkspaceClient machine =
        new WorkspaceClient(
            config()
                .setAuthType("oauth-m2m")
                .setClientId(workspace.clientId())
                .setClientSecret(workspace.clientSecret()));
    assertThat(machine.servingEndpoints().query(question(Stage.LLAMA)).getChoices()).hasSize(1);
    assertThat(workspace.requests())
        .extracting(ReceivedRequest::path)
        .contains("/oidc/.well-known/oauth-authorization-server", "/oidc/v1/token");
  }

  @Test
  void readsTheErrorOfAServicePrincipalThatIsNotKnown() {
    WorkspaceClient machine =
        new WorkspaceClient(
            config()
                .setAuthType("oauth-m2m")
                .setClientId(workspace.clientId())
                .setClientSecret("dose" + "0".repeat(32)));
    assertThatThrownBy(() -> machine.servingEndpoints().query(question(Stage.LLAMA)))
        .isInstanceOf(DatabricksException.class)
        .hasMessageContaining("invalid_client");
  }

  @Test
  void readsTheErrorOfABadToken() {
    assertThatThrownBy(() ->
            withToken("dapi" + "0".repeat(32)).servingEndpoints().query(question(Stage.LLAMA)))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("Invalid access token");
  }

  @Test
  void readsTheErrorOfAMissingEndpoint() {
    assertThatThrownBy(() -> client.servingEndpoints().query(question("no-such-endpoint")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> client.servingEndpoints().get("no-such-endpoint"))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void readsTheErrorOfABadValue() {
    assertThatThrownBy(() ->
            client
                .servingEndpoints()
                .query(question(EmbeddedWorkspace.RESPONDER).setTemperature(3.0)))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("temperature");
  }

  private static WorkspaceClient withToken(String token) {
    return new WorkspaceClient(config().setAuthType("pat").setToken(token));
  }

  private static DatabricksConfig config() {
    return new DatabricksConfig().setHost(workspace.uri().toString()).setDisableRetries(true);
  }

  private static QueryEndpointInput question(String model) {
    return new QueryEndpointInput()
        .setName(model)
        .setMessages(
            List.of(new ChatMessage().setRole(ChatMessageRole.USER).setContent("Name a river")));
  }
}
