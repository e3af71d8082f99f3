package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.Test;

/** Rows here are a group's number and the row's number in it. */
class GroupRoundsTest {
  private final List<Object[]> asked = new ArrayList<>();
  private int rounds;

  /** Asks all rows of a round before the first answer is known. */
  private List<List<Object>> first(long wanted, List<Object[]> rows, Predicate<Object[]> passes) {
    List<List<Object>> kept = new ArrayList<>();
    try (GroupRounds groups =
        new GroupRounds(new GroupKey(ImmutableBitSet.of(0), false), wanted, 16)) {
      while (groups.begin()) {
        rounds++;
        List<Object[]> round = new ArrayList<>();
        try (Enumerator<Object> given = groups.rows(Linq4j.asEnumerable(rows))) {
          while (given.moveNext()) {
            round.add((Object[]) given.current());
          }
        }
        asked.addAll(round);
        for (Object[] row : round) {
          if (passes.test(row) && groups.take(row)) {
            kept.add(List.of(row));
          }
        }
      }
    }
    return kept;
  }

  private static List<Object[]> rows(int groups, int size) {
    return IntStream.range(0, size)
        .boxed()
        .flatMap(row -> IntStream.range(0, groups).mapToObj(group -> new Object[] {group, row}))
        .toList();
  }

  private static int number(Object[] row) {
    return (Integer) row[1];
  }

  @Test
  void asksOneRowOfEachGroupWhereThatPasses() {
    assertThat(first(1, rows(3, 5), row -> true))
        .containsExactly(List.of(0, 0), List.of(1, 0), List.of(2, 0));
    assertThat(asked).hasSize(3);
  }

  /** One row, then two, then four: in proportion to those that did not pass. */
  @Test
  void asksMoreRowsOfAGroupAsFewerPass() {
    assertThat(first(1, rows(1, 20), row -> number(row) == 4)).containsExactly(List.of(0, 4));
    assertThat(asked).hasSize(1 + 2 + 4);
    assertThat(rounds).isEqualTo(3);
  }

  @Test
  void asksNoMoreThanAWindowOfAGroup() {
    assertThat(first(1, rows(1, 100), row -> false)).isEmpty();
    assertThat(asked).hasSize(100);
    // 1, 2, 4, 8, 16 and so on, 5 of them 16; then 5 are left.
    assertThat(rounds).isEqualTo(4 + 5 + 1);
  }

  @Test
  void keepsTheFirstRowsThatPassInTheirOrder() {
    assertThat(first(2, rows(2, 9), row -> number(row) % 2 == 1))
        .containsExactlyInAnyOrder(List.of(0, 1), List.of(0, 3), List.of(1, 1), List.of(1, 3));
  }

  @Test
  void goesOnWhereMoreRowsWaitThanAreHeld() {
    assertThat(first(1, rows(2, 20_000), row -> number(row) == 19_999 || row[0].equals(1)))
        .containsExactlyInAnyOrder(List.of(0, 19_999), List.of(1, 0));
    assertThat(asked).hasSize(20_001);
  }

  @Test
  void hasNothingToAskOfNoRows() {
    assertThat(first(1, List.of(), row -> true)).isEmpty();
  }
}
