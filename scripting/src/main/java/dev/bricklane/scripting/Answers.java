package dev.bricklane.scripting;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Databricks#parallel} gives: a list of the answers, in the order of the items, with
 * null where the prompt was null or the call has failed. Immutable and thread-safe.
 */
public final class Answers extends AbstractList<@Nullable Completion> implements RandomAccess {
  private final List<@Nullable Completion> answers;
  private final Map<Integer, String> errors;
  private final Usage usage;

  /**
   * Keeps copies.
   *
   * @param usage of the calls, each counted once however many items it answers
   */
  Answers(List<@Nullable Completion> answers, Map<Integer, String> errors, Usage usage) {
    this.answers = new ArrayList<>(answers);
    this.errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    this.usage = usage;
  }

  /**
   * Returns an item's answer.
   *
   * @param index the item's, from 0
   * @return null if its prompt was null or its call has failed
   * @throws IndexOutOfBoundsException if there is no such item
   */
  @Override
  public @Nullable Completion get(int index) {
    return answers.get(index);
  }

  @Override
  public int size() {
    return answers.size();
  }

  /**
   * Returns why items have no answer, by their indexes from 0, in order: what their calls have
   * failed with. Empty unless {@code onError: 'null'} was asked for.
   */
  public Map<Integer, String> getErrors() {
    return errors;
  }

  /** Returns the tokens of all answers; items with equal prompts share one call. */
  public Usage getUsage() {
    return usage;
  }
}
