package dev.bricklane.embedded;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers which prompts were seen, as a prompt cache does; the last 1,000. Thread-safe. */
final class PromptCache {
  private static final int MOST = 1_000;

  private final Set<String> seen = new LinkedHashSet<>();

  /** Returns whether a prompt was seen before, and remembers it. */
  synchronized boolean sawBefore(String prompt) {
    if (!seen.add(Thought.signature(prompt))) {
      return true;
    }
    if (seen.size() > MOST) {
      seen.remove(seen.iterator().next());
    }
    return false;
  }
}
