package dev.bricklane.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that a secret may be sent to: https, or this machine itself. */
final class SecureUrl {
  private SecureUrl() {}

  static URI parse(String text) throws InvalidValueException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("must be a URL");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new InvalidValueException("must be a URL with a host, without a user and without #");
    }
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    HostName.check(host);
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !(plain && HostName.isLoopback(host))) {
      throw new InvalidValueException("must begin with https://, or lead to this machine itself");
    }
    return uri;
  }
}
