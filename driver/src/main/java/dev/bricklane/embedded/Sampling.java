package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * The parameters that chat and text completions share, checked. Those that would change chance are
 * accepted and change nothing: the same request has the same answer.
 *
 * @param maxTokens the answer's most tokens
 * @param stop where the answer ends; may be empty
 * @param stream whether to answer with events
 * @param includeUsage whether the events end with the usage
 */
record Sampling(OptionalInt maxTokens, List<String> stop, boolean stream, boolean includeUsage) {
  /** An answer's text after its cuts. */
  record Cut(String text, ModelAnswer.Finish finish) {}

  static Sampling read(Fields fields) {
    OptionalInt maxTokens = fields.positive("max_tokens");
    if (maxTokens.isEmpty()) {
      maxTokens = fields.positive("max_completion_tokens");
    }
    fields.range("temperature", 0, true, 2);
    fields.range("top_p", 0, false, 1);
    fields.positive("top_k");
    OptionalInt n = fields.positive("n");
    if (n.isPresent() && n.getAsInt() != 1) {
      throw WireError.invalid("n", "only 1 is supported");
    }
    JsonNode options = fields.get("stream_options");
    if (options != null && !options.isObject()) {
      throw WireError.invalid("stream_options", "must be an object");
    }
    return new Sampling(
        maxTokens,
        fields.strings("stop"),
        fields.flag("stream"),
        options != null && options.path("include_usage").asBoolean());
  }

  /** Reads what Responses have of them. */
  static Sampling ofResponses(Fields fields) {
    fields.range("temperature", 0, true, 2);
    fields.range("top_p", 0, false, 1);
    return new Sampling(
        fields.positive("max_output_tokens"), List.of(), fields.flag("stream"), false);
  }

  /** Cuts an answer at the first stop string, then at the token limit. */
  Cut cut(String answer) {
    String text = answer;
    for (String end : stop) {
      int at = end.isEmpty() ? -1 : text.indexOf(end);
      text = at < 0 ? text : text.substring(0, at);
    }
    if (maxTokens.isPresent()) {
      String shorter = Tokens.truncate(text, maxTokens.getAsInt());
      if (shorter.length() < text.length()) {
        return new Cut(shorter, ModelAnswer.Finish.LENGTH);
      }
    }
    return new Cut(text, ModelAnswer.Finish.STOP);
  }
}
