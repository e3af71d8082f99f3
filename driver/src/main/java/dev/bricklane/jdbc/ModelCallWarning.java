package dev.bricklane.jdbc;

import dev.bricklane.exec.RowProblem;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * A row whose model call failed, and which has NULL in its place, or whose answer was cut off or
 * filtered.
 *
 * <p>{@link #getSQLState} is that of the error; {@code 01004} for an answer that was cut off at its
 * limit of tokens; {@code 01Z01} for one that was filtered.
 */
public final class ModelCallWarning extends SQLWarning {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final @Nullable String requestId;

  ModelCallWarning(RowProblem problem) {
    super(problem.message(), problem.sqlState(), problem.vendorCode());
    this.httpStatus = problem.httpStatus();
    this.requestId = problem.requestId();
  }

  /** Returns the HTTP status of the refusal; 0 if there was none. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns the service's id of the request, or null if it gave none. */
  public @Nullable String requestId() {
    return requestId;
  }
}
