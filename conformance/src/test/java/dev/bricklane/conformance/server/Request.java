package dev.bricklane.conformance.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A request.
 *
 * @param line method and path, such as {@code POST /serving-endpoints/chat/completions}
 * @param body its bytes as text
 */
record Request(String line, String body) {
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  /** Takes a request off the front of what has been read, or returns null until it is whole. */
  static Request take(ByteBuffer read) {
    int end = endOfHead(read);
    if (end < 0) {
      return null;
    }
    String head =
        new String(
            read.array(), read.position(), end - read.position(), StandardCharsets.ISO_8859_1);
    int length = length(head);
    int begin = end + END.length;
    if (read.limit() - begin < length) {
      return null;
    }
    String body = new String(read.array(), begin, length, StandardCharsets.UTF_8);
    read.position(begin + length);
    return new Request(head.substring(0, head.indexOf(" HTTP/")), body);
  }

  /** Counts the texts of an embedding request; one where {@code input} is no list. */
  int texts() {
    int at = body.indexOf("\"input\"") + "\"input\"".length();
    while (body.charAt(at) == ':' || body.charAt(at) == ' ') {
      at++;
    }
    if (body.charAt(at) != '[') {
      return 1;
    }
    int quotes = 0;
    for (at++; body.charAt(at) != ']' || quotes % 2 == 1; at++) {
      char c = body.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        quotes++;
      }
    }
    return quotes / 2;
  }

  private static int endOfHead(ByteBuffer read) {
    byte[] bytes = read.array();
    for (int i = read.position(); i + END.length <= read.limit(); i++) {
      if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + END.length, END, 0, END.length)) {
        return i;
      }
    }
    return -1;
  }

  private static int length(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("\r\ntransfer-encoding:")) {
      throw new IllegalArgumentException("chunked requests are not read here");
    }
    int at = lower.indexOf("\r\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int begin = at + "\r\ncontent-length:".length();
    int end = lower.indexOf("\r\n", begin);
    return Integer.parseInt(lower.substring(begin, end < 0 ? lower.length() : end).strip());
  }
}
