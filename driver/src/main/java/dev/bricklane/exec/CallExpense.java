package dev.bricklane.exec;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a call cost, whichever kind it was. Immutable.
 *
 * @param weight about how many bytes its answer holds
 */
record CallExpense(
    Usage usage,
    String status,
    @Nullable String finishReason,
    int httpStatus,
    @Nullable String requestId,
    int attempts,
    boolean cached,
    Duration latency,
    long weight) {

  static CallExpense of(ChatCompletion answer) {
    return new CallExpense(
            answer.usage(),
            StatementCalls.OK,
            answer.finishReason(),
            0,
            answer.requestId(),
            answer.attempts(),
            false,
            answer.latency(),
            bytes(answer.content()) + bytes(answer.reasoning()) + bytes(answer.details()))
        .orReplayed();
  }

  static CallExpense of(Embeddings answer) {
    return new CallExpense(
            answer.usage(),
            StatementCalls.OK,
            null,
            0,
            answer.requestId(),
            answer.attempts(),
            false,
            answer.latency(),
            answer.vectors().stream().mapToLong(vector -> 4L * vector.length).sum())
        .orReplayed();
  }

  static CallExpense of(BricklaneException failure, Duration spent) {
    return new CallExpense(
        Usage.UNKNOWN,
        failure.code().label(),
        null,
        failure.origin().httpStatus(),
        failure.origin().requestId(),
        failure.origin().attempts(),
        false,
        spent,
        0);
  }

  /** The same answer, used again: it costs no token. */
  CallExpense saved() {
    return new CallExpense(
        Usage.UNKNOWN, status, finishReason, 0, requestId, 0, true, Duration.ZERO, weight);
  }

  /** An answer that nothing was sent for comes out of a recording. */
  private CallExpense orReplayed() {
    return attempts == 0 ? saved() : this;
  }

  private static long bytes(AnswerDetails details) {
    return bytes(details.toolCalls())
        + bytes(details.thinking())
        + bytes(details.citations())
        + bytes(details.message())
        + bytes(details.output());
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
