package dev.bricklane.sql;

import dev.bricklane.client.Api;
import dev.bricklane.client.CallOptions;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.exec.MediaFiles;
import java.util.List;
import java.util.Map;

/** Builds requests from a function's arguments. */
final class ModelRequests {
  private ModelRequests() {}

  /**
   * Builds the request for a completion.
   *
   * @param files where those may lie that the arguments name
   */
  static ChatRequest chat(ArgumentValues arguments, MediaFiles files) {
    CallOptions options = CallOptionArguments.of(arguments);
    return new ChatRequest(
        arguments.requiredText("model"),
        Conversation.of(arguments, MediaArguments.parts(arguments, files)),
        // A custom model may know any field.
        RequestFields.of(arguments, options.api() != Api.INVOCATIONS),
        options,
        arguments.whole("sample"));
  }

  static EmbeddingRequest embedding(ArgumentValues arguments, List<String> texts) {
    Map<String, Object> fields = RequestFields.of(arguments, true);
    if (!"float".equals(fields.getOrDefault("encoding_format", "float"))) {
      throw arguments.refuse("params", "has encoding_format, which can only be float");
    }
    return new EmbeddingRequest(arguments.requiredText("model"), texts, fields);
  }
}
