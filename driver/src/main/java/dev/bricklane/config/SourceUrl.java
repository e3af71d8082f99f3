package dev.bricklane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be secret in another driver's JDBC URL: the values of parameters whose names say so, and
 * what stands before an @ after the host's slashes, or after a slash as with Oracle.
 */
final class SourceUrl {
  private static final Pattern PARAMETER = Pattern.compile("([?&;,(]\\s*)([^=?&;,()]+)=([^?&;)]*)");
  private static final Pattern USER = Pattern.compile("(//)([^/?;]*)@");
  private static final Pattern ORACLE = Pattern.compile("(:[^:/@?;]*/)([^/@?;][^@?;]*)@");
  private static final List<String> SECRET =
      List.of("pass", "pwd", "secret", "token", "key", "credential", "auth", "signature");

  private SourceUrl() {}

  /** Returns the URL as it may be shown. */
  static String masked(String url) {
    String users = USER.matcher(url).replaceAll("$1" + Secret.MASK + "@");
    String plain =
        url.contains("//") ? users : ORACLE.matcher(users).replaceAll("$1" + Secret.MASK + "@");
    return PARAMETER
        .matcher(plain)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                saysSecret(found.group(2))
                    ? found.group(1) + found.group(2) + "=" + Secret.MASK
                    : found.group()));
  }

  /** Returns the texts that {@link #masked} hides. */
  static List<String> secrets(String url) {
    List<String> secrets = new ArrayList<>();
    Matcher parameters = PARAMETER.matcher(url);
    while (parameters.find()) {
      if (saysSecret(parameters.group(2))) {
        secrets.add(parameters.group(3));
      }
    }
    Matcher user = USER.matcher(url);
    if (user.find()) {
      secrets.add(user.group(2));
      secrets.add(user.group(2).substring(user.group(2).indexOf(':') + 1));
    } else if (!url.contains("//")) {
      Matcher oracle = ORACLE.matcher(url);
      if (oracle.find()) {
        secrets.add(oracle.group(2));
      }
    }
    return secrets;
  }

  private static boolean saysSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.stream().anyMatch(lower::contains);
  }
}
