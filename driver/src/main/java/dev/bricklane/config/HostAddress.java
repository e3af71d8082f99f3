package dev.bricklane.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's address as people write it: a host name, or a whole URL.
 *
 * <p>Understood: a scheme {@code https://} or {@code http://}, a port, a base path, slashes at the
 * end, the {@code /serving-endpoints} at the end of LiteLLM's base URL (left out), and a query of
 * {@code ?o=} with a workspace number, as the browser shows it (left out). All else is refused:
 * user names and passwords, other queries, fragments, and host names with other than letters,
 * digits, hyphens and dots. Strictness here is what keeps a host name from meaning something to a
 * shell, a proxy or a log.
 *
 * @param tls what the scheme says, or null without a scheme
 * @param host in lower case; an IPv6 address in brackets
 * @param port or -1
 * @param basePath empty, or beginning with a slash and ending without one
 */
record HostAddress(@Nullable Boolean tls, String host, int port, String basePath) {
  private static final String SERVING = "/serving-endpoints";

  static HostAddress parse(String text) throws InvalidValueException {
    String rest = text.strip();
    Boolean tls = null;
    int scheme = rest.indexOf("://");
    if (scheme >= 0) {
      tls = scheme(rest.substring(0, scheme));
      rest = rest.substring(scheme + 3);
    }
    int end = endOfAuthority(rest);
    String authority = rest.substring(0, end);
    if (authority.indexOf('@') >= 0) {
      throw new InvalidValueException(
          "must not hold a user or password before @; use token, or clientId and clientSecret");
    }
    int portAt = startOfPort(authority);
    String host = HostName.check(authority.substring(0, portAt));
    int port = portAt == authority.length() ? -1 : port(authority.substring(portAt + 1));
    return new HostAddress(tls, host, port, basePath(rest.substring(end)));
  }

  /** Returns the port, or the scheme's own one. */
  int effectivePort() {
    if (port > 0) {
      return port;
    }
    return Boolean.FALSE.equals(tls) ? 80 : 443;
  }

  /** Returns whether a URI leads to the same host and port. */
  boolean isSameServer(URI uri) {
    int standard = uri.getScheme().equals("http") ? 80 : 443;
    return HostName.same(host, uri.getHost())
        && effectivePort() == (uri.getPort() > 0 ? uri.getPort() : standard);
  }

  private static boolean scheme(String scheme) throws InvalidValueException {
    if (scheme.equalsIgnoreCase("https")) {
      return true;
    }
    if (scheme.equalsIgnoreCase("http")) {
      return false;
    }
    throw new InvalidValueException("must begin with https:// or with the host name itself");
  }

  private static int endOfAuthority(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("/?#".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Returns where the colon before the port is, or the end. */
  private static int startOfPort(String authority) throws InvalidValueException {
    int from = authority.startsWith("[") ? authority.indexOf(']') + 1 : 0;
    int colon = authority.indexOf(':', from);
    if (colon >= 0 && authority.indexOf(':', colon + 1) >= 0) {
      throw new InvalidValueException(
          "must have an IPv6 address in brackets, and one port at most");
    }
    return colon < 0 ? authority.length() : colon;
  }

  private static int port(String text) throws InvalidValueException {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
    int port = digits && !text.isEmpty() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw new InvalidValueException("must have a port from 1 to 65535 after the colon");
    }
    return port;
  }

  private static String basePath(String tail) throws InvalidValueException {
    if (tail.indexOf('#') >= 0) {
      throw new InvalidValueException("must not hold a #");
    }
    int query = tail.indexOf('?');
    if (query >= 0 && !isWorkspaceNumber(tail.substring(query))) {
      throw new InvalidValueException(
          "must not hold a ?; properties follow the host as ;name=value");
    }
    String path = withoutSlashes(query < 0 ? tail : tail.substring(0, query));
    if (path.endsWith(SERVING)) {
      path = withoutSlashes(path.substring(0, path.length() - SERVING.length()));
    }
    for (String segment : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
      checkSegment(segment);
    }
    return path;
  }

  private static void checkSegment(String segment) throws InvalidValueException {
    boolean known =
        segment.chars().allMatch(c -> Ascii.isLetterOrDigit((char) c) || "._~-".indexOf(c) >= 0);
    if (!known || segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new InvalidValueException(
          "must have a base path of names with letters, digits, '.', '_', '~' and '-' between"
              + " single slashes");
    }
  }

  private static boolean isWorkspaceNumber(String query) {
    return query.startsWith("?o=")
        && query.substring(3).chars().allMatch(c -> Ascii.isDigit((char) c));
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
