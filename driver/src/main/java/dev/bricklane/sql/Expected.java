package dev.bricklane.sql;

import dev.bricklane.exec.CallForecast.Counts;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How many calls an operator, or a whole plan, will make. Immutable.
 *
 * @param counted what was counted from the requests themselves
 * @param bound how sure that is
 * @param unseen the most further calls, whose requests depend on other answers; by estimate
 */
record Expected(Counts counted, Bound bound, long unseen) {
  static final Expected NONE = new Expected(Counts.NONE, Bound.EXACTLY, 0);

  /** How sure a count is; of several the last holds for their sum. */
  enum Bound {
    EXACTLY("exactly"),
    AT_MOST("at most"),
    AT_LEAST("at least"),
    /** Only the first rows were looked at, and these may be enough, or not. */
    AT_MOST_AT_FIRST("at most"),
    ABOUT("about");

    private final String words;

    Bound(String words) {
      this.words = words;
    }
  }

  Expected plus(Expected other) {
    return new Expected(
        counted.plus(other.counted),
        bound.compareTo(other.bound) > 0 ? bound : other.bound,
        unseen + other.unseen);
  }

  /** Returns the same of rows that may be read no further than is needed. */
  Expected orFewer() {
    return switch (bound) {
      case EXACTLY -> new Expected(counted, Bound.AT_MOST, unseen);
      case AT_LEAST -> new Expected(counted, Bound.AT_MOST_AT_FIRST, unseen);
      default -> this;
    };
  }

  /** Says how many calls, such as {@code exactly 20 calls}. */
  String calls() {
    long all = counted.calls() + unseen;
    return bound.words
        + " "
        + number(all)
        + (all == 1 ? " call" : " calls")
        + (bound == Bound.AT_MOST_AT_FIRST
            ? " for the first %s rows, more if these are not enough"
                .formatted(number(Forecaster.MOST_ROWS))
            : "");
  }

  /** Says all of it in some sentences. */
  String sentences() {
    StringBuilder text = new StringBuilder("Expected: ").append(calls());
    if (counted.cached() > 0) {
      text.append("; ")
          .append(number(counted.cached()))
          .append(counted.cached() == 1 ? " more is in the cache" : " more are in the cache");
    }
    if (unseen > 0) {
      text.append("; ")
          .append(number(unseen))
          .append(
              " of these by estimate, as their prompts depend on other answers, are too many, or"
                  + " come row by row");
    }
    text.append('.');
    if (counted.calls() > 0) {
      text.append(unseen > 0 ? " The others: about " : " About ")
          .append(number(counted.promptTokens()))
          .append(" tokens of input and at most ")
          .append(number(counted.answerTokens()))
          .append(" of output, ")
          .append(
              counted
                  .cost()
                  .map(cost ->
                      "at most about $" + cost.setScale(6, RoundingMode.CEILING).toPlainString())
                  .orElse("at a price that is not known"))
          .append('.');
    }
    return text.toString();
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
