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
   * Returns the cost of a call in US dollars, exactly, part of whose input was cached.
   *
   * @param cachedTokens those of the input; they count as any other where their price is not known
   */
  BigDecimal of(long inputTokens, long cachedTokens, long outputTokens) {
    long cached = cachedInput.isPresent() ? Math.min(cachedTokens, inputTokens) : 0;
    return of(inputTokens - cached, outputTokens)
        .add(
            cachedInput
                .orElse(BigDecimal.ZERO)
                .multiply(BigDecimal.valueOf(cached))
                .movePointLeft(MILLION));
  }

  /** Returns the cost of a call in US dollars, exactly, of whose input nothing is cached. */
  BigDecimal of(long inputTokens, long outputTokens) {
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .movePointLeft(MILLION);
  }
}
