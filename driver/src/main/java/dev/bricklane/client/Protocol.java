package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One way to ask a model: how a request, which is in the words of chat completions, is written, and
 * how an answer is read. Thread-safe.
 */
interface Protocol {
  /**
   * Returns the body.
   *
   * @throws dev.bricklane.error.BricklaneException {@code BAD_REQUEST} for a parameter that the
   *     protocol has no words for
   */
  Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream);

  /**
   * Reads the body of a whole answer that reports no error.
   *
   * @throws UnreadableAnswer if it is not as the protocol has it
   */
  Answer decode(JsonNode body);

  /** Begins to read an answer that comes in pieces. */
  Assembly assembly(Consumer<ChatDelta> deltas);

  /** Returns the protocol. */
  static Protocol of(Api api) {
    return switch (api) {
      case CHAT -> ChatProtocol.INSTANCE;
      case COMPLETIONS -> CompletionsProtocol.INSTANCE;
      case RESPONSES, OPEN_RESPONSES -> ResponsesProtocol.INSTANCE;
      case GEMINI -> GeminiProtocol.INSTANCE;
      case INVOCATIONS -> InvocationsProtocol.INSTANCE;
    };
  }

  /**
   * Puts the pieces of one answer together again, to the body that the whole answer would have had:
   * so that one decoder reads both. Not thread-safe.
   */
  interface Assembly {
    /**
     * Takes the next event, and hands on what it adds to the text.
     *
     * @param name the event's name, or empty
     */
    void accept(String name, JsonNode event);

    /**
     * Returns the whole body.
     *
     * @param ended whether the service said that this is the end
     * @throws UnreadableAnswer if something is missing
     */
    JsonNode whole(boolean ended);
  }
}
