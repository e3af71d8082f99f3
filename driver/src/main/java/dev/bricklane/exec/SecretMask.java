package dev.bricklane.exec;

import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.Secret;
import dev.bricklane.http.Redactor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what is recorded: the connection's own, and all that {@link Redactor} knows
 * to be one by its look or by the name before it. Immutable.
 *
 * <p>A secret that looks like one is masked alike by a connection that has it and by one that does
 * not, so that a replay without credentials finds what was recorded with them.
 */
final class SecretMask {
  /** Shorter ones could be a piece of any word. */
  private static final int SHORTEST = 4;

  /** The connection's own secrets, the longest first, with what is written in their place. */
  private final Map<String, String> own = new LinkedHashMap<>();

  private SecretMask(Stream<String> secrets) {
    List<String> longestFirst =
        secrets
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String secret : longestFirst) {
      String mask = Redactor.redact(secret);
      boolean whole = mask.matches("\\[REDACTED_[A-Z]+]");
      own.put(secret, whole ? mask : Redactor.MASK);
    }
  }

  /** Returns the mask for the secrets of these settings. */
  static SecretMask of(DriverConfig... configs) {
    return new SecretMask(
        Arrays.stream(configs)
            .flatMap(config ->
                Stream.concat(
                    config.signIn().secrets().stream().map(Secret::reveal),
                    config.http().wire().secrets().stream())));
  }

  /** Returns a text without secrets. */
  String apply(String text) {
    String result = text;
    for (Map.Entry<String, String> secret : own.entrySet()) {
      result = result.replace(secret.getKey(), secret.getValue());
    }
    return Redactor.redact(result);
  }

  /** Returns a text without secrets, or null for null. */
  @Nullable String orNull(@Nullable String text) {
    return text == null ? null : apply(text);
  }
}
