package dev.bricklane.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.auth.AccessToken;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire of {@code chat/completions}, the same on both surfaces. */
final class ChatWire {
  private ChatWire() {}

  static byte[] encode(ChatRequest request, String model) {
    if (Boolean.TRUE.equals(request.parameters().get("stream"))) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "The parameter stream cannot be set: answers are read whole");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("messages", request.messages().stream().map(ChatWire::message).toList());
    request.parameters().forEach(body::putIfAbsent);
    return Json.write(body);
  }

  private static Map<String, Object> message(ChatRequest.Message message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", message.role());
    if (message.content() != null) {
      fields.put("content", message.content());
    }
    message.fields().forEach(fields::putIfAbsent);
    return fields;
  }

  static ChatCompletion decode(HttpReply reply, Duration latency, CallSite site) {
    Response response = Json.read(reply, Response.class, site);
    if (Json.present(response.error())) {
      throw ErrorDecoder.decode(reply, site);
    }
    if (response.choices() == null || response.choices().isEmpty()) {
      throw Json.malformed(reply, site, "has no choices");
    }
    Choice choice = response.choices().get(0);
    if (choice == null || choice.message() == null) {
      throw Json.malformed(reply, site, "has no choices[0].message");
    }
    Content content = Content.of(choice.message());
    return new ChatCompletion(
        content.text(),
        content.reasoning(),
        choice.finishReason(),
        response.model(),
        UsageWire.read(response.usage()),
        latency,
        reply.requestId(),
        reply.attempts());
  }

  /** Writes a request and reads an answer, so that the classes for that are there. */
  static void rehearse(URI uri) {
    encode(new ChatRequest("model", List.of(ChatRequest.Message.user("")), Map.of()), "model");
    HttpCall call = new HttpCall("POST", uri, Map.of(), null, Duration.ZERO);
    String answer =
        """
        {"model": "", "choices": [{"message": {"content": ""}, "finish_reason": "stop"}],
         "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}
        """;
    decode(
        new HttpReply(200, Map.of(), answer.getBytes(StandardCharsets.UTF_8)),
        Duration.ZERO,
        new CallSite(call, null, new AccessToken(new Secret(""), null)));
  }

  private record Response(
      @Nullable String model,
      @Nullable List<@Nullable Choice> choices,
      @Nullable JsonNode usage,
      @Nullable JsonNode error) {}

  private record Choice(
      @Nullable Message message, @JsonProperty("finish_reason") @Nullable String finishReason) {}

  private record Message(
      @Nullable JsonNode content,
      @JsonProperty("reasoning_content") @Nullable JsonNode reasoningContent) {}

  /** The text of a message whose content is a string, a list of parts, or null. */
  private record Content(@Nullable String text, @Nullable String reasoning) {
    static Content of(Message message) {
      JsonNode content = message.content();
      // Not Databricks' own, but what LiteLLM's proxy and other gateways make of reasoning parts.
      String reasoning = Json.text(message.reasoningContent());
      if (content == null || !content.isArray()) {
        return new Content(Json.text(content), reasoning);
      }
      StringBuilder text = null;
      StringBuilder thoughts = null;
      for (JsonNode part : content) {
        switch (part.path("type").asText("")) {
          case "reasoning" -> {
            for (JsonNode summary : part.path("summary")) {
              // summary_encrypted_text has data instead of a text that could be read
              thoughts = append(thoughts, summary.get("text"));
            }
          }
          case "text", "output_text" -> text = append(text, part.get("text"));
          default -> {
            // images and the like have no text
          }
        }
      }
      return new Content(
          text == null ? null : text.toString(),
          thoughts == null ? reasoning : thoughts.toString());
    }

    private static @Nullable StringBuilder append(
        @Nullable StringBuilder builder, @Nullable JsonNode node) {
      String piece = Json.text(node);
      if (piece == null) {
        return builder;
      }
      return (builder == null ? new StringBuilder() : builder).append(piece);
    }
  }
}
