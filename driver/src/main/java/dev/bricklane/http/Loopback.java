package dev.bricklane.http;

import dev.bricklane.config.HostName;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whether an address is this machine's own, the only one that plain HTTP may talk to. */
public final class Loopback {
  private Loopback() {}

  /** Returns whether a URI is https, or http to this machine: fit to carry a secret. */
  public static boolean allows(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isHost(uri.getHost()));
  }

  /** Returns whether a host is {@code localhost} or a literal loopback address; asks no DNS. */
  public static boolean isHost(@Nullable String host) {
    return HostName.isLoopback(host);
  }
}
