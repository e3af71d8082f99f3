package dev.bricklane.shell;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** How far a statement has come. Its methods are called by another thread than the statement's. */
interface Progress {
  /** Returns the rows that the statement has given so far. */
  long rows();

  /** Returns the model calls made so far, if known. */
  OptionalLong calls();

  /** Returns the model calls in flight, if known. */
  OptionalLong inFlight();

  /** Returns what the calls so far have cost in US dollars, if known. */
  Optional<BigDecimal> cost();

  /** Returns the tokens used so far, prompts and answers together, if known. */
  OptionalLong tokens();
}
