package dev.bricklane.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.RecordedRequest.Kind;
import java.util.Arrays;
import java.util.Locale;

/**
 * One line of a recording: what was asked, and what came of it. Immutable.
 *
 * @param outcome a {@code ChatCompletion}, a {@code TextEmbedding}, a list of endpoints, or a
 *     {@code BricklaneException}
 */
record RecordedCall(RecordedRequest request, Object outcome) {
  private static final int FORMAT = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Writes an answer as a line, without its end. */
  static String answered(RecordedRequest request, ObjectNode answer) {
    return line(request, "answer", answer);
  }

  /** Writes an error as a line, without its end. */
  static String failed(RecordedRequest request, BricklaneException error, SecretMask mask) {
    return line(request, "error", RecordedError.of(error, mask));
  }

  private static String line(RecordedRequest request, String outcome, ObjectNode fields) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("format", FORMAT);
    line.put("kind", request.kind().name().toLowerCase(Locale.ROOT));
    line.put("key", request.key());
    line.set("request", request.fields());
    line.set(outcome, fields);
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON has a JSON form", e);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException saying what is wrong, without repeating any of it
   */
  static RecordedCall read(String line) {
    JsonNode fields = tree(line);
    if (fields.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("it is no call of format " + FORMAT);
    }
    String name = fields.path("kind").asText();
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("its kind is not known"));
    if (!(fields.path("request") instanceof ObjectNode asked)) {
      throw new IllegalArgumentException("it has no request");
    }
    RecordedRequest request = new RecordedRequest(kind, asked);
    String key = RecordedAnswer.text(fields, "key");
    if (key != null && !key.equals(request.key())) {
      throw new IllegalArgumentException(
          "its key is not that of its request; if you have changed that by hand, leave out the"
              + " key");
    }
    if (fields.has("answer") == fields.has("error")) {
      throw new IllegalArgumentException("it has neither answer nor error, or both");
    }
    if (fields.has("error")) {
      return new RecordedCall(request, RecordedError.read(fields.get("error")));
    }
    JsonNode answer = fields.get("answer");
    Object outcome =
        switch (kind) {
          case CHAT -> RecordedAnswer.chat(answer);
          case EMBEDDING -> RecordedAnswer.embedding(answer);
          case ENDPOINTS -> RecordedAnswer.endpoints(answer);
        };
    return new RecordedCall(request, outcome);
  }

  private static JsonNode tree(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      // Neither message nor cause, which repeat pieces of the line.
      throw new IllegalArgumentException(
          e.getLocation() == null
              ? "it is not JSON"
              : "it is not JSON at column " + e.getLocation().getColumnNr());
    }
  }
}
