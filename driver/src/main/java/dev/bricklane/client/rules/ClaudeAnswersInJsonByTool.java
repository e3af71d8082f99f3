package dev.bricklane.client.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.Api;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claude has no {@code response_format} on Databricks. A JSON schema becomes a tool named {@value
 * #TOOL}, which it must call, unless it thinks or has tools of its own; what it calls the tool with
 * is the answer (LiteLLM's Databricks provider, chat transformation). The format {@code text} says
 * nothing.
 */
final class ClaudeAnswersInJsonByTool implements RequestRule {
  private static final String TOOL = "json_tool_call";
  private static final String FORMAT = "response_format";

  @Override
  public boolean concerns(ModelFamily family) {
    return family == ModelFamily.CLAUDE;
  }

  @Override
  public boolean concerns(Api api) {
    return RequestRule.speaksChat(api);
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    if (!(request.parameters().get(FORMAT) instanceof Map<?, ?> format)) {
      return request;
    }
    Object schema = schema(format);
    ChatRequest plain = Edits.without(request, Set.of(FORMAT));
    if (schema == null) {
      return plain;
    }
    List<Object> tools = new ArrayList<>();
    if (request.parameters().get("tools") instanceof List<?> own) {
      tools.addAll(own);
    }
    boolean free =
        tools.isEmpty()
            && !Thinking.isOn(request)
            && request.parameters().get("tool_choice") == null;
    tools.add(function(TOOL, schema));
    ChatRequest asked = Edits.with(plain, "tools", tools);
    return free ? Edits.with(asked, "tool_choice", function(TOOL, null)) : asked;
  }

  private static @Nullable Object schema(Map<?, ?> format) {
    if ("json_object".equals(format.get("type"))) {
      Map<String, Object> any = new LinkedHashMap<>();
      any.put("type", "object");
      any.put("properties", Map.of());
      any.put("additionalProperties", true);
      return any;
    }
    return "json_schema".equals(format.get("type"))
            && format.get("json_schema") instanceof Map<?, ?> named
        ? named.get("schema")
        : null;
  }

  private static Map<String, Object> function(String name, @Nullable Object parameters) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    if (parameters != null) {
      function.put("parameters", parameters);
    }
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "function");
    tool.put("function", function);
    return tool;
  }

  @Override
  public ChatCompletion restore(ChatRequest sent, ChatCompletion answer) {
    String calls = answer.details().toolCalls();
    JsonNode list = calls == null ? null : read(calls);
    if (list == null || !list.isArray()) {
      return answer;
    }
    ArrayNode others = RuleJson.MAPPER.createArrayNode();
    String arguments = null;
    for (JsonNode call : list) {
      if (arguments == null && call.path("function").path("name").asText().equals(TOOL)) {
        JsonNode given = call.path("function").path("arguments");
        arguments = given.isTextual() ? given.asText() : given.toString();
      } else {
        others.add(call);
      }
    }
    return arguments == null ? answer : answered(answer, arguments, others);
  }

  @Override
  public String answeringTool() {
    return TOOL;
  }

  private static ChatCompletion answered(ChatCompletion answer, String json, ArrayNode others) {
    AnswerDetails details = answer.details();
    ObjectNode message = RuleJson.MAPPER.createObjectNode().put("role", "assistant");
    JsonNode thinking = details.thinking() == null ? null : read(details.thinking());
    if (thinking instanceof ArrayNode blocks && !blocks.isEmpty()) {
      message.set("content", blocks.deepCopy().addPOJO(Edits.textPart(json)));
    } else {
      message.put("content", json);
    }
    if (!others.isEmpty()) {
      message.set("tool_calls", others);
    }
    boolean ended = "tool_calls".equals(answer.finishReason()) && others.isEmpty();
    return new ChatCompletion(
        json,
        answer.reasoning(),
        ended ? "stop" : answer.finishReason(),
        answer.model(),
        answer.usage(),
        answer.latency(),
        answer.requestId(),
        answer.attempts(),
        new AnswerDetails(
            details.refusal(),
            others.isEmpty() ? null : others.toString(),
            details.thinking(),
            details.citations(),
            message.toString(),
            details.output(),
            details.servedModel(),
            details.logprobs()));
  }

  private static @Nullable JsonNode read(String json) {
    try {
      return RuleJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
