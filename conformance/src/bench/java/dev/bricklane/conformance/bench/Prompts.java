package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.Numbers;

/** The prompts that all sides send: some 200 characters, each one different. */
final class Prompts {
  static final String MODEL = "bench";
  private static final int INNER = 16;
  private static final String BEGIN = "Summarise this ticket in one sentence. Ticket ";
  private static final String END =
      ": the parcel came nine days late, the box was wet, and the lamp inside is broken in two"
          + " places. Please refund the price and tell me where to send it.";

  private Prompts() {}

  /** The number of rows of {@link #query}: a multiple of 16, at least as many as asked. */
  static int rows(int atLeast) {
    return Math.max(1, (atLeast + INNER - 1) / INNER) * INNER;
  }

  static String text(int number) {
    return BEGIN + number / INNER + '.' + number % INNER + END;
  }

  /** A query with a call for each of {@link #rows} prompts. */
  static String query(String function, int rows) {
    return "SELECT %s('%s', '%s' || i || '.' || j || '%s') FROM %s"
        .formatted(function, MODEL, BEGIN, END, Numbers.pairs(rows / INNER, INNER));
  }
}
