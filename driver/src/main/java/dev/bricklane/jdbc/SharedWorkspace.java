package dev.bricklane.jdbc;

import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.Secret;
import dev.bricklane.embedded.EmbeddedWorkspace;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The embedded workspace that the JVM's connections share: started for the first, closed after the
 * last. Thread-safe.
 */
final class SharedWorkspace implements AutoCloseable {
  private static @Nullable EmbeddedWorkspace running;
  private static int users;

  private final EmbeddedWorkspace workspace;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SharedWorkspace(EmbeddedWorkspace workspace) {
    this.workspace = workspace;
  }

  static SharedWorkspace join() {
    synchronized (SharedWorkspace.class) {
      EmbeddedWorkspace workspace = running;
      if (workspace == null) {
        // Its test user agrees with nobody: other programs of this machine could ask it for a
        // token.
        workspace = EmbeddedWorkspace.builder().userAgrees(false).start();
        running = workspace;
      }
      users++;
      return new SharedWorkspace(workspace);
    }
  }

  /** Returns the settings with this workspace in the place of "embedded". */
  DriverConfig reachedBy(DriverConfig config) {
    return config.reaching(
        new Target.Workspace(workspace.uri()), new SignIn.Pat(new Secret(workspace.token())));
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (SharedWorkspace.class) {
      if (--users == 0 && running != null) {
        running.close();
        running = null;
      }
    }
  }
}
