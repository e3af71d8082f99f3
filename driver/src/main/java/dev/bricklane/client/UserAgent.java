package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code User-Agent} header: {@code bricklane/0.1.0 jvm/17.0.15 os/linux}, in the manner of the
 * Databricks SDKs. A partner's name goes before it by the rules of LiteLLM's Databricks provider,
 * which Databricks counts partners by: of {@code mycompany/1.0.0} only the name counts, and gives
 * {@code mycompany_bricklane/0.1.0 …}.
 */
final class UserAgent {
  // A product token of RFC 9110.
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final int LONGEST_APPLICATION = 64;
  private static final Pattern PARTNER = Pattern.compile("[A-Za-z0-9_-]+");

  private UserAgent() {}

  /**
   * Returns the header's value.
   *
   * @param partner what the user asks to be called, such as {@code mycompany/1.0.0}; what follows
   *     the first slash is left out
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if the name has other characters than
   *     letters, digits, {@code _} and {@code -}
   */
  static String of(Optional<String> partner) {
    String own =
        "bricklane/"
            + version(UserAgent.class.getPackage().getImplementationVersion())
            + " jvm/"
            + version(System.getProperty("java.version"))
            + " os/"
            + os(System.getProperty("os.name", ""));
    if (partner.isEmpty() || partner.get().isBlank()) {
      return own;
    }
    String given = partner.get();
    int slash = given.indexOf('/');
    String name = (slash < 0 ? given : given.substring(0, slash)).strip();
    if (!PARTNER.matcher(name).matches()) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "userAgent must begin with a name of letters, digits, _ and -, such as mycompany/1.0.0");
    }
    return name + "_" + own;
  }

  /**
   * Returns what an application adds behind, such as {@code app/DBeaver_24.3}: a sign that no token
   * of RFC 9110 has becomes {@code _}.
   *
   * @param application its own name; blank for none
   */
  static String application(String application) {
    String name = application.strip();
    String start = name.substring(0, Math.min(name.length(), LONGEST_APPLICATION));
    return start.isEmpty() ? "" : " app/" + NO_TOKEN.matcher(start).replaceAll("_");
  }

  private static String version(@Nullable String version) {
    return version == null || !version.matches(TOKEN) ? "dev" : version;
  }

  private static String os(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("mac")) {
      return "darwin";
    }
    return lower.contains("win") ? "windows" : lower.contains("linux") ? "linux" : "unknown";
  }
}
