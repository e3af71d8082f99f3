package dev.bricklane.scripting;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON in an answer: models like to fence it, though they were told not to. */
final class JsonText {
  private static final Pattern FENCED =
      Pattern.compile("\\A\\s*```(?:json|JSON)?\\s*\\n(.*?)\\n?\\s*```\\s*\\z", Pattern.DOTALL);

  private JsonText() {}

  /** Returns what stands between fences, if the whole answer does; else the answer. */
  static String in(String answer) {
    Matcher fenced = FENCED.matcher(answer);
    return fenced.matches() ? fenced.group(1) : answer;
  }
}
