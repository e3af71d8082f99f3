package dev.bricklane.conformance.strangers;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Portkey's gateway between the driver and the workspace; headers tell it where to go. */
class PortkeyIT extends Gateway {
  @Override
  void require() throws Exception {
    Packages.NODE.folder();
  }

  /** It answers each with 500 and logs "TypeError: immutable", whoever asks. */
  @Override
  void requireEmbeddings() {
    abort("This version of the gateway carries no embeddings of the provider openai");
  }

  @Override
  Way way(EmbeddedWorkspace workspace) {
    return new Way(
        workspace.token(),
        Map.of("x-portkey-provider", "openai", "x-portkey-custom-host", Stage.serving(workspace)),
        Stage.CLAUDE,
        Stage.EMBEDDINGS,
        "no-such-model");
  }

  @Override
  Server start(EmbeddedWorkspace workspace) throws Exception {
    Path folder = Packages.NODE.folder();
    return Server.start(
        port ->
            List.of(
                "node",
                "--require",
                Packages.NODE.sources().resolve("loopback.cjs").toString(),
                "node_modules/@portkey-ai/gateway/build/start-server.js",
                "--headless",
                "--port=" + port),
        folder,
        port -> Packages.offline(),
        "/",
        Duration.ofSeconds(60));
  }
}
