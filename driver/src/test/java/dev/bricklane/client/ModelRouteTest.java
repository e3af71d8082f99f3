package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ModelRoute.Place;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRouteTest {
  @ParameterizedTest
  @CsvSource({
    "databricks-claude-sonnet-4-5,            AUTO,    false, databricks-claude-sonnet-4-5",
    "databricks/databricks-claude-sonnet-4-5, AUTO,    false, databricks-claude-sonnet-4-5",
    "databricks-gpt-5.1,                      AUTO,    false, databricks-gpt-5.1",
    "my_endpoint,                             AUTO,    false, my_endpoint",
    "system.ai.claude-sonnet-4-5,             AUTO,    true,  system.ai.claude-sonnet-4-5",
    "databricks/system.ai.claude-sonnet-4-5,  AUTO,    true,  system.ai.claude-sonnet-4-5",
    "main.llm.support,                        AUTO,    true,  main.llm.support",
    "gpt-5.1,                                 AUTO,    true,  system.ai.gpt-5.1",
    "system.ai.claude-sonnet-4-5,             SERVING, false, system.ai.claude-sonnet-4-5",
    "my_endpoint,                             SERVING, false, my_endpoint",
    "databricks-claude-sonnet-4-5,            GATEWAY, true,  databricks-claude-sonnet-4-5",
    "claude-sonnet-4-5,                       GATEWAY, true,  system.ai.claude-sonnet-4-5",
    "main.llm.support,                        GATEWAY, true,  main.llm.support",
    "'  my_endpoint ',                        AUTO,    false, my_endpoint",
  })
  void choosesTheSurfaceByTheName(String name, Surface surface, boolean gateway, String model) {
    assertThat(ModelRoute.of(name, surface))
        .isEqualTo(new ModelRoute(gateway ? Place.GATEWAY : Place.SERVING, model));
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,           SERVING, /serving-endpoints/chat/completions",
    "CHAT,           GATEWAY, /ai-gateway/mlflow/v1/chat/completions",
    "CHAT,           DIRECT,  /chat/completions",
    "COMPLETIONS,    SERVING, /serving-endpoints/m%20x/invocations",
    "COMPLETIONS,    DIRECT,  /completions",
    "RESPONSES,      SERVING, /serving-endpoints/responses",
    "RESPONSES,      GATEWAY, /ai-gateway/mlflow/v1/responses",
    "RESPONSES,      DIRECT,  /responses",
    "OPEN_RESPONSES, SERVING, /serving-endpoints/open-responses",
    "OPEN_RESPONSES, GATEWAY, /ai-gateway/mlflow/v1/responses",
    "GEMINI,         SERVING, /serving-endpoints/gemini/v1beta/models/m%20x:generateContent",
    "GEMINI,         GATEWAY, /ai-gateway/gemini/v1beta/models/m%20x:generateContent",
    "INVOCATIONS,    SERVING, /serving-endpoints/m%20x/invocations",
    "INVOCATIONS,    GATEWAY, /serving-endpoints/m%20x/invocations",
  })
  void namesThePathOfEachProtocol(Api api, Place place, String path) {
    assertThat(ModelPath.of(api, new ModelRoute(place, "m x"), false)).isEqualTo(path);
    assertThat(ModelPath.namesModel(path)).isEqualTo(path.contains("m%20x"));
  }

  @Test
  void namesThePathsOfTheMakersOwnProtocols() {
    assertThat(
            ModelPath.of(
                Api.RESPONSES, new ModelRoute(Place.GATEWAY, "system.ai.gpt-5-1-codex-max"), false))
        .isEqualTo("/ai-gateway/openai/v1/responses");
    assertThat(
            ModelPath.of(
                Api.RESPONSES, new ModelRoute(Place.GATEWAY, "system.ai.gpt-oss-20b"), true))
        .isEqualTo("/ai-gateway/mlflow/v1/responses");
    assertThat(ModelPath.of(Api.GEMINI, new ModelRoute(Place.GATEWAY, "system.ai.gemini-3"), true))
        .isEqualTo(
            "/ai-gateway/gemini/v1beta/models/system.ai.gemini-3:streamGenerateContent?alt=sse");
  }

  @ParameterizedTest
  @CsvSource({
    "system.ai.claude-sonnet-4-5, databricks-claude-sonnet-4-5",
    "system.ai.gpt-5.1,           databricks-gpt-5-1",
    "system.ai.databricks-x,      databricks-x",
    "main.llm.support,            ",
  })
  void knowsTheNameOnServing(String model, String endpoint) {
    ModelRoute serving = new ModelRoute(Place.GATEWAY, model).onServing();
    assertThat(serving == null ? null : serving.model()).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "https://w.com,                               false, https://w.com/serving-endpoints/chat/completions",
    "https://w.com/ai-gateway/mlflow/v1,          false, https://w.com/ai-gateway/mlflow/v1/chat/completions",
    "https://w.com/serving-endpoints,             false, https://w.com/serving-endpoints/chat/completions",
    "http://localhost:4000/v1,                    true,  http://localhost:4000/v1/chat/completions",
    "http://localhost:4000/openai/v1,             true,  http://localhost:4000/openai/v1/chat/completions",
    "https://w.com/ai-gateway/openai/v1,          true,  https://w.com/ai-gateway/openai/v1/chat/completions",
  })
  void takesAnAddressForASurface(URI address, boolean direct, URI chat) {
    ServiceAddress service = ServiceAddress.of(address);
    assertThat(service.direct()).isEqualTo(direct);
    ModelRoute route = service.route("databricks-x", Surface.AUTO);
    assertThat(service.at(ModelPath.of(Api.CHAT, route, false))).isEqualTo(chat);
    assertThat(service.listing())
        .hasToString(direct ? address + "/models" : "https://w.com/api/2.0/serving-endpoints");
    assertThat(service.ping())
        .hasToString(
            direct
                ? address + "/models"
                : "https://w.com/api/2.0/serving-endpoints/bricklane-ping");
  }

  @Test
  void sendsNamesAsTheyAreToASurfaceOfItsOwn() {
    ServiceAddress service = ServiceAddress.of(URI.create("http://localhost:4000/v1"));
    ModelRoute route = service.route("databricks/a.b", Surface.AUTO);
    assertThat(route).isEqualTo(new ModelRoute(Place.DIRECT, "databricks/a.b"));
    assertThat(service.at(ModelPath.of(Api.GEMINI, route, false)))
        .hasToString("http://localhost:4000/v1beta/models/databricks%2Fa.b:generateContent");
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "databricks/", ".", "..", "' .. '", "databricks/.."})
  void refusesANameThatIsNone(String name) {
    for (Surface surface : Surface.values()) {
      assertThatThrownBy(() -> ModelRoute.of(name, surface))
          .isInstanceOfSatisfying(
              BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
  }

  @ParameterizedTest
  @CsvSource({"''", ".", ".."})
  void refusesANameThatIsNoneOnASurfaceOfItsOwn(String name) {
    assertThatThrownBy(() -> ModelRoute.direct(name))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @ParameterizedTest
  @CsvSource({
    "../x,        ..%2Fx",
    "a/../../b,   a%2F..%2F..%2Fb",
    "%2e%2e,      %252e%252e",
    "..;,         ..%3B",
    "...,         ..."
  })
  void keepsNamesWithinTheirSegment(String name, String segment) {
    ServiceAddress service = ServiceAddress.of(URI.create("https://w.com"));
    ModelRoute route = service.route(name, Surface.SERVING);
    assertThat(service.at(ModelPath.of(Api.INVOCATIONS, route, false)))
        .hasToString("https://w.com/serving-endpoints/" + segment + "/invocations");
    ServiceAddress direct = ServiceAddress.of(URI.create("http://localhost:4000/a/v1"));
    assertThat(direct.at(ModelPath.of(Api.GEMINI, direct.route(name, Surface.AUTO), false)))
        .hasToString("http://localhost:4000/a/v1beta/models/" + segment + ":generateContent");
  }
}
