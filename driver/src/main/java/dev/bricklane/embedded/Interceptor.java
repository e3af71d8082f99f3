package dev.bricklane.embedded;

import java.util.Optional;

/**
 * A test's hook into an {@link EmbeddedWorkspace}: it sees every request first, before signing in
 * is checked, and may answer in the workspace's place. Called from several threads at once, so an
 * implementation must be thread-safe; it should not block ({@link Reply#after} delays an answer
 * without holding a thread).
 */
@FunctionalInterface
public interface Interceptor {
  /** Leaves every request to the workspace. */
  Interceptor NONE = request -> Optional.empty();

  /**
   * Answers a request, or leaves it to the workspace.
   *
   * @param request what came, without its secrets
   * @return the answer to give, or empty to let the workspace answer
   */
  Optional<Reply> answer(ReceivedRequest request);
}
