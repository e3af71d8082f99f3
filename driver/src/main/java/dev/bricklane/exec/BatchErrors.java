package dev.bricklane.exec;

import dev.bricklane.error.ErrorCode;
import java.util.Set;

/**
 * Which errors of several texts together say nothing of each: a smaller batch may pass where these
 * refused one.
 */
final class BatchErrors {
  private static final Set<ErrorCode> OF_THE_WHOLE =
      Set.of(ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.CONTEXT_TOO_LONG, ErrorCode.BAD_REQUEST);

  private BatchErrors() {}

  static boolean mayPassInHalves(ErrorCode code) {
    return OF_THE_WHOLE.contains(code);
  }
}
