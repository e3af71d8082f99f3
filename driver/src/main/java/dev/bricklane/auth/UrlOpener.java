package dev.bricklane.auth;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Shows a page to the person at this machine. */
@FunctionalInterface
interface UrlOpener {
  /**
   * Begins to open a page; does not wait until it is shown.
   *
   * @return fails if it turns out later that it was not possible
   * @throws dev.bricklane.error.BricklaneException if there is no way to
   */
  CompletableFuture<@Nullable Void> open(URI page);
}
