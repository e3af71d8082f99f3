package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code /serving-endpoints/{name}/invocations}: whatever stands behind an endpoint. The model is
 * in the path. The messages are sent as in chat completions, unless a parameter holds the input in
 * the form that the endpoint wants: {@code input} for agents of the Responses kind, {@code
 * dataframe_records} and the like for custom models.
 */
final class InvocationsProtocol implements Protocol {
  static final Protocol INSTANCE = new InvocationsProtocol();

  private static final List<String> INPUTS =
      List.of("input", "inputs", "instances", "dataframe_split", "dataframe_records", "prompt");

  private InvocationsProtocol() {}

  @Override
  public Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (INPUTS.stream().noneMatch(request.parameters()::containsKey)) {
      body.put("messages", request.messages().stream().map(ChatProtocol::message).toList());
    }
    request.parameters().forEach(body::putIfAbsent);
    if (stream) {
      body.put("stream", true);
    }
    return body;
  }

  @Override
  public Answer decode(JsonNode body) {
    return AnyAnswer.decodeOutput(body);
  }

  @Override
  public Assembly assembly(Consumer<ChatDelta> deltas) {
    return new AnyAssembly(deltas);
  }
}
