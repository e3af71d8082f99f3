package dev.bricklane.client;

import org.jspecify.annotations.Nullable;

/**
 * What an answer holds beside its text; structures are JSON as a text. Immutable.
 *
 * @param refusal why the model declined, in its words
 * @param toolCalls the calls of tools that it asks for: an array in the form of chat completions
 * @param thinking its reasoning blocks, unmodified, with signatures and encrypted ones: an array of
 *     content parts
 * @param citations an array
 * @param message the assistant's message as chat completions have it, to be sent back unmodified in
 *     the next turn: an object
 * @param output what a custom or agent endpoint answered, where that is no message: any JSON
 * @param servedModel the header {@code served-model-name}
 * @param logprobs the logarithms of the tokens' probabilities, as chat completions have them: an
 *     object
 */
public record AnswerDetails(
    @Nullable String refusal,
    @Nullable String toolCalls,
    @Nullable String thinking,
    @Nullable String citations,
    @Nullable String message,
    @Nullable String output,
    @Nullable String servedModel,
    @Nullable String logprobs) {
  /** Nothing. */
  public static final AnswerDetails NONE =
      new AnswerDetails(null, null, null, null, null, null, null);

  /** Where nothing is known of probabilities. */
  public AnswerDetails(
      @Nullable String refusal,
      @Nullable String toolCalls,
      @Nullable String thinking,
      @Nullable String citations,
      @Nullable String message,
      @Nullable String output,
      @Nullable String servedModel) {
    this(refusal, toolCalls, thinking, citations, message, output, servedModel, null);
  }

  /** Returns the same with the name of the model that served it. */
  AnswerDetails servedBy(String model) {
    return new AnswerDetails(
        refusal, toolCalls, thinking, citations, message, output, model, logprobs);
  }

  /** Returns the same with the probabilities of its tokens. */
  AnswerDetails withLogprobs(@Nullable String logprobs) {
    return new AnswerDetails(
        refusal, toolCalls, thinking, citations, message, output, servedModel, logprobs);
  }
}
