package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ModelAnswer.ToolCall;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Answers {@code generateContent} and {@code streamGenerateContent}. Thread-safe. */
final class GeminiService {
  private final ServingEndpoints endpoints;
  private final Answerer answerer;

  GeminiService(ServingEndpoints endpoints, Answerer answerer) {
    this.endpoints = endpoints;
    this.answerer = answerer;
  }

  void addTo(Router router) {
    // GUESS: the path on Model Serving, by analogy.
    add(router, "/serving-endpoints/gemini/v1beta/models/{name}", Surface.SERVING);
    add(router, "/ai-gateway/gemini/v1beta/models/{name}", Surface.GATEWAY);
  }

  private void add(Router router, String path, Surface surface) {
    router.model(path + ":generateContent", call -> answer(surface, call, false));
    router.model(path + ":streamGenerateContent", call -> answer(surface, call, true));
  }

  private Reply answer(Surface surface, Call call, boolean stream) {
    ServedEndpoint endpoint = surface.find(endpoints, call.name());
    if (endpoint.task() != Task.CHAT
        || (endpoint.family() != Family.GEMINI && endpoint.family() != Family.EMBEDDED)) {
      throw GeminiRequest.invalid(endpoint.name() + " does not answer generateContent");
    }
    Ask ask = GeminiRequest.read(endpoint, Fields.parse(call.body()), stream);
    ModelAnswer answer = answerer.answer(endpoint, ask);
    String id = RandomText.hex(24);
    if (!stream) {
      ObjectNode body = chunk(endpoint, id, parts(answer));
      end(body, answer);
      return ModelReply.json(endpoint, body);
    }
    List<ObjectNode> chunks = new ArrayList<>();
    for (ObjectNode part : parts(answer)) {
      for (ObjectNode piece : pieces(part)) {
        chunks.add(chunk(endpoint, id, List.of(piece)));
      }
    }
    if (chunks.isEmpty()) {
      chunks.add(chunk(endpoint, id, List.of()));
    }
    end(chunks.get(chunks.size() - 1), answer);
    if (!call.query().text("alt").equals("sse")) {
      return Reply.json(200, chunks.toString()).withHeader("served-model-name", endpoint.name());
    }
    String events =
        chunks.stream().map(chunk -> "data: " + chunk + "\n\n").collect(Collectors.joining());
    return Reply.events(events).withHeader("served-model-name", endpoint.name());
  }

  private static List<ObjectNode> parts(ModelAnswer answer) {
    List<ObjectNode> parts = new ArrayList<>();
    Thought thought = answer.thought();
    if (thought != null) {
      parts.add(object().put("text", thought.text()).put("thought", true));
    }
    String words = answer.refusal() == null ? answer.text() : answer.refusal();
    if (!words.isEmpty()) {
      ObjectNode part = object().put("text", words);
      parts.add(thought == null ? part : part.put("thoughtSignature", thought.signature()));
    }
    for (ToolCall call : answer.calls()) {
      ObjectNode part = object();
      ObjectNode function = part.putObject("functionCall").put("name", call.name());
      function.set("args", Fields.parse(call.arguments()).body());
      parts.add(part.put("thoughtSignature", Thought.signature(call.name())));
    }
    return parts;
  }

  private static List<ObjectNode> pieces(ObjectNode part) {
    List<ObjectNode> pieces = new ArrayList<>();
    for (String text : Tokens.split(part.path("text").asText())) {
      ObjectNode piece = object().put("text", text);
      pieces.add(part.path("thought").asBoolean() ? piece.put("thought", true) : piece);
    }
    JsonNode signature = part.get("thoughtSignature");
    if (pieces.isEmpty()) {
      return List.of(part);
    }
    if (signature != null) {
      pieces.get(pieces.size() - 1).set("thoughtSignature", signature);
    }
    return pieces;
  }

  private static ObjectNode chunk(ServedEndpoint endpoint, String id, List<ObjectNode> parts) {
    ObjectNode body = object();
    ObjectNode candidate = body.putArray("candidates").addObject();
    ArrayNode list = candidate.putObject("content").put("role", "model").putArray("parts");
    list.addAll(parts);
    candidate.put("index", 0);
    return body.put("modelVersion", endpoint.name()).put("responseId", id);
  }

  private static void end(ObjectNode body, ModelAnswer answer) {
    ((ObjectNode) body.path("candidates").path(0)).put("finishReason", answer.finish().gemini);
    TokenUse use = answer.usage();
    body.putObject("usageMetadata")
        .put("promptTokenCount", use.prompt())
        .put("candidatesTokenCount", use.completion() - use.reasoning())
        .put("thoughtsTokenCount", use.reasoning())
        .put("cachedContentTokenCount", use.cacheRead())
        .put("totalTokenCount", use.total());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
