package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.rules.RequestRules;
import java.util.List;
import java.util.Map;

/**
 * How many tokens a call may take, guessed before it is made. Immutable.
 *
 * <p>This is no tokenizer: every model has its own, and the true count is often a fifth more or
 * less. It is cheap (one pass over the text), depends on nothing, and is the same everywhere. What
 * it is made of:
 *
 * <ul>
 *   <li>Latin text: four characters a token, OpenAI's rule of thumb for English;
 *   <li>Chinese, Japanese and Korean: one character a token; emoji and other characters beyond
 *       Unicode's first plane: two tokens a character; other scripts: two characters a token;
 *   <li>{@value #PER_MESSAGE} tokens for the frame of each message and of the answer, as OpenAI's
 *       cookbook counts them;
 *   <li>{@value #PER_MEDIUM} tokens for an image, a sound or a film: about what an image of a
 *       megapixel takes; nobody can tell without decoding it;
 *   <li>for the answer all of {@code max_tokens}, as the service itself reserves them (limits page
 *       of the Foundation Model APIs), times {@code n}, with the room that Claude's thinking adds
 *       to it; {@value #ANSWER} without {@code max_tokens}, which Databricks documents as the
 *       default for Claude Sonnet 4.
 * </ul>
 *
 * @param input tokens of the prompt; not negative
 * @param output tokens of the answer; zero for embeddings
 */
public record TokenEstimate(long input, long output) {
  /** Tokens around a message. */
  static final int PER_MESSAGE = 4;

  /** Tokens of an image, whatever its size, and of what else is no text. */
  static final int PER_MEDIUM = 1_000;

  /** Tokens of an answer whose length nobody limits. */
  static final int ANSWER = 1_000;

  /** No model answers more; keeps sums from overflowing. */
  private static final long MOST = 1_000_000_000L;

  /** The request's fields that the model reads as text. */
  private static final List<String> READ = List.of("response_format", "tools");

  public TokenEstimate {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException("A count of tokens is negative");
    }
  }

  /** Estimates a chat completion: its messages, its schema and tools, and its answer. */
  public static TokenEstimate of(ChatRequest request) {
    long input = PER_MESSAGE;
    for (ChatRequest.Message message : request.messages()) {
      input += PER_MESSAGE + ofText(message.text()) + PER_MEDIUM * media(message);
    }
    for (String field : READ) {
      Object value = request.parameters().get(field);
      input += value == null ? 0 : ofText(value.toString());
    }
    long answers = number(request.parameters(), "n", 1);
    Map<String, Object> sent = RequestRules.withRoom(request).parameters();
    long each = number(sent, "max_tokens", number(sent, "max_completion_tokens", ANSWER));
    return new TokenEstimate(input, Math.min(MOST, each * answers));
  }

  private static long media(ChatRequest.Message message) {
    return message.content() instanceof List<?> parts
        ? parts.stream()
            .filter(part ->
                part instanceof Map<?, ?> map
                    && (map.containsKey("image_url")
                        || map.containsKey("audio_url")
                        || map.containsKey("video_url")))
            .count()
        : 0;
  }

  /** Estimates embeddings: all inputs, each with the instruction if there is one. */
  public static TokenEstimate of(EmbeddingRequest request) {
    Object instruction = request.parameters().get("instruction");
    long each = instruction == null ? 0 : ofText(instruction.toString());
    long input = 0;
    for (String text : request.inputs()) {
      input += each + ofText(text);
    }
    return new TokenEstimate(input, 0);
  }

  /** Estimates a text, rounding up; nothing for an empty one. */
  public static long ofText(String text) {
    long quarters = 0;
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      quarters += quarters(character);
      i += Character.charCount(character);
    }
    return (quarters + 3) / 4;
  }

  /** Returns input and output together. */
  public long total() {
    return input + output;
  }

  private static int quarters(int character) {
    if (character < 0x0250 || (character >= 0x1E00 && character < 0x1F00)) {
      return 1; // Latin, with its extensions
    }
    if (character >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      return 8;
    }
    if (character >= 0x2000 && character < 0x2070) {
      return 1; // dashes, quotation marks and spaces of Latin text
    }
    boolean eastAsian =
        (character >= 0x1100 && character < 0x1200) // Hangul letters
            || (character >= 0x2E80 && character < 0xA4D0) // radicals, kana, ideographs, Yi
            || (character >= 0xAC00 && character < 0xD7B0) // Hangul syllables
            || (character >= 0xF900 && character < 0xFB00) // more ideographs
            || (character >= 0xFF00 && character < 0xFFF0); // full-width forms
    return eastAsian ? 4 : 2;
  }

  private static long number(Map<String, Object> parameters, String name, long otherwise) {
    return parameters.get(name) instanceof Number number
        ? Math.max(0, Math.min(MOST, number.longValue()))
        : otherwise;
  }
}
