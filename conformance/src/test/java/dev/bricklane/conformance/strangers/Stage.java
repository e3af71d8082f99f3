package dev.bricklane.conformance.strangers;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;

/** The embedded workspace with an endpoint of each family beside its own. */
final class Stage {
  /** Strict, in Anthropic's manner. */
  static final String CLAUDE = "databricks-claude-sonnet-4-5";

  /** Strict, with errors in OpenAI's shape. */
  static final String GPT = "databricks-gpt-5";

  /** Lenient, with the usage in every chunk. */
  static final String LLAMA = "databricks-meta-llama-3-3-70b-instruct";

  static final String EMBEDDINGS = "databricks-gte-large-en";

  private static final String BEHIND_IT = "A stand-in of the tests.";

  private Stage() {}

  static EmbeddedWorkspace open() {
    return EmbeddedWorkspace.builder()
        .endpoint(chat(CLAUDE, Family.CLAUDE))
        .endpoint(chat(GPT, Family.GPT))
        .endpoint(chat(LLAMA, Family.OPEN))
        .endpoint(new ServedEndpoint(EMBEDDINGS, Task.EMBEDDINGS, Family.EMBEDDED, BEHIND_IT, true))
        .start();
  }

  /** The base URL that OpenAI's clients are given. */
  static String serving(EmbeddedWorkspace workspace) {
    return workspace.uri() + "/serving-endpoints";
  }

  private static ServedEndpoint chat(String name, Family family) {
    return new ServedEndpoint(name, Task.CHAT, family, BEHIND_IT, true);
  }
}
