package dev.bricklane.embedded;

import java.util.List;

/** Turns a text into a vector. Thread-safe; equal texts have equal vectors. */
interface Vectoriser {
  /** Returns the lengths that it can make, the usual one last. */
  List<Integer> dimensions();

  /**
   * Makes a vector of length 1.
   *
   * @param text any text, also a blank one
   * @param dimensions one of {@link #dimensions()}
   */
  float[] embed(String text, int dimensions);
}
