package dev.bricklane.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to a {@link ChatRequest}. Immutable.
 *
 * @param content the text, the parts of a list joined; null if the answer holds none
 * @param reasoning the readable reasoning, or null
 * @param finishReason such as {@code stop}, {@code length}, {@code content_filter}; null if not
 *     given
 * @param model the model's name as the service echoes it, or null
 * @param usage token counts
 * @param latency from sending the first attempt to reading the last byte
 * @param requestId the service's id of the request, or null
 * @param attempts how often the request was sent; 0 if the answer comes out of a recording
 * @param details what else it holds
 */
public record ChatCompletion(
    @Nullable String content,
    @Nullable String reasoning,
    @Nullable String finishReason,
    @Nullable String model,
    Usage usage,
    Duration latency,
    @Nullable String requestId,
    int attempts,
    AnswerDetails details) {
  /** Makes an answer that holds nothing else. */
  public ChatCompletion(
      @Nullable String content,
      @Nullable String reasoning,
      @Nullable String finishReason,
      @Nullable String model,
      Usage usage,
      Duration latency,
      @Nullable String requestId,
      int attempts) {
    this(
        content,
        reasoning,
        finishReason,
        model,
        usage,
        latency,
        requestId,
        attempts,
        AnswerDetails.NONE);
  }

  /** Returns the same answer to a request that was sent several times. */
  public ChatCompletion after(int sent, Duration since) {
    return new ChatCompletion(
        content, reasoning, finishReason, model, usage, since, requestId, sent, details);
  }
}
