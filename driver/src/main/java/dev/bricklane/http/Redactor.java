package dev.bricklane.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of a text that is about to be shown: those that look like one, those that stand
 * after a name that says so, and those that are given.
 *
 * <p>Names are matched as whole words, so that {@code max_tokens} and {@code prompt_tokens} stay
 * readable.
 */
public final class Redactor {
  /** What is printed in a secret's place. */
  public static final String MASK = "[REDACTED]";

  private static final String NAMES =
      "(?:[A-Za-z0-9-]{1,40}_){0,4}(?:api[_-]?key|secret|client[_-]?secret|password|passwd|credentials?)"
          + "|(?:(?:access|refresh|id|subject|bearer|auth|oauth|session|databricks)[_-]?)?token"
          + "|client[_-]?assertion|assertion|(?:[A-Za-z0-9]{1,40}-){0,4}api-key|x-databricks-[a-z-]*token";

  /** What makes a URL of somebody's store worth something, at S3, Azure, Google and CloudFront. */
  private static final String SIGNED =
      "sig|signature|x-amz-(?:signature|credential|security-token)|awsaccesskeyid"
          + "|x-goog-(?:signature|credential)|googleaccessid|policy|key-pair-id";

  private static final List<Pattern> AFTER_A_NAME =
      List.of(
          Pattern.compile(
              "(?i)((?<![A-Za-z0-9_-])(?:proxy-)?authorization[\"']?\\s*[:=]\\s*[\"']?"
                  + "(?:(?:basic|bearer|key|negotiate)\\s+)?)[^\\s,}\"']+"),
          Pattern.compile("(?i)((?<![A-Za-z0-9_-])(?:bearer|basic)\\s+)[A-Za-z0-9\\-_.~+/=]{8,}"),
          Pattern.compile(
              "(?i)((?<![A-Za-z0-9_-])(?:set-)?cookie\\\\?[\"']?\\s*[:=]\\s*\\[?\\\\?[\"']?)"
                  + "[^\\s=;,\"'\\\\]{1,200}=[^\\r\\n\"'\\\\]*"),
          Pattern.compile("(?i)((?:[?&]|\\\\u0026)(?:" + SIGNED + ")=)[^\\s&\"'<>\\\\]+"),
          Pattern.compile(
              "(?i)((?<![A-Za-z0-9_-])(?:"
                  + NAMES
                  + ")(?![A-Za-z0-9_-])\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?)[^\\s,&}\"'\\\\]+"));

  private static final Pattern PAT =
      Pattern.compile("(?<![A-Za-z0-9])dapi[a-zA-Z0-9]{16,}(?:-\\d+)?");
  private static final Pattern JWT =
      Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?");

  /** Shorter ones could be a piece of any word. */
  private static final int SHORTEST_GIVEN = 4;

  private Redactor() {}

  /**
   * Returns the text without secrets.
   *
   * @param secrets values known to be secret; null and very short ones are passed over
   */
  public static String redact(String text, @Nullable String... secrets) {
    String result = text;
    for (String secret : secrets) {
      if (secret != null && secret.length() >= SHORTEST_GIVEN) {
        result = result.replace(secret, MASK);
      }
    }
    result = PAT.matcher(result).replaceAll("[REDACTED_PAT]");
    result = JWT.matcher(result).replaceAll("[REDACTED_JWT]");
    String mask = "$1" + Matcher.quoteReplacement(MASK);
    for (Pattern pattern : AFTER_A_NAME) {
      result = pattern.matcher(result).replaceAll(mask);
    }
    return result;
  }
}
