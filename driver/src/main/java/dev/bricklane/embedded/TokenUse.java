package dev.bricklane.embedded;

/**
 * The tokens of one call.
 *
 * @param prompt all of the input, also what was read from or written to the prompt cache
 * @param completion all of the output, with the reasoning
 * @param reasoning those of the output that are reasoning
 * @param cacheRead those of the input that were read from the prompt cache
 * @param cacheWritten those of the input that were written to it
 */
record TokenUse(int prompt, int completion, int reasoning, int cacheRead, int cacheWritten) {
  int total() {
    return prompt + completion;
  }

  /** Returns the input without what went through the prompt cache, as Claude counts it. */
  int uncached() {
    return prompt - cacheRead - cacheWritten;
  }
}
