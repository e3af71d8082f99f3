package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A short name for a request: equal requests have equal keys, and different ones different keys for
 * all that SHA-256 is worth. Prompts may be long, and a million of them must not fill the memory.
 *
 * @param digest in hexadecimal
 */
record RequestKey(String digest) {
  static RequestKey of(ChatRequest request) {
    StringBuilder text = new StringBuilder("chat");
    append(text, request.model());
    request
        .messages()
        .forEach(message -> {
          append(text, message.role());
          append(text, message.content() == null ? List.of() : message.content());
          append(text, message.fields());
        });
    append(text, request.parameters());
    append(text, String.valueOf(request.options().api()));
    append(text, String.valueOf(request.options().surface()));
    append(text, request.options().headers());
    if (request.sample() != null) {
      append(text, request.sample());
    }
    return digest(text);
  }

  static RequestKey of(EmbeddingRequest request) {
    StringBuilder text = new StringBuilder("embed");
    append(text, request.model());
    append(text, request.inputs());
    append(text, request.parameters());
    return digest(text);
  }

  /** Writes each value with its kind and length, so that no two values look alike. */
  private static void append(StringBuilder text, Object value) {
    if (value instanceof List<?> list) {
      text.append('l').append(list.size()).append(':');
      list.forEach(each -> append(text, each));
    } else if (value instanceof Map<?, ?> map) {
      text.append('m').append(map.size()).append(':');
      map.forEach((name, each) -> {
        append(text, name);
        append(text, each);
      });
    } else {
      String plain = String.valueOf(value);
      char kind = value instanceof CharSequence ? 's' : 'v';
      text.append(kind).append(plain.length()).append(':').append(plain);
    }
  }

  private static RequestKey digest(StringBuilder text) {
    try {
      // Character by character: an encoding would write every lone surrogate alike.
      ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
      bytes.asCharBuffer().append(text);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return new RequestKey(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }
}
