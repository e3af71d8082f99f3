package dev.bricklane.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The escapes in a JDBC URL's values: {@code %} and two hexadecimal digits for a byte of UTF-8. */
final class PercentEscapes {
  private PercentEscapes() {}

  static String decode(String text) throws InvalidValueException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = endOfEscapes(text, at);
      if (end == at) {
        decoded.append(text.charAt(at));
        at++;
      } else {
        decoded.append(utf8(text, at, end));
        at = end;
      }
    }
    return decoded.toString();
  }

  /** Returns where the run of escapes that begins here ends: here, if none does. */
  private static int endOfEscapes(String text, int start) throws InvalidValueException {
    int at = start;
    while (at < text.length() && text.charAt(at) == '%') {
      if (at + 2 >= text.length() || hex(text, at + 1) < 0 || hex(text, at + 2) < 0) {
        throw new InvalidValueException(
            "has a % that two hexadecimal digits do not follow; the percent sign itself is written"
                + " %25");
      }
      at += 3;
    }
    return at;
  }

  private static String utf8(String text, int start, int end) throws InvalidValueException {
    ByteBuffer bytes = ByteBuffer.allocate((end - start) / 3);
    for (int at = start; at < end; at += 3) {
      bytes.put((byte) (hex(text, at + 1) * 16 + hex(text, at + 2)));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new InvalidValueException("has percent escapes that are not UTF-8");
    }
  }

  private static int hex(String text, int at) {
    char c = text.charAt(at);
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
