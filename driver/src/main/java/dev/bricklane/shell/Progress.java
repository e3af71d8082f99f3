package dev.bricklane.shell;

import java.util.OptionalLong;

/** How far a statement has come. Its methods are called by another thread than the statement's. */
interface Progress {
  /** Returns the rows that the statement has given so far. */
  long rows();

  /** Returns the model calls made so far, if known. */
  OptionalLong calls();

  /** Returns the tokens used so far, prompts and answers together, if known. */
  OptionalLong tokens();
}
