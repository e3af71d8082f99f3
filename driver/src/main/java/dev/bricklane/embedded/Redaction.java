package dev.bricklane.embedded;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes the secrets out of what is recorded of a request. */
final class Redaction {
  static final String MASK = "***";

  /** A header whose name has one of these as a whole word is a secret. */
  private static final Set<String> SECRET_WORDS =
      Set.of(
          "authorization",
          "cookie",
          "credential",
          "credentials",
          "key",
          "apikey",
          "password",
          "secret",
          "token");

  private static final Pattern SECRET_FORM_FIELD =
      Pattern.compile(
          "(?<![^&])((?:client_secret|client_assertion|assertion|subject_token|actor_token"
              + "|refresh_token|access_token|password|code|code_verifier)=)[^&]*");

  /** The shapes of personal tokens, principals' secrets and the tokens issued here. */
  private static final Pattern TOKEN =
      Pattern.compile("(?:dapi|dose|eoat|doau|code)[0-9a-zA-Z]{32,}");

  private Redaction() {}

  /** Masks a header; of Authorization only a known scheme is left. */
  static String header(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("authorization")) {
      String scheme = value.strip().toLowerCase(Locale.ROOT);
      if (scheme.startsWith("bearer ")) {
        return "Bearer " + MASK;
      }
      return scheme.startsWith("basic ") ? "Basic " + MASK : MASK;
    }
    boolean secret = Arrays.stream(lower.split("[^a-z0-9]+")).anyMatch(SECRET_WORDS::contains);
    return secret ? MASK : text(value);
  }

  /** Masks a body. */
  static String body(String contentType, String body) {
    String shown =
        contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
            ? SECRET_FORM_FIELD.matcher(body).replaceAll("$1" + MASK)
            : body;
    return text(shown);
  }

  private static String text(String text) {
    return TOKEN.matcher(text).replaceAll(MASK);
  }
}
