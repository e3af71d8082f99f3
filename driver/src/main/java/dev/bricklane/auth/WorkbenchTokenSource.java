package dev.bricklane.auth;

import dev.bricklane.config.Environment;
import dev.bricklane.config.WorkbenchProfile;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives the token that Posit Workbench keeps in a profile file. Workbench writes the file again
 * before the token expires, so it is read again whenever it has changed, and after a token was
 * refused.
 *
 * <p>The file must name this workspace as its host. Thread-safe.
 */
final class WorkbenchTokenSource implements TokenSource {
  private final URI baseUri;
  private final Path file;
  private final Environment environment;
  private @Nullable Held held;

  WorkbenchTokenSource(URI baseUri, Path file, Environment environment) {
    this.baseUri = baseUri;
    this.file = file;
    this.environment = environment;
  }

  /** A token, and what the file looked like when it was read. */
  private record Held(AccessToken token, FileTime changed, long size) {}

  @Override
  public synchronized AccessToken token() {
    try {
      // Looked at before reading: a change in between is then seen the next time.
      FileTime changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Held last = held;
      if (last == null || !last.changed().equals(changed) || last.size() != size) {
        last = new Held(read(), changed, size);
        held = last;
      }
      return last.token();
    } catch (IOException e) {
      throw new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS,
          "Signing in by posit-workbench failed: the file " + file + " cannot be read",
          e);
    }
  }

  private AccessToken read() throws IOException {
    WorkbenchProfile profile =
        WorkbenchProfile.read(file, environment)
            .orElseThrow(() ->
                new BricklaneException(
                    ErrorCode.MISSING_CREDENTIALS,
                    "Signing in by posit-workbench failed: the section [workbench] of "
                        + file
                        + " has no host and token; sign in to Databricks in Posit Workbench"));
    if (!profile.isFor(baseUri)) {
      throw new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS,
          "Signing in by posit-workbench failed: the host in the section [workbench] of "
              + file
              + " is another one than "
              + baseUri.getHost());
    }
    return new AccessToken(profile.token(), null);
  }

  @Override
  public synchronized void invalidate(AccessToken refused) {
    held = null;
  }

  /** Workbench may have written another one meanwhile. */
  @Override
  public CompletableFuture<AccessToken> renew(AccessToken refused) {
    invalidate(refused);
    return request();
  }

  @Override
  public String toString() {
    return "posit-workbench";
  }
}
