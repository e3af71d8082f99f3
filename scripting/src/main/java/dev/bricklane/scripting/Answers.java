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
 * What {@link Databricks#parallel} gives: a list in the order of the items, of a {@link Completion}
 * each, or of the data where {@code extract} was asked for; with null where the prompt was null or
 * the call has failed. Immutable and thread-safe.
 */
public final class Answers extends AbstractList<@Nullable Object> implements RandomAccess {
  private final List<@Nullable Object> values;
  private final List<@Nullable Completion> completions;
  private final Map<Integer, String> errors;
  private final Usage usage;

  /**
   * Keeps copies.
   *
   * @param values the completions, or the data out of them
   * @param usage of the calls, each counted once however many items it answers
   */
  Answers(
      List<? extends @Nullable Object> values,
      List<@Nullable Completion> completions,
      Map<Integer, String> errors,
      Usage usage) {
    this.values = new ArrayList<>(values);
    this.completions = Collections.unmodifiableList(new ArrayList<>(completions));
    this.errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    this.usage = usage;
  }

  /**
   * Returns what there is for an item: a {@link Completion}, or data.
   *
   * @param index the item's, from 0
   * @return null if its prompt was null or its call has failed
   * @throws IndexOutOfBoundsException if there is no such item
   */
  @Override
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  @Override
  public int size() {
    return values.size();
  }

  /** Returns the answers themselves, also where data was asked for; null where there is none. */
  public List<@Nullable Completion> getCompletions() {
    return completions;
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
