package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.error.BricklaneException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What befell the call of one row, where the statement went on. Immutable.
 *
 * @param kind what it was
 * @param sqlState of the error; of class 01 where there is an answer
 * @param vendorCode of the error; 0 where there is an answer
 * @param httpStatus of the error; 0 if there was no answer or no error
 * @param requestId the service's id of the request, or null
 */
public record RowProblem(
    Kind kind,
    String sqlState,
    int vendorCode,
    String message,
    int httpStatus,
    @Nullable String requestId) {
  /** The SQL standard's "string data, right truncation". */
  private static final String CUT = "01004";

  /** Ours: as {@code ErrorCode.GUARDRAIL}, but a warning. */
  private static final String FILTER = "01Z01";

  // OpenAI's words, then those of the surfaces that pass Anthropic's and Google's through.
  private static final Set<String> CUT_REASONS = Set.of("length", "max_tokens", "MAX_TOKENS");
  private static final Set<String> FILTER_REASONS =
      Set.of(
          "content_filter",
          "refusal",
          "SAFETY",
          "PROHIBITED_CONTENT",
          "BLOCKLIST",
          // The gateway's guardrails, by these names as far as is known.
          "input_guardrail_triggered",
          "output_guardrail_triggered");

  /** The kinds. */
  public enum Kind {
    /** There is no answer; the row has NULL in its place. */
    FAILED,
    /** The answer ended at its limit of tokens. */
    TRUNCATED,
    /** A filter took away the answer or a part of it. */
    FILTERED
  }

  /** Describes a call that failed. */
  public static RowProblem failed(BricklaneException error) {
    return new RowProblem(
        Kind.FAILED,
        error.code().sqlState(),
        error.code().vendorCode(),
        error.fullMessage(),
        error.origin().httpStatus(),
        error.origin().requestId());
  }

  /** Describes what an answer's end says against it; empty for a good one. */
  public static Optional<RowProblem> of(String model, ChatCompletion answer) {
    String reason = answer.finishReason();
    if (answer.details().refusal() != null) {
      return Optional.of(
          new RowProblem(
              Kind.FILTERED,
              FILTER,
              0,
              "The model '" + model + "' declined to answer (see the column refusal).",
              0,
              answer.requestId()));
    }
    if (reason == null) {
      return Optional.empty();
    }
    if (CUT_REASONS.contains(reason)) {
      return Optional.of(
          new RowProblem(
              Kind.TRUNCATED,
              CUT,
              0,
              "The answer of model '"
                  + model
                  + "' was cut off at its limit of tokens (finish_reason "
                  + reason
                  + "). Raise max_tokens.",
              0,
              answer.requestId()));
    }
    return FILTER_REASONS.contains(reason)
        ? Optional.of(
            new RowProblem(
                Kind.FILTERED,
                FILTER,
                0,
                "The answer of model '"
                    + model
                    + "' was filtered, as a whole or in part (finish_reason "
                    + reason
                    + "). Change the prompt, or ask the endpoint's owner about its guardrails.",
                0,
                answer.requestId()))
        : Optional.empty();
  }
}
