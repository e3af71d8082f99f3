package dev.bricklane.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name that was probably meant, and decides whether an unknown one may be shown. */
final class PropertyNames {
  /** The longest name of databricks-jdbc; a Databricks token is longer (36 and more). */
  private static final int LONGEST = 34;

  private PropertyNames() {}

  /** Returns the known name or alias nearest to the text, if one is near. */
  static Optional<String> nearest(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = Ascii.lowerCase(text);
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String name : (Iterable<String>) all()::iterator) {
      int allowed = Math.max(1, Math.max(wanted.length(), name.length()) / 3);
      if (Math.abs(wanted.length() - name.length()) > allowed) {
        continue;
      }
      int distance = distance(wanted, Ascii.lowerCase(name));
      if (distance <= allowed && distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** Returns whether the text looks like a property's name, rather than a piece of a secret. */
  static boolean looksLikeName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> Ascii.isLetterOrDigit((char) c) || "_.-".indexOf(c) >= 0);
  }

  /** Returns whether the property that this name means, or probably means, is secret. */
  static boolean meansSecret(String name) {
    if (ForeignHeader.nameIn(name).isPresent() || AttachProperty.accepts(name)) {
      return true;
    }
    if (ForeignProperty.find(name).isPresent()) {
      return ForeignProperty.find(name).get().secret();
    }
    return ConnectionProperty.find(name)
        .or(() -> nearest(name).flatMap(ConnectionProperty::find))
        .map(ConnectionProperty::secret)
        .orElse(false);
  }

  private static Stream<String> all() {
    return Arrays.stream(ConnectionProperty.values())
        .flatMap(property -> Stream.concat(Stream.of(property.key()), property.aliases().stream()));
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
