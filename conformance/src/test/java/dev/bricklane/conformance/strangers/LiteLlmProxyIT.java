package dev.bricklane.conformance.strangers;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** LiteLLM's own proxy, with a {@code config.yaml}, between the driver and the workspace. */
class LiteLlmProxyIT extends Gateway {
  private static final String KEY = "sk-stranger";

  @Override
  void require() throws Exception {
    Packages.PYTHON.folder();
  }

  @Override
  Way way(EmbeddedWorkspace workspace) {
    return new Way(KEY, Map.of(), "claude", "embeddings", "missing");
  }

  @Override
  Server start(EmbeddedWorkspace workspace) throws Exception {
    Path folder = Packages.PYTHON.folder();
    String config = Packages.PYTHON.sources().resolve("litellm-proxy.yaml").toString();
    Map<String, String> environment = Packages.offline();
    environment.put("STRANGER_BASE", Stage.serving(workspace));
    environment.put("STRANGER_TOKEN", workspace.token());
    environment.put("STRANGER_KEY", KEY);
    return Server.start(
        port ->
            List.of(
                Packages.program(folder, "litellm").toString(),
                "--config",
                config,
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--telemetry",
                "False"),
        folder,
        port -> environment,
        "/health/liveliness",
        Duration.ofSeconds(120));
  }
}
