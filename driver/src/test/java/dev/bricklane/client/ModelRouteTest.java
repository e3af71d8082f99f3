package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
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
    assertThat(ModelRoute.of(name, surface)).isEqualTo(new ModelRoute(gateway, model));
  }

  @Test
  void namesThePathsOfBothSurfaces() {
    ModelRoute serving = new ModelRoute(false, "m");
    ModelRoute gateway = new ModelRoute(true, "m");
    assertThat(serving.chat()).isEqualTo("/serving-endpoints/chat/completions");
    assertThat(serving.embeddings()).isEqualTo("/serving-endpoints/embeddings");
    assertThat(gateway.chat()).isEqualTo("/ai-gateway/mlflow/v1/chat/completions");
    assertThat(gateway.embeddings()).isEqualTo("/ai-gateway/mlflow/v1/embeddings");
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "databricks/"})
  void refusesAnEmptyName(String name) {
    assertThatThrownBy(() -> ModelRoute.of(name, Surface.AUTO))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }
}
