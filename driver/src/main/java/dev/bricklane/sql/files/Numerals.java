package dev.bricklane.sql.files;

/** What counts as a number in a text. One with leading zeros does not: it is a code or a key. */
final class Numerals {
  private Numerals() {}

  /** Returns whether a text is a whole number. */
  static boolean isWhole(String text) {
    int end = whole(text);
    return end > 0 && end == text.length();
  }

  /** Returns whether a text is a number, be it with a fraction or an exponent. */
  static boolean isNumber(String text) {
    int end = whole(text);
    boolean digits = end > 0;
    if (!digits) {
      end = text.startsWith("-") ? 1 : 0;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digits(text, end + 1);
      digits |= fraction > end + 1;
      end = fraction;
    }
    if (!digits) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int start = end + 1;
      if (start < text.length() && "+-".indexOf(text.charAt(start)) >= 0) {
        start++;
      }
      end = digits(text, start);
      return end > start && end == text.length();
    }
    return end == text.length();
  }

  /** Returns where the whole number at the beginning ends; 0 if there is none. */
  private static int whole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int end = digits(text, start);
    boolean padded = end - start > 1 && text.charAt(start) == '0';
    return end == start || padded ? 0 : end;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
