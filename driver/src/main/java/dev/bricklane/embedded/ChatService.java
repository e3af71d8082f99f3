package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Trait;

/** Answers chat completions, whole or as a stream. Thread-safe. */
final class ChatService {
  private final Answerer answerer;

  ChatService(Answerer answerer) {
    this.answerer = answerer;
  }

  Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    if (endpoint.has(Trait.RESPONSES_ONLY)) {
      // GUESS: the words; a real one says that the payload matches no known API type.
      throw WireError.badRequest(
          "messages", "The request payload does not match any known API type of this model.");
    }
    Ask ask = read(surface, endpoint, fields);
    ModelAnswer answer = answerer.answer(endpoint, ask);
    ChatWriter writer = new ChatWriter(endpoint, answer, fields.flag("logprobs"));
    return ask.sampling().stream()
        ? ModelReply.events(
            endpoint, new ChatStream(endpoint, writer).chunks(ask.sampling().includeUsage()))
        : ModelReply.json(endpoint, writer.whole());
  }

  private static Ask read(Surface surface, ServedEndpoint endpoint, Fields fields) {
    Family family = endpoint.family();
    ChatFields.check(surface, family, fields);
    Sampling sampling = Sampling.read(fields);
    ToolUse tools = ChatTools.read(fields, family);
    boolean wanted = ChatFields.wantsReasoning(family, fields);
    if (family == Family.CLAUDE && wanted && tools.mode() == ToolUse.Mode.REQUIRED) {
      throw WireError.badRequest(
          "tool_choice", "Thinking may not be enabled when tool_choice forces tool use.");
    }
    AnswerFormat format = AnswerFormat.ofChat(fields);
    ChatMessages messages = ChatMessages.read(fields, family);
    return new Ask(
        messages.conversation(),
        format,
        tools,
        sampling,
        wanted || endpoint.has(Trait.REASONS),
        messages.cached());
  }
}
