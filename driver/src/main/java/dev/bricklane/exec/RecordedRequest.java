package dev.bricklane.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.client.CallOptions;
import dev.bricklane.client.ChatRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call asked, as a recording has it: without secrets, and written in one way only, so that
 * equal requests have equal keys in every run: names in order, numbers by their value, the model
 * without {@code databricks/}.
 *
 * @param fields not to be changed
 */
record RecordedRequest(Kind kind, ObjectNode fields) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  /** Data URIs that are longer are recorded by their digest. */
  private static final int LONG_DATA = 1024;

  /** What was asked for. */
  enum Kind {
    /** A chat completion. */
    CHAT,
    /** The embedding of one text. */
    EMBEDDING,
    /** The listing of endpoints. */
    ENDPOINTS
  }

  static RecordedRequest of(ChatRequest request, SecretMask mask) {
    ObjectNode fields = JSON.objectNode();
    fields.put("model", mask.apply(ModelNames.sent(request.model())));
    ArrayNode messages = fields.putArray("messages");
    for (ChatRequest.Message message : request.messages()) {
      ObjectNode turn = messages.addObject().put("role", mask.apply(message.role()));
      turn.set("content", json(message.content(), mask));
      message.fields().forEach((name, value) -> turn.set(name, json(value, mask)));
    }
    fields.set("parameters", json(request.parameters(), mask));
    options(fields, request.options());
    if (request.sample() != null) {
      fields.put("sample", request.sample());
    }
    return new RecordedRequest(Kind.CHAT, fields);
  }

  /** Of headers, whose values may be secret, the names alone. */
  private static void options(ObjectNode fields, CallOptions options) {
    if (options.api() != null) {
      fields.put("api", options.api().name().toLowerCase(Locale.ROOT));
    }
    if (options.surface() != null) {
      fields.put("surface", options.surface().name().toLowerCase(Locale.ROOT));
    }
    if (!options.headers().isEmpty()) {
      ArrayNode names = fields.putArray("headers");
      options.headers().keySet().stream()
          .map(name -> name.toLowerCase(Locale.ROOT))
          .sorted()
          .forEach(names::add);
    }
  }

  /** Returns the request for one text of those that are asked for together. */
  static RecordedRequest of(
      String model, String input, Map<String, Object> parameters, SecretMask mask) {
    ObjectNode fields = JSON.objectNode();
    fields.put("model", mask.apply(ModelNames.sent(model)));
    fields.put("input", mask.apply(input));
    fields.set("parameters", json(parameters, mask));
    return new RecordedRequest(Kind.EMBEDDING, fields);
  }

  static RecordedRequest ofEndpoints() {
    return new RecordedRequest(Kind.ENDPOINTS, JSON.objectNode());
  }

  /** Returns the model that was asked, or an empty text where none is. */
  String model() {
    return fields.path("model").asText("");
  }

  /** Returns a digest in hexadecimal: equal requests have equal ones. */
  String key() {
    return digest(kind + " " + sorted(fields));
  }

  private static JsonNode json(@Nullable Object value, SecretMask mask) {
    if (value instanceof Map<?, ?> map) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      map.forEach((name, each) -> sorted.put(mask.apply(String.valueOf(name)), json(each, mask)));
      return JSON.objectNode().setAll(sorted);
    }
    if (value instanceof Iterable<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(each -> array.add(json(each, mask)));
      return array;
    }
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Number number) {
      try {
        return number(new BigDecimal(number.toString()));
      } catch (NumberFormatException infinite) {
        return JSON.textNode(number.toString());
      }
    }
    return value == null ? JSON.nullNode() : JSON.textNode(text(value.toString(), mask));
  }

  /** Of images and the like the digest: they are long, and nobody reads them in a recording. */
  private static String text(String text, SecretMask mask) {
    int comma = text.length() > LONG_DATA && text.startsWith("data:") ? text.indexOf(',') : -1;
    return comma < 0
        ? mask.apply(text)
        : mask.apply(text.substring(0, Math.min(comma, 100))) + ",sha256:" + digest(text);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  /** The same for what was read out of a file, where people may have written it. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), sorted(field.getValue())));
      return JSON.objectNode().setAll(sorted);
    }
    if (node.isArray()) {
      ArrayNode array = JSON.arrayNode();
      node.forEach(each -> array.add(sorted(each)));
      return array;
    }
    return node.isNumber() ? number(node.decimalValue()) : node;
  }

  private static JsonNode number(BigDecimal value) {
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    // 1E+3 is 1000, but nobody's number of a million digits is written out.
    return plain.scale() <= 0 && plain.scale() > -20
        ? JSON.numberNode(plain.toBigIntegerExact())
        : JSON.numberNode(plain);
  }
}
