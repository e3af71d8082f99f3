package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a {@link CallBudget} has set aside for one call. Thread-safe; the first of {@link #settle}
 * and {@link #release} counts, and later ones do nothing.
 *
 * <p>One that is neither settled nor released stays set aside for as long as its connection lives.
 */
public final class Reservation {
  private final CallBudget budget;
  private final String model;
  private final TokenEstimate estimate;
  private final Spent needed;
  private final AtomicBoolean over = new AtomicBoolean();

  Reservation(CallBudget budget, String model, TokenEstimate estimate, Spent needed) {
    this.budget = budget;
    this.model = model;
    this.estimate = estimate;
    this.needed = needed;
  }

  /** Returns the tokens that were set aside. */
  public TokenEstimate estimate() {
    return estimate;
  }

  /**
   * Counts what the call took.
   *
   * @param usage as reported; {@link Usage#UNKNOWN}, such as for a call that was abandoned after it
   *     was sent and may be billed, leaves the estimate
   */
  public void settle(Usage usage) {
    if (over.compareAndSet(false, true)) {
      budget.settle(model, estimate, needed, usage);
    }
  }

  /** Counts nothing: the call was not sent, or was refused before a model worked on it. */
  public void release() {
    if (over.compareAndSet(false, true)) {
      budget.end(needed, Spent.NOTHING);
    }
  }
}
