package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads a body by its shape. What an endpoint answers depends on what stands behind it more than on
 * the path: an agent may answer chat completions with {@code messages} or {@code output}, and a
 * custom model answers with {@code predictions} or anything else.
 */
final class AnyAnswer {
  private AnyAnswer() {}

  /** Reads an answer in one of the forms that models and agents have. */
  static Answer decode(JsonNode body) {
    if (!body.path("choices").isEmpty()) {
      return ChatAnswer.decode(body);
    }
    if (!body.path("messages").isEmpty()) {
      return AgentAnswer.decode(body);
    }
    if (body.path("output").isArray()) {
      return ResponsesAnswer.decode(body);
    }
    return ChatAnswer.decode(body);
  }

  /** Reads also what is none of these: an output of a custom model. */
  static Answer decodeOutput(JsonNode body) {
    boolean known =
        !body.path("choices").isEmpty()
            || !body.path("messages").isEmpty()
            || (body.path("output").isArray() && body.path("object").asText("").equals("response"));
    return known ? decode(body) : output(body);
  }

  private static Answer output(JsonNode body) {
    JsonNode output = body;
    for (String field : new String[] {"predictions", "outputs", "output"}) {
      if (output == body && Json.present(body.get(field))) {
        output = body.get(field);
      }
    }
    JsonNode one = output.isArray() && output.size() == 1 ? output.get(0) : output;
    return new Answer(
        Json.text(one),
        null,
        null,
        Json.text(body.get("model")),
        UsageWire.read(body.get("usage")),
        new AnswerDetails(null, null, null, null, null, Json.string(output), null));
  }
}
