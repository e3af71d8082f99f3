package dev.bricklane.sql;

import dev.bricklane.exec.LookAhead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows to calls in rounds, until enough of each group have passed the conditions on these. In
 * a round a group gets as many rows as {@link LookAhead} allows it: as many as it still wants,
 * divided by the share of its rows that has passed. So where the first row of a group passes, no
 * other is asked; and all groups are asked at a time.
 *
 * <p>Rows that wait for a later round are held; while there are many, no more are read. Used by one
 * thread.
 */
final class GroupRounds implements AutoCloseable {
  /** How many rows are held at most. */
  private static final int MOST_HELD = 16_384;

  private final GroupKey key;
  private final long wanted;
  private final int window;
  private final Map<List<@Nullable Object>, Group> groups = new HashMap<>();
  private final Set<Group> waiting = new LinkedHashSet<>();
  private final List<Group> asked = new ArrayList<>();
  private @Nullable Enumerator<?> source;
  private boolean begun;
  private boolean exhausted;
  private long held;

  /**
   * Makes the rounds of one run.
   *
   * @param wanted how many rows of a group are wanted
   * @param window the most rows of a group that a round asks
   */
  GroupRounds(GroupKey key, long wanted, int window) {
    this.key = key;
    this.wanted = wanted;
    this.window = window;
  }

  /** The rows of one group. */
  private final class Group {
    final LookAhead lookAhead = new LookAhead(wanted);
    final Deque<Held> rows = new ArrayDeque<>();
    long passed;
    long tried;
    long inRound;

    boolean hasEnough() {
      return passed >= wanted;
    }

    boolean mayTry() {
      return !hasEnough() && inRound < lookAhead.allowed(tried, window);
    }
  }

  /** A row, which may be NULL. */
  private record Held(@Nullable Object row) {}

  /** Begins a round; returns whether there may be further rows. */
  boolean begin() {
    if (begun && asked.isEmpty()) {
      return false;
    }
    begun = true;
    for (Group group : asked) {
      group.tried += group.inRound;
      group.inRound = 0;
    }
    asked.clear();
    waiting.removeIf(group -> {
      if (group.hasEnough()) {
        held -= group.rows.size();
        group.rows.clear();
      }
      return group.rows.isEmpty();
    });
    return !exhausted || !waiting.isEmpty();
  }

  /** Returns the rows of this round. */
  Enumerator<@Nullable Object> rows(Enumerable<?> input) {
    Enumerator<?> rows = source;
    if (rows == null) {
      rows = input.enumerator();
      source = rows;
    }
    return new Round(rows);
  }

  /** Takes a row that has passed; returns whether it is one of those wanted. */
  boolean take(@Nullable Object row) {
    Group group = groupOf(row);
    if (group.hasEnough()) {
      return false;
    }
    group.passed++;
    group.lookAhead.passed();
    return true;
  }

  private Group groupOf(@Nullable Object row) {
    return groups.computeIfAbsent(key.of(row), unseen -> new Group());
  }

  /** Closes what the rows come from. */
  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
  }

  private final class Round implements Enumerator<@Nullable Object> {
    private final Enumerator<?> further;
    private final Deque<Group> before = new ArrayDeque<>(waiting);
    private @Nullable Object current;

    Round(Enumerator<?> further) {
      this.further = further;
    }

    @Override
    public boolean moveNext() {
      return nextHeld() || nextRead();
    }

    private boolean nextHeld() {
      while (!before.isEmpty()) {
        Group group = before.element();
        Held first = group.mayTry() ? group.rows.poll() : null;
        if (first != null) {
          held--;
          give(group, first.row());
          return true;
        }
        before.remove();
      }
      return false;
    }

    private boolean nextRead() {
      while (!exhausted && held < MOST_HELD) {
        if (!further.moveNext()) {
          exhausted = true;
          return false;
        }
        Object row = further.current();
        Group group = groupOf(row);
        if (group.rows.isEmpty() && group.mayTry()) {
          give(group, row);
          return true;
        }
        if (!group.hasEnough()) {
          group.rows.add(new Held(row));
          waiting.add(group);
          held++;
        }
      }
      return false;
    }

    private void give(Group group, @Nullable Object row) {
      if (group.inRound++ == 0) {
        asked.add(group);
      }
      current = row;
    }

    @Override
    public @Nullable Object current() {
      return current;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("model calls are not made again");
    }

    @Override
    public void close() {
      // What the rows come from is read on in the next round.
    }
  }
}
