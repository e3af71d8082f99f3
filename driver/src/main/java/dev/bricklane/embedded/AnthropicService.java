package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ModelAnswer.ToolCall;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;

/** Answers Anthropic's Messages, whole or as a stream. Thread-safe. */
final class AnthropicService {
  private final ServingEndpoints endpoints;
  private final Answerer answerer;

  AnthropicService(ServingEndpoints endpoints, Answerer answerer) {
    this.endpoints = endpoints;
    this.answerer = answerer;
  }

  void addTo(Router router) {
    router.model("/serving-endpoints/anthropic/v1/messages", call -> answer(Surface.SERVING, call));
    router.model("/ai-gateway/anthropic/v1/messages", call -> answer(Surface.GATEWAY, call));
    router.guarded("GET", "/ai-gateway/anthropic/v1/models", call -> models());
  }

  private Reply models() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    for (ServedEndpoint endpoint : endpoints.all()) {
      if (serves(endpoint)) {
        data.addObject().put("id", ServingEndpoints.gatewayName(endpoint)).put("type", "model");
      }
    }
    return Reply.json(200, body.toString());
  }

  private Reply answer(Surface surface, Call call) {
    Fields fields = Fields.parse(call.body());
    ServedEndpoint endpoint = surface.find(endpoints, fields.requiredString("model"));
    if (!serves(endpoint)) {
      throw WireError.badRequest("model", endpoint.name() + " does not answer Messages");
    }
    Ask ask = AnthropicRequest.read(surface, endpoint, fields);
    ModelAnswer answer = answerer.answer(endpoint, ask);
    ObjectNode message = whole(endpoint, answer);
    return ask.sampling().stream()
        ? Reply.events(AnthropicEvents.events(message))
            .withHeader("served-model-name", endpoint.name())
        : ModelReply.json(endpoint, message);
  }

  private static boolean serves(ServedEndpoint endpoint) {
    return endpoint.task() == Task.CHAT
        && (endpoint.family() == Family.CLAUDE || endpoint.family() == Family.EMBEDDED);
  }

  private static ObjectNode whole(ServedEndpoint endpoint, ModelAnswer answer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", "msg_" + RandomText.hex(24));
    body.put("type", "message").put("role", "assistant").put("model", endpoint.name());
    ArrayNode content = body.putArray("content");
    Thought thought = answer.thought();
    if (thought != null) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", thought.text())
          .put("signature", thought.signature());
      if (endpoint.has(Trait.REASONS)) {
        content.addObject().put("type", "redacted_thinking").put("data", thought.encrypted());
      }
    }
    String words = answer.refusal() == null ? answer.text() : answer.refusal();
    if (!words.isEmpty()) {
      content.addObject().put("type", "text").put("text", words);
    }
    for (ToolCall call : answer.calls()) {
      ObjectNode use = content.addObject().put("type", "tool_use").put("id", call.id());
      use.put("name", call.name()).set("input", Fields.parse(call.arguments()).body());
    }
    body.put("stop_reason", answer.finish().anthropic).putNull("stop_sequence");
    TokenUse tokens = answer.usage();
    body.putObject("usage")
        .put("input_tokens", tokens.uncached())
        .put("cache_creation_input_tokens", tokens.cacheWritten())
        .put("cache_read_input_tokens", tokens.cacheRead())
        .put("output_tokens", tokens.completion());
    return body;
  }
}
