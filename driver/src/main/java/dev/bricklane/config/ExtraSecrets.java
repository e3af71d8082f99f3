package dev.bricklane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of the texts that model calls are sent with may be a key of somebody's: those below a name
 * that says so, such as {@code X-Api-Key}, and those that look random. Others, such as the name of
 * a team, would only take ordinary words out of answers.
 */
final class ExtraSecrets {
  /** What is this long and without a space is taken for random. */
  static final int RANDOM_FROM = 16;

  private static final Set<String> NAMES =
      Set.of(
          "key",
          "apikey",
          "token",
          "secret",
          "password",
          "passwd",
          "pwd",
          "credential",
          "credentials",
          "authorization",
          "auth",
          "bearer",
          "cookie");

  private final List<String> found = new ArrayList<>();

  private ExtraSecrets() {}

  /** Returns those of headers and of a body's fields. */
  static List<String> of(Map<String, String> headers, Map<String, Object> body) {
    ExtraSecrets secrets = new ExtraSecrets();
    secrets.add(headers, false);
    secrets.add(body, false);
    return secrets.found;
  }

  private void add(Object value, boolean named) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> add(each, named || saysSecret(String.valueOf(name))));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> add(each, named));
    } else if (value instanceof String text) {
      if (named) {
        found.add(text);
        // As in "Bearer x": a text may also show the second word alone.
        int space = text.lastIndexOf(' ');
        if (space >= 0) {
          found.add(text.substring(space + 1));
        }
      } else if (text.length() >= RANDOM_FROM && text.chars().noneMatch(Character::isWhitespace)) {
        found.add(text);
      }
    }
  }

  /** Returns whether a word of a name says so, however the words are put together. */
  private static boolean saysSecret(String name) {
    for (String word : name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")) {
      if (NAMES.contains(word.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
