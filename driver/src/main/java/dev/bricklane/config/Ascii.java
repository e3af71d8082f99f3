package dev.bricklane.config;

/** Questions about characters, answered for ASCII alone and without the default locale. */
public final class Ascii {
  private Ascii() {}

  /** Lowers A to Z alone: Unicode's rules would make an ASCII k of a Kelvin sign. */
  static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  /** Returns whether all characters are visible: neither space nor control. */
  public static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Returns whether all characters can be printed on one line, spaces included. */
  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
