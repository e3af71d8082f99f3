package dev.bricklane.auth;

import dev.bricklane.config.HostName;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;

/**
 * A workspace's address as another program is told it. It is checked again here, where it leaves,
 * since that program may hand it to a shell.
 */
final class HostText {
  private HostText() {}

  /** Returns scheme, host and port, and nothing else. */
  static String of(URI baseUri) {
    String host = baseUri.getHost();
    String scheme = baseUri.getScheme();
    boolean known = "https".equals(scheme) || "http".equals(scheme);
    if (!known || !HostName.isValid(host)) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "The workspace's host must be a name of letters, digits, hyphens and dots, or an address");
    }
    return scheme + "://" + host + (baseUri.getPort() < 0 ? "" : ":" + baseUri.getPort());
  }
}
