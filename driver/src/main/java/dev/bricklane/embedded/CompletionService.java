package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers text completions, the older task: one choice for each prompt. */
final class CompletionService {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "prompt",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "n",
          "stop",
          "stream",
          "stream_options",
          "suffix",
          "echo",
          "error_behavior",
          "use_raw_prompt",
          "usage_context",
          "client_request_id",
          "extra_params",
          "user");

  private CompletionService() {}

  static Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    if (endpoint.family().strict()) {
      fields.refuseOthers(KNOWN, surface);
    }
    List<String> prompts = fields.strings("prompt");
    if (prompts.isEmpty() || prompts.contains("")) {
      throw WireError.invalid("prompt", "a non-empty string, or a list of them, is required");
    }
    Sampling sampling = Sampling.read(fields);
    boolean echo = fields.flag("echo");
    String id = "cmpl_" + RandomText.hex(32);
    long created = System.currentTimeMillis() / 1000;
    int promptTokens = 0;
    int completionTokens = 0;
    ObjectNode body = ModelReply.start(id, "text_completion", created, endpoint);
    ArrayNode choices = body.putArray("choices");
    List<ObjectNode> chunks = new ArrayList<>();
    for (String prompt : prompts) {
      int tokens = Tokens.count(prompt);
      ModelReply.checkContext(endpoint, "prompt", tokens);
      Sampling.Cut cut = sampling.cut(Responder.complete(prompt));
      promptTokens += tokens;
      completionTokens += Tokens.count(cut.text());
      String text = echo ? prompt + cut.text() : cut.text();
      for (String piece : Tokens.split(text)) {
        ObjectNode chunk = ModelReply.start(id, "text_completion", created, endpoint);
        putChoice(chunk.putArray("choices"), choices.size(), piece, null);
        chunks.add(chunk);
      }
      ObjectNode end = ModelReply.start(id, "text_completion", created, endpoint);
      putChoice(end.putArray("choices"), choices.size(), "", cut.finish().chat);
      chunks.add(end);
      putChoice(choices, choices.size(), text, cut.finish().chat);
    }
    if (!sampling.stream()) {
      ModelReply.usage(body, promptTokens, completionTokens);
      return ModelReply.json(endpoint, body);
    }
    if (sampling.includeUsage()) {
      ObjectNode usage = ModelReply.start(id, "text_completion", created, endpoint);
      usage.putArray("choices");
      ModelReply.usage(usage, promptTokens, completionTokens);
      chunks.add(usage);
    }
    return ModelReply.events(endpoint, chunks);
  }

  private static void putChoice(
      ArrayNode choices, int index, String text, @Nullable String finish) {
    choices
        .addObject()
        .put("index", index)
        .put("text", text)
        .put("finish_reason", finish)
        .putNull("logprobs");
  }
}
