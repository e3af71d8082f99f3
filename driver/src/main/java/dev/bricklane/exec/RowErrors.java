package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Which errors are of one call, so that its statement can go on without its answer. Others, such as
 * a refused token, a limit on cost or a cancelled statement, would meet every further call.
 */
public final class RowErrors {
  private static final Set<ErrorCode> OF_ONE_CALL =
      EnumSet.of(
          ErrorCode.PERMISSION_DENIED,
          ErrorCode.MODEL_NOT_FOUND,
          ErrorCode.SURFACE_ABSENT,
          ErrorCode.BAD_REQUEST,
          ErrorCode.CONTEXT_TOO_LONG,
          ErrorCode.PAYLOAD_TOO_LARGE,
          ErrorCode.GUARDRAIL,
          ErrorCode.RATE_LIMITED,
          ErrorCode.OVERLOADED,
          ErrorCode.COLD_START,
          ErrorCode.POOL_EXHAUSTED,
          ErrorCode.DEADLINE_EXCEEDED,
          ErrorCode.MALFORMED_ANSWER);

  private RowErrors() {}

  /** Returns whether a statement can go on after a call has failed so. */
  public static boolean isOfOneCall(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof BricklaneException known
        && (known.code().ofNetwork() || OF_ONE_CALL.contains(known.code()));
  }
}
