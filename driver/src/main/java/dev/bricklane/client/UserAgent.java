package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code User-Agent} header, in the manner of the Databricks SDKs: {@code mycompany/1.0
 * bricklane/0.1.0 jvm/17.0.15 os/linux}.
 */
final class UserAgent {
  // A product token of RFC 9110 with an optional version; spaces between several.
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final String PRODUCT = TOKEN + "(?:/" + TOKEN + ")?";
  private static final Pattern PRODUCTS = Pattern.compile(PRODUCT + "(?: " + PRODUCT + ")*");

  private UserAgent() {}

  /**
   * Returns the header's value.
   *
   * @param product what the user asks to be called, such as {@code mycompany/1.0}
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if that is not a list of products
   */
  static String of(Optional<String> product) {
    String own =
        "bricklane/"
            + version(UserAgent.class.getPackage().getImplementationVersion())
            + " jvm/"
            + version(System.getProperty("java.version"))
            + " os/"
            + os(System.getProperty("os.name", ""));
    if (product.isEmpty() || product.get().isBlank()) {
      return own;
    }
    String first = product.get().strip();
    if (!PRODUCTS.matcher(first).matches()) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "userAgent is not of the form name/version, such as mycompany/1.0");
    }
    return first + " " + own;
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
