package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ModelAnswer.ToolCall;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.List;

/** Writes an answer as a chat completion, and the parts that its stream shares with it. */
final class ChatWriter {
  private final ServedEndpoint endpoint;
  private final ModelAnswer answer;
  private final boolean logprobs;
  private final String id = "chatcmpl_" + RandomText.hex(32);
  private final long created = System.currentTimeMillis() / 1000;

  /**
   * Makes the writer of one answer.
   *
   * @param logprobs whether each token's logarithm of its probability is wanted
   */
  ChatWriter(ServedEndpoint endpoint, ModelAnswer answer, boolean logprobs) {
    this.endpoint = endpoint;
    this.answer = answer;
    this.logprobs = logprobs;
  }

  ModelAnswer answer() {
    return answer;
  }

  ObjectNode whole() {
    ObjectNode body = start("chat.completion");
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    putContent(message);
    for (int i = 0; i < answer.calls().size(); i++) {
      putCall(message.withArray("tool_calls").addObject(), i, answer.calls().get(i).arguments());
    }
    if (answer.refusal() != null) {
      message.put("refusal", answer.refusal());
    }
    choice.put("finish_reason", answer.finish().chat);
    putLogprobs(choice, Tokens.split(answer.text()));
    putUsage(body, answer.usage());
    if (endpoint.has(ServedEndpoint.Trait.SPARSE)) {
      body.putNull("id").remove(List.of("model", "created", "usage"));
    }
    return body;
  }

  ObjectNode start(String object) {
    return ModelReply.start(id, object, created, endpoint);
  }

  /** Puts a call: id, name and arguments. */
  void putCall(ObjectNode node, int index, String arguments) {
    ToolCall call = answer.calls().get(index);
    node.put("id", call.id()).put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", arguments);
    if (endpoint.family() == Family.GEMINI) {
      node.put("thoughtSignature", Thought.signature(call.name()));
    }
  }

  /** Puts the tokens' probabilities: a program is always sure of itself, so they are all 1. */
  void putLogprobs(ObjectNode choice, List<String> tokens) {
    if (!logprobs || tokens.isEmpty()) {
      choice.putNull("logprobs");
      return;
    }
    ArrayNode content = choice.putObject("logprobs").putArray("content");
    for (String token : tokens) {
      ObjectNode entry = content.addObject().put("token", token).put("logprob", 0.0);
      entry.putArray("top_logprobs").addObject().put("token", token).put("logprob", 0.0);
    }
  }

  /** Puts the usage in the family's shape. */
  void putUsage(ObjectNode node, TokenUse use) {
    ObjectNode usage = node.putObject("usage");
    boolean claude = endpoint.family() == Family.CLAUDE;
    usage
        .put("prompt_tokens", claude ? use.uncached() : use.prompt())
        .put("completion_tokens", use.completion())
        .put("total_tokens", use.total());
    if (claude) {
      usage
          .put("cache_read_input_tokens", use.cacheRead())
          .put("cache_creation_input_tokens", use.cacheWritten());
    } else if (endpoint.family() == Family.GPT) {
      usage.putObject("prompt_tokens_details").put("cached_tokens", use.cacheRead());
      usage.putObject("completion_tokens_details").put("reasoning_tokens", use.reasoning());
    } else if (use.reasoning() > 0) {
      usage.put("reasoning_tokens", use.reasoning());
    }
  }

  /** Makes the part that carries reasoning; gpt-oss has no signatures. */
  ObjectNode reasoning(String text, String signature) {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "reasoning");
    ObjectNode summary = part.putArray("summary").addObject();
    summary.put("type", "summary_text").put("text", text);
    if (endpoint.family() != Family.OPEN) {
      summary.put("signature", signature);
    }
    return part;
  }

  /** Makes the part with reasoning that cannot be read. */
  static ObjectNode encrypted(Thought thought) {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "reasoning");
    part.putArray("summary")
        .addObject()
        .put("type", "summary_encrypted_text")
        .put("data", thought.encrypted());
    return part;
  }

  /** Makes a text part with its citation. */
  static ObjectNode cited(String text, String cited) {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
    part.putArray("citations")
        .addObject()
        .put("type", "char_location")
        .put("cited_text", cited)
        .put("document_index", 0)
        .put("document_title", "The prompt")
        .put("start_char_index", 0)
        .put("end_char_index", cited.length());
    return part;
  }

  private void putContent(ObjectNode message) {
    Thought thought = answer.thought();
    String cited = answer.cited();
    if (thought == null && cited == null && endpoint.family() != Family.GEMINI) {
      boolean none = answer.refusal() != null || !answer.calls().isEmpty();
      message.put("content", none ? null : answer.text());
      return;
    }
    ArrayNode parts = message.putArray("content");
    if (thought != null) {
      parts.add(reasoning(thought.text(), thought.signature()));
      if (endpoint.has(ServedEndpoint.Trait.REASONS)) {
        parts.add(encrypted(thought));
      }
    }
    if (cited != null) {
      parts.add(cited(answer.text(), cited));
    } else if (!answer.text().isEmpty()) {
      parts.addObject().put("type", "text").put("text", answer.text());
    }
    if (parts.isEmpty()) {
      message.putNull("content");
    }
  }
}
