package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Answers chat completions, whole or as a stream. */
final class ChatService {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "n",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "response_format",
          "logprobs",
          "top_logprobs",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "reasoning_effort",
          "thinking",
          "service_tier",
          "usage_context",
          "client_request_id",
          "extra_params",
          "user");

  /** {@code reasoning_effort} is documented as refused; the others are a GUESS. */
  private static final Set<String> UNKNOWN_TO_CLAUDE =
      Set.of(
          "reasoning_effort",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "logprobs",
          "top_logprobs");

  private ChatService() {}

  /** What the parts of one answer have in common. */
  private record Answer(
      String id,
      long created,
      ServedEndpoint endpoint,
      AnswerFormat format,
      Sampling.Cut cut,
      int promptTokens) {
    int completionTokens() {
      return Tokens.count(cut.text());
    }
  }

  static Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    if (endpoint.family().strict()) {
      fields.refuseOthers(known(endpoint.family()), surface);
    }
    Sampling sampling = Sampling.read(fields);
    AnswerFormat format = AnswerFormat.read(fields, endpoint.family());
    Conversation conversation = Conversation.parse(fields, endpoint.family());
    int promptTokens = conversation.tokens();
    ModelReply.checkContext(endpoint, "messages", promptTokens);
    String text = Responder.answer(conversation, format);
    Answer answer =
        new Answer(
            "chatcmpl_" + RandomText.hex(32),
            System.currentTimeMillis() / 1000,
            endpoint,
            format,
            format.tool() == null ? sampling.cut(text) : new Sampling.Cut(text, "tool_calls"),
            promptTokens);
    return sampling.stream()
        ? ModelReply.events(endpoint, chunks(answer, sampling.includeUsage()))
        : ModelReply.json(endpoint, whole(answer));
  }

  private static ObjectNode whole(Answer answer) {
    ObjectNode body =
        ModelReply.start(answer.id(), "chat.completion", answer.created(), answer.endpoint());
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    putContent(message, answer, answer.cut().text());
    choice.put("finish_reason", answer.cut().finishReason()).putNull("logprobs");
    ModelReply.usage(body, answer.promptTokens(), answer.completionTokens());
    return body;
  }

  private static List<ObjectNode> chunks(Answer answer, boolean includeUsage) {
    boolean always = answer.endpoint().family() == Family.OPEN;
    List<ObjectNode> chunks = new ArrayList<>();
    List<String> pieces =
        answer.format().tool() == null
            ? Tokens.split(answer.cut().text())
            : List.of(answer.cut().text());
    for (int i = 0; i <= pieces.size(); i++) {
      boolean last = i == pieces.size();
      ObjectNode chunk = chunk(answer);
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      ObjectNode delta = choice.putObject("delta");
      if (i == 0) {
        delta.put("role", "assistant");
      }
      if (last) {
        delta.put("content", "");
      } else {
        putContent(delta, answer, pieces.get(i));
      }
      choice.put("finish_reason", last ? answer.cut().finishReason() : null).putNull("logprobs");
      if (always) {
        ModelReply.usage(chunk, answer.promptTokens(), Math.min(i + 1, pieces.size()));
      }
      chunks.add(chunk);
    }
    if (includeUsage && !always) {
      ObjectNode chunk = chunk(answer);
      chunk.putArray("choices");
      ModelReply.usage(chunk, answer.promptTokens(), answer.completionTokens());
      chunks.add(chunk);
    }
    return chunks;
  }

  private static ObjectNode chunk(Answer answer) {
    return ModelReply.start(
        answer.id(), "chat.completion.chunk", answer.created(), answer.endpoint());
  }

  private static void putContent(ObjectNode message, Answer answer, String text) {
    String tool = answer.format().tool();
    if (tool == null) {
      message.put("content", text);
      return;
    }
    message.putNull("content");
    ObjectNode call = message.putArray("tool_calls").addObject().put("index", 0);
    call.put("id", "call_" + answer.id()).put("type", "function");
    call.putObject("function").put("name", tool).put("arguments", text);
  }

  private static Set<String> known(Family family) {
    if (family != Family.CLAUDE) {
      return KNOWN;
    }
    Set<String> known = new HashSet<>(KNOWN);
    known.removeAll(UNKNOWN_TO_CLAUDE);
    return known;
  }
}
