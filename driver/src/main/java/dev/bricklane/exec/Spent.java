package dev.bricklane.exec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What calls have taken. Immutable.
 *
 * @param calls how many
 * @param tokens of prompts and answers together
 * @param cost in US dollars, exactly, of the calls whose price is known
 * @param unpriced calls whose price is not known; they are not in {@code cost}
 */
public record Spent(long calls, long tokens, BigDecimal cost, long unpriced) {
  /** Nothing. */
  public static final Spent NOTHING = new Spent(0, 0, BigDecimal.ZERO, 0);

  private static final int MILLIONTHS = 6;

  public Spent {
    // One form for equal amounts, so that equal values are equal records.
    cost = cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros();
  }

  static Spent call(long tokens, Optional<BigDecimal> cost) {
    return new Spent(1, tokens, cost.orElse(BigDecimal.ZERO), cost.isPresent() ? 0 : 1);
  }

  Spent plus(Spent other) {
    return new Spent(
        calls + other.calls,
        tokens + other.tokens,
        cost.add(other.cost),
        unpriced + other.unpriced);
  }

  Spent minus(Spent other) {
    return new Spent(
        calls - other.calls,
        tokens - other.tokens,
        cost.subtract(other.cost),
        unpriced - other.unpriced);
  }

  /** Returns an amount in whole millionths of a dollar, rounded up, without zeros at its end. */
  static BigDecimal rounded(BigDecimal amount) {
    BigDecimal rounded = amount.setScale(MILLIONTHS, RoundingMode.CEILING);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }
}
