package dev.bricklane.sql;

import dev.bricklane.exec.MediaFiles;
import dev.bricklane.exec.MediaKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a prompt, as parts of its message: {@code image_url}, {@code audio_url} and
 * {@code video_url}, the last two for Gemini alone (Azure Databricks, "Query foundation models by
 * type").
 */
final class MediaArguments {
  private MediaArguments() {}

  static List<Map<String, Object>> parts(ArgumentValues arguments, MediaFiles files) {
    List<Map<String, Object>> parts = new ArrayList<>();
    add(parts, arguments, "images", MediaKind.IMAGE, files);
    add(parts, arguments, "audio", MediaKind.AUDIO, files);
    add(parts, arguments, "video", MediaKind.VIDEO, files);
    return parts;
  }

  private static void add(
      List<Map<String, Object>> parts,
      ArgumentValues arguments,
      String name,
      MediaKind kind,
      MediaFiles files) {
    Object value = arguments.value(name);
    if (value == null) {
      return;
    }
    List<?> all = value instanceof List<?> list ? list : List.of(value);
    for (Object each : all) {
      if (each == null) {
        throw arguments.refuse(name, "holds a NULL");
      }
      String field = kind.mime() + "_url";
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("type", field);
      part.put(field, Map.of("url", url(arguments, name, each, kind, files)));
      parts.add(part);
    }
  }

  private static String url(
      ArgumentValues arguments, String name, Object value, MediaKind kind, MediaFiles files) {
    byte[] bytes = bytes(value);
    if (bytes != null) {
      return files.dataUri(kind, bytes);
    }
    String text = value.toString().strip();
    String lower = text.substring(0, Math.min(text.length(), 8)).toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://")) {
      if (!isUri(text)) {
        throw arguments.refuse(name, "holds an https URL that is none");
      }
      return text;
    }
    if (lower.startsWith("data:")) {
      if (!text.regionMatches(true, 5, kind.mime() + "/", 0, kind.mime().length() + 1)) {
        throw arguments.refuse(
            name, "holds a data URI of something else than %s/…".formatted(kind.mime()));
      }
      return text;
    }
    if (lower.indexOf("://") > 0 || lower.startsWith("http:")) {
      throw arguments.refuse(name, "holds a URL that is not https");
    }
    return files.dataUri(kind, text);
  }

  private static byte @Nullable [] bytes(Object value) {
    if (value instanceof ByteString string) {
      return string.getBytes();
    }
    return value instanceof byte[] plain ? plain : null;
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
