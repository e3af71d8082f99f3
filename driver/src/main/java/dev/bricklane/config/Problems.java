package dev.bricklane.config;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the mistakes of a configuration, and throws once.
 *
 * <p>Every line names a property and where its value came from. No value is ever part of a line, be
 * it secret or not: what was meant for a secret may stand in the wrong place.
 */
final class Problems {
  private static final int MOST_SHOWN = 20;

  private final Set<String> mistakes = new LinkedHashSet<>();
  private final List<String> missingCredentials = new ArrayList<>();

  /** Notes a mistake that belongs to no property. */
  void add(String where, String what) {
    mistakes.add(where + ": " + what);
  }

  /** Notes a wrong value of a property. */
  void add(ConnectionProperty property, String source, String what) {
    add(property.key() + " (" + source + ")", what);
  }

  /** Notes that there is nothing to sign in with, and what was found but may not be used. */
  void addMissingCredentials(String what, List<String> notUsed) {
    missingCredentials.add(what);
    missingCredentials.addAll(notUsed);
  }

  int count() {
    return mistakes.size();
  }

  /**
   * Throws if there was a mistake.
   *
   * @throws BricklaneException with {@link ErrorCode#MISSING_CREDENTIALS} if that is all that is
   *     wrong, else with {@link ErrorCode#INVALID_CONFIGURATION}
   */
  void throwIfAny() {
    if (mistakes.isEmpty() && missingCredentials.isEmpty()) {
      return;
    }
    if (mistakes.isEmpty()) {
      throw new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS, String.join("\n  ", missingCredentials));
    }
    List<String> lines = new ArrayList<>(mistakes);
    lines.addAll(missingCredentials);
    throw new BricklaneException(ErrorCode.INVALID_CONFIGURATION, message(lines));
  }

  private static String message(List<String> lines) {
    if (lines.size() == 1) {
      return lines.get(0);
    }
    StringBuilder text = new StringBuilder("The configuration has " + lines.size() + " mistakes:");
    lines.stream().limit(MOST_SHOWN).forEach(line -> text.append("\n  ").append(line));
    if (lines.size() > MOST_SHOWN) {
      text.append("\n  and ").append(lines.size() - MOST_SHOWN).append(" more");
    }
    return text.toString();
  }
}
