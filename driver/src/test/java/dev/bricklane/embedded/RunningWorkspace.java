package dev.bricklane.embedded;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A workspace for all tests of a class, which is closed after the last. */
final class RunningWorkspace implements AfterAllCallback {
  final EmbeddedWorkspace workspace;
  final RawClient client;

  RunningWorkspace(EmbeddedWorkspace.Builder builder) {
    workspace = builder.start();
    client = new RawClient(workspace);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    workspace.close();
  }
}
