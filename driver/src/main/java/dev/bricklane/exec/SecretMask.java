package dev.bricklane.exec;

import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.Secret;
import dev.bricklane.http.Redactor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** Of extra headers and fields, shorter ones are masked as whole words only. */
  private static final int LONG = 16;

  /** The connection's own secrets, the longest first, with what is written in their place. */
  private final Map<Pattern, String> own = new LinkedHashMap<>();

  private SecretMask(Collection<String> credentials, Collection<String> extra) {
    Set<String> whole = new HashSet<>(extra);
    whole.removeAll(credentials);
    List<String> longestFirst =
        Stream.concat(credentials.stream(), extra.stream())
            .distinct()
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String secret : longestFirst) {
      boolean word = whole.contains(secret) && secret.length() < LONG;
      String literal = Pattern.quote(secret);
      Pattern pattern =
          Pattern.compile(
              word ? "(?<![\\p{L}\\p{N}_])" + literal + "(?![\\p{L}\\p{N}_])" : literal);
      String mask = Redactor.redact(secret);
      boolean known = mask.matches("\\[REDACTED_[A-Z]+]");
      own.put(pattern, Matcher.quoteReplacement(known ? mask : Redactor.MASK));
    }
  }

  /** Returns the mask for the secrets of these settings. */
  static SecretMask of(DriverConfig... configs) {
    return new SecretMask(
        Arrays.stream(configs)
            .flatMap(config -> config.signIn().secrets().stream())
            .map(Secret::reveal)
            .collect(Collectors.toSet()),
        Arrays.stream(configs)
            .flatMap(config -> config.http().wire().secrets().stream())
            .collect(Collectors.toSet()));
  }

  /** Returns a text without secrets. */
  String apply(String text) {
    return Redactor.redact(withoutOwn(text));
  }

  /** Returns the text that stands under a name, without secrets. */
  String apply(String name, String text) {
    String alone = apply(text);
    // A name that says "secret" makes all of its text one.
    return apply(name + "=" + text).equals(apply(name) + "=" + alone) ? alone : Redactor.MASK;
  }

  /** Returns a text without the connection's own secrets. */
  String withoutOwn(String text) {
    String result = text;
    for (Map.Entry<Pattern, String> secret : own.entrySet()) {
      result = secret.getKey().matcher(result).replaceAll(secret.getValue());
    }
    return result;
  }

  /** Returns a text without secrets, or null for null. */
  @Nullable String orNull(@Nullable String text) {
    return text == null ? null : apply(text);
  }
}
