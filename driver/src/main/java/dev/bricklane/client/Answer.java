package dev.bricklane.client;

import dev.bricklane.http.HttpReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a body says, whichever protocol it came by; see {@link ChatCompletion} for the parts.
 * Immutable.
 */
record Answer(
    @Nullable String content,
    @Nullable String reasoning,
    @Nullable String finishReason,
    @Nullable String model,
    Usage usage,
    AnswerDetails details) {
  private static final String SERVED_MODEL = "served-model-name";

  Answer withDetails(AnswerDetails other) {
    return new Answer(content, reasoning, finishReason, model, usage, other);
  }

  /** Adds what only the HTTP answer tells. */
  ChatCompletion completion(HttpReply reply, Duration latency) {
    String served = reply.header(SERVED_MODEL);
    return new ChatCompletion(
        content,
        reasoning,
        finishReason,
        model,
        usage,
        latency,
        reply.requestId(),
        reply.attempts(),
        served == null || served.isBlank() ? details : details.servedBy(served));
  }
}
