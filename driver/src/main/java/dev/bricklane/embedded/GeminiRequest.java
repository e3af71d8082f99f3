package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** Reads Google's public {@code generateContent} request. GUESS: that Databricks passes it on. */
final class GeminiRequest {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "system_instruction",
          "generationConfig",
          "tools",
          "toolConfig",
          "safetySettings",
          "cachedContent",
          "labels");

  private GeminiRequest() {}

  static Ask read(ServedEndpoint endpoint, Fields fields, boolean stream) {
    fields.refuseOthers(
        KNOWN,
        name ->
            invalid(
                "Invalid JSON payload received. Unknown name \""
                    + name
                    + "\": Cannot find field."));
    JsonNode config = fields.path("generationConfig");
    JsonNode thinking = config.path("thinkingConfig");
    boolean thinks =
        thinking.path("includeThoughts").asBoolean()
            && thinking.path("thinkingBudget").asInt(1) != 0;
    return new Ask(
        GeminiContents.read(endpoint.family(), fields),
        format(config),
        tools(fields),
        sampling(config, stream),
        thinks || endpoint.has(Trait.REASONS),
        false);
  }

  static WireError invalid(String message) {
    return WireError.of(400, "INVALID_ARGUMENT", message);
  }

  private static Sampling sampling(JsonNode config, boolean stream) {
    JsonNode most = config.path("maxOutputTokens");
    if (!most.isMissingNode() && !(most.isInt() && most.intValue() > 0)) {
      throw invalid("generationConfig.maxOutputTokens must be a positive integer");
    }
    double temperature = config.path("temperature").asDouble(1);
    if (temperature < 0 || temperature > 2) {
      throw invalid("generationConfig.temperature must be in [0, 2]");
    }
    List<String> stops = new ArrayList<>();
    config.path("stopSequences").forEach(stop -> stops.add(stop.asText()));
    OptionalInt limit =
        most.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(most.intValue());
    return new Sampling(limit, stops, stream, false);
  }

  private static AnswerFormat format(JsonNode config) {
    if (!config.path("responseMimeType").asText().equals("application/json")) {
      return AnswerFormat.TEXT;
    }
    JsonNode schema =
        config.has("responseJsonSchema")
            ? config.path("responseJsonSchema")
            : config.path("responseSchema");
    return new AnswerFormat(true, schema.isObject() ? lowerTypes(schema) : null);
  }

  private static ToolUse tools(Fields fields) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode group : fields.path("tools")) {
      for (JsonNode function : group.path("functionDeclarations")) {
        String name = Tool.checkName(function.path("name"), "functionDeclarations");
        JsonNode schema =
            function.has("parametersJsonSchema")
                ? function.path("parametersJsonSchema")
                : function.path("parameters");
        tools.add(new Tool(name, lowerTypes(schema)));
      }
    }
    JsonNode calling = fields.path("toolConfig").path("functionCallingConfig");
    return switch (calling.path("mode").asText("AUTO")) {
      case "NONE" -> ToolUse.NONE;
      case "ANY" ->
          new ToolUse(
              tools,
              ToolUse.Mode.REQUIRED,
              calling.path("allowedFunctionNames").path(0).asText(),
              true);
      default -> new ToolUse(tools, ToolUse.Mode.AUTO, "", true);
    };
  }

  /** Google writes the types of a schema in capitals. */
  private static JsonNode lowerTypes(JsonNode schema) {
    if (schema instanceof ArrayNode array) {
      ArrayNode lowered = array.arrayNode();
      array.forEach(element -> lowered.add(lowerTypes(element)));
      return lowered;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode lowered = object.objectNode();
    object
        .properties()
        .forEach(property -> {
          JsonNode value = property.getValue();
          boolean type = property.getKey().equals("type") && value.isTextual();
          lowered.set(
              property.getKey(),
              type
                  ? TextNode.valueOf(value.textValue().toLowerCase(Locale.ROOT))
                  : lowerTypes(value));
        });
    return lowered;
  }
}
