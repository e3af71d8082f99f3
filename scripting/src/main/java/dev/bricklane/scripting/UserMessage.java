package dev.bricklane.scripting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user says, with images, sound and films beside it, as a message on the wire. */
final class UserMessage {
  /** The names that scripts have for what lies beside a text, and what kind it is. */
  private static final Map<String, String> MEDIA =
      Map.of("image", "image", "images", "image", "audio", "audio", "video", "video");

  private UserMessage() {}

  /**
   * Writes a message.
   *
   * @param named those that are media are taken out
   * @throws IllegalArgumentException if something is no medium, or of another kind
   */
  static String take(CharSequence text, Map<String, @Nullable Object> named) {
    List<Map<String, Object>> media = new ArrayList<>();
    for (String name : List.of("image", "images", "audio", "video")) {
      Object given = named.remove(name);
      if (given instanceof Object[] array) {
        given = List.of(array);
      }
      for (Object each : given instanceof Collection<?> several ? several : nonNull(given)) {
        media.add(part(MEDIA.getOrDefault(name, name), each));
      }
    }
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "user");
    String said = text.toString();
    if (media.isEmpty()) {
      message.put("content", said);
    } else {
      List<Map<String, Object>> parts = new ArrayList<>();
      if (!said.isBlank()) {
        parts.add(Map.of("type", "text", "text", said));
      }
      parts.addAll(media);
      message.put("content", parts);
    }
    return Json.write(message);
  }

  private static List<?> nonNull(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }

  private static Map<String, Object> part(String kind, @Nullable Object given) {
    String url = Media.of(given);
    boolean data = url.regionMatches(true, 0, "data:", 0, 5);
    if (data && !url.regionMatches(true, 5, kind + "/", 0, kind.length() + 1)) {
      throw new IllegalArgumentException(
          "What is given as "
              + kind
              + " is in no format of that kind that its bytes or its file's name tell");
    }
    if (!data && !url.regionMatches(true, 0, "https://", 0, 8)) {
      throw new IllegalArgumentException(
          "A text given as "
              + kind
              + " is an https URL or a data URI; give a file as new File(…), not as "
              + Json.beginning(url));
    }
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", kind + "_url");
    part.put(kind + "_url", Map.of("url", url));
    return part;
  }
}
