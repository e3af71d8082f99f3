package dev.bricklane.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The profile {@code workbench} that Posit Workbench writes, and writes again before its token
 * expires. Immutable.
 *
 * <p>As ellmer does, it is told by its path, which holds {@code posit-workbench}. As r-dbi/odbc
 * does, its token is used for the host that stands beside it, and for no other.
 *
 * @param host as the file has it
 * @param token a bearer token
 */
public record WorkbenchProfile(String host, Secret token) {
  static final String SECTION = "workbench";

  private static final String PATH = "posit-workbench";

  /** Returns whether a file is one that Posit Workbench keeps. */
  static boolean isKeptIn(Path file) {
    return file.toString().contains(PATH);
  }

  /**
   * Reads the profile as it is now.
   *
   * @return the profile, or empty if there is no such file, or no host or token in it
   * @throws IOException if the file cannot be read
   */
  public static Optional<WorkbenchProfile> read(Path file, Environment environment)
      throws IOException {
    Map<ConnectionProperty, Given> values =
        environment
            .read(file)
            .map(text -> ProfileFile.parse(text).values(SECTION))
            .orElse(Map.of());
    Given host = values.get(ConnectionProperty.HOST);
    Given token = values.get(ConnectionProperty.TOKEN);
    return host == null || token == null || !Ascii.isVisible(token.text())
        ? Optional.empty()
        : Optional.of(new WorkbenchProfile(host.text(), new Secret(token.text())));
  }

  /** Returns whether its token is for the workspace at this URI. */
  public boolean isFor(URI workspace) {
    try {
      return HostAddress.parse(host).isSameServer(workspace);
    } catch (InvalidValueException unreadable) {
      return false;
    }
  }
}
