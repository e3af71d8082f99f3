package dev.bricklane.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether an address is this machine's own, the only one that plain HTTP may talk to. */
public final class Loopback {
  private static final Pattern ADDRESS = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private Loopback() {}

  /** Returns whether a URI is https, or http to this machine: fit to carry a secret. */
  public static boolean allows(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isHost(uri.getHost()));
  }

  /** Returns whether a host is {@code localhost} or a literal loopback address; asks no DNS. */
  public static boolean isHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("[::1]") || ADDRESS.matcher(name).matches();
  }
}
