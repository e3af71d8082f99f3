package dev.bricklane.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpReply;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in and out, with the service's unknown fields ignored. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final ObjectReader EXACT =
      MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String NOT_JSON = "is not the JSON it should be";

  private Json() {}

  static byte[] write(Map<String, Object> body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      // Neither message nor cause, which could repeat a value.
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "A parameter of the call has no JSON form");
    }
  }

  /** Reads the body of a successful answer. */
  static <T> T read(HttpReply reply, Class<T> type, CallSite site) {
    T value;
    try {
      value = MAPPER.readValue(reply.body(), type);
    } catch (JsonProcessingException e) {
      throw unreadable(e, reply, site);
    } catch (IOException e) {
      throw new AssertionError("reading bytes does no I/O", e);
    }
    if (value == null) {
      throw malformed(reply, site, "is null");
    }
    return value;
  }

  /** Reads the body of a successful answer, numbers as they are written. */
  static JsonNode tree(HttpReply reply, CallSite site) {
    try {
      JsonNode node = EXACT.readTree(reply.body());
      if (node == null || node.isMissingNode()) {
        throw malformed(reply, site, NOT_JSON);
      }
      if (node.isNull()) {
        throw malformed(reply, site, "is null");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw unreadable(e, reply, site);
    } catch (IOException e) {
      throw new AssertionError("reading bytes does no I/O", e);
    }
  }

  /** Reads a text, numbers as they are written; null if it is no JSON. */
  static @Nullable JsonNode tryRead(String text) {
    try {
      JsonNode node = EXACT.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Returns a Java value, such as a map out of a request, as JSON. */
  static JsonNode of(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns JSON as maps, lists, texts, numbers and booleans. */
  static @Nullable Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  /** Returns JSON as a text. */
  static String string(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "A parameter of the call has no JSON form");
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  private static BricklaneException unreadable(
      JsonProcessingException e, HttpReply reply, CallSite site) {
    // Neither message nor cause, which repeat pieces of the body.
    String where =
        e.getLocation() == null
            ? ""
            : ", line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
    String contentType = reply.header("Content-Type");
    return malformed(
        reply, site, NOT_JSON + where + (contentType == null ? "" : " (" + contentType + ")"));
  }

  static BricklaneException malformed(HttpReply reply, CallSite site, String what) {
    return new BricklaneException(
        ErrorCode.MALFORMED_ANSWER,
        "The answer of " + site.subject() + " " + what,
        new Origin(reply.status(), null, reply.requestId(), reply.attempts()),
        null);
  }

  /** Returns whether a field is there and not null. */
  static boolean present(@Nullable JsonNode node) {
    return node != null && !node.isNull() && !node.isMissingNode();
  }

  /** Returns a scalar's text, also that of a number; null for anything else. */
  static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isValueNode() && !node.isNull() ? node.asText() : null;
  }
}
