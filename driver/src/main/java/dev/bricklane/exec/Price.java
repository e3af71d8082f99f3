package dev.bricklane.exec;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a model's tokens cost, in US dollars per million. Immutable.
 *
 * @param input of the prompt
 * @param output of the answer; zero for embeddings, which have none
 * @param cachedInput of the part of a prompt that the service has cached, where that is known
 * @param aboveInputTokens the price is for calls with more input tokens than this; zero for all
 */
public record Price(
    BigDecimal input, BigDecimal output, Optional<BigDecimal> cachedInput, long aboveInputTokens) {
  private static final int MILLION = 6;

  /**
   * Returns the cost of a call in US dollars, exactly. Cached input counts as any other, so this is
   * the most that it can be.
   */
  BigDecimal of(long inputTokens, long outputTokens) {
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .movePointLeft(MILLION);
  }
}
