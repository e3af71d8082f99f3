package dev.bricklane.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be secret in another driver's JDBC URL: the values of parameters whose names say so, and
 * what stands before an @ after the host's slashes, or after a slash as with Oracle.
 */
final class SourceUrl {
  /** The value may be in braces, as SQL Server's. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&;,(]\\s*)([^=?&;,()]*(?:pass|pwd|secret|token|key|credential|auth|signature)"
              + "[^=?&;,()]*)=(\\{[^}]*\\}|[^&;)]*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern USER = Pattern.compile("(//)([^/?;]*|[^?;&=]*)@");
  private static final Pattern ORACLE = Pattern.compile("(:[^:/@?;]*/)([^/@?;][^@?;]*)@");

  private SourceUrl() {}

  /** Returns the URL as it may be shown. */
  static String masked(String url) {
    String users = USER.matcher(url).replaceAll("$1" + Secret.MASK + "@");
    String plain =
        url.contains("//") ? users : ORACLE.matcher(users).replaceAll("$1" + Secret.MASK + "@");
    return PARAMETER
        .matcher(plain)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1) + found.group(2) + "=" + Secret.MASK));
  }

  /** Returns the texts that {@link #masked} hides. */
  static List<String> secrets(String url) {
    List<String> secrets = new ArrayList<>();
    Matcher parameters = PARAMETER.matcher(url);
    while (parameters.find()) {
      secrets.add(parameters.group(3));
      decoded(parameters.group(3)).ifPresent(secrets::add);
    }
    Matcher user = USER.matcher(url);
    if (user.find()) {
      secrets.add(user.group(2));
      String password = user.group(2).substring(user.group(2).indexOf(':') + 1);
      secrets.add(password);
      decoded(password).ifPresent(secrets::add);
    } else if (!url.contains("//")) {
      Matcher oracle = ORACLE.matcher(url);
      if (oracle.find()) {
        secrets.add(oracle.group(2));
      }
    }
    return secrets;
  }

  /** Drivers may repeat a value as they have understood it. */
  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException plain) {
      return Optional.empty();
    }
  }
}
