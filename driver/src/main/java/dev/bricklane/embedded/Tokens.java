package dev.bricklane.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * An approximation of tokens, the same wherever the workspace counts: every started four letters or
 * digits of a word are a token, every other visible character is one, and white space belongs to
 * the token after it.
 */
final class Tokens {
  private static final int LETTERS_A_TOKEN = 4;

  private Tokens() {}

  /** Counts a text's tokens. */
  static int count(String text) {
    int count = 0;
    for (int at = 0; at < text.length(); at = end(text, at)) {
      count++;
    }
    return count;
  }

  /** Returns the start of a text that holds at most so many tokens. */
  static String truncate(String text, long limit) {
    int at = 0;
    for (long count = 0; count < limit && at < text.length(); count++) {
      at = end(text, at);
    }
    return text.substring(0, at);
  }

  /** Splits a text into its tokens; joined they are the text. */
  static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return at;
    }
    boolean word = Character.isLetterOrDigit(text.codePointAt(at));
    at += Character.charCount(text.codePointAt(at));
    for (int letters = 1;
        word
            && letters < LETTERS_A_TOKEN
            && at < text.length()
            && Character.isLetterOrDigit(text.codePointAt(at));
        letters++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }
}
