package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes a request takes as JSON: counted without writing it, to within a hundred. */
final class RequestSize {
  private RequestSize() {}

  static long of(ChatRequest request) {
    long size = of(request.model()) + of(request.parameters());
    for (ChatRequest.Message message : request.messages()) {
      size += of(message.role()) + of(message.content()) + of(message.fields()) + 24;
    }
    return size;
  }

  static long of(EmbeddingRequest request) {
    return of(request.model()) + of(request.inputs()) + of(request.parameters());
  }

  private static long of(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      return ofText(text) + 2;
    }
    if (value instanceof List<?> list) {
      long size = 2;
      for (Object each : list) {
        size += of(each) + 1;
      }
      return size;
    }
    if (value instanceof Map<?, ?> map) {
      long size = 2;
      for (Map.Entry<?, ?> field : map.entrySet()) {
        size += of(field.getKey()) + of(field.getValue()) + 2;
      }
      return size;
    }
    return String.valueOf(value).length();
  }

  private static long ofText(CharSequence text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        size += c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r' ? 2 : c < 0x20 ? 6 : 1;
      } else {
        // Each half of a pair is two of the four bytes of its character.
        size += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return size;
  }
}
