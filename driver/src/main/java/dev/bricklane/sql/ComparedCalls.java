package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of each side that a join compares by, where nothing cheaper is compared: else the
 * join would be of each row with each. Where it compares by nothing at all, and nothing cheaper
 * leaves out any pair, so too for the cheapest condition: a call of one side is then made a row,
 * not a pair, and embeddings come in full batches.
 *
 * <p>They are made for the rows that the other conditions allow a match ({@link Candidates}).
 */
final class ComparedCalls {
  private JoinSides sides;
  private @Nullable RexNode leftMark;
  private @Nullable RexNode rightMark;

  private ComparedCalls(JoinSides sides) {
    this.sides = sides;
  }

  /** Makes them, and returns the sides with the results as columns. */
  static JoinSides made(JoinSides sides, JoinRelType type) {
    List<RexNode> parts = parts(sides);
    if (parts.isEmpty()) {
      return sides;
    }
    ComparedCalls calls = new ComparedCalls(sides);
    if (parts.stream().anyMatch(sides::isRight)) {
      calls.reduceRight(type != JoinRelType.FULL);
    }
    if (parts.stream().anyMatch(sides::isLeft)) {
      calls.reduceLeft(type == JoinRelType.INNER || type == JoinRelType.SEMI);
    }
    return calls.made();
  }

  private static List<RexNode> parts(JoinSides sides) {
    if (sides.cheap().stream().anyMatch(sides::compares)) {
      return List.of();
    }
    List<RexNode> parts =
        sides.calling().stream()
            .filter(sides::compares)
            .flatMap(each -> ((RexCall) each).getOperands().stream())
            .filter(CallExtractor::holdsCall)
            .toList();
    return !parts.isEmpty() || sides.cheap().stream().anyMatch(sides::readsBoth)
        ? parts
        : sides.calling().stream()
            .filter(sides::readsBoth)
            .sorted(Comparator.comparingInt(CallExtractor::cost))
            .map(each ->
                CallExtractor.certain(each).stream()
                    .filter(call -> sides.isLeft(call) || sides.isRight(call))
                    .toList())
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse(List.of());
  }

  private void reduceLeft(boolean dropsOthers) {
    Deferred right = sides.right().readTwice();
    Deferred left = dropsOthers ? sides.left() : sides.left().readTwice();
    Candidates candidates = candidates(left, right, sides.cheap(), dropsOthers);
    if (candidates != null) {
      sides =
          sides
              .withRight(right)
              .withLeft(left.over(dropsOthers ? candidates.only() : candidates.marked()));
      leftMark = dropsOthers ? null : mark(sides.left());
    }
  }

  private void reduceRight(boolean dropsOthers) {
    Deferred left = sides.left().readTwice();
    Deferred right = dropsOthers ? sides.right() : sides.right().readTwice();
    List<RexNode> conditions =
        sides.cheap().stream()
            .map(each -> Rels.swapped(each, left.width(), right.width()))
            .toList();
    Candidates candidates = candidates(right, left, conditions, dropsOthers);
    if (candidates != null) {
      sides =
          sides
              .withLeft(left)
              .withRight(right.over(dropsOthers ? candidates.only() : candidates.marked()));
      rightMark = dropsOthers ? null : mark(sides.right());
    }
  }

  /** Returns the candidates; null if each row is one, or if a relation cannot be read twice. */
  private static @Nullable Candidates candidates(
      Deferred side, Deferred other, List<RexNode> conditions, boolean dropsOthers) {
    if (!Calls.repeatable(other.core())) {
      return null;
    }
    Candidates candidates = Candidates.of(side.core(), other.core(), conditions);
    return candidates == null || dropsOthers || candidates.single() || Calls.repeatable(side.core())
        ? candidates
        : null;
  }

  private static RexNode mark(Deferred marked) {
    return Rels.rex(marked.core())
        .makeCall(
            SqlStdOperatorTable.IS_NOT_NULL,
            RexInputRef.of(marked.width() - 1, marked.core().getRowType()));
  }

  private JoinSides made() {
    List<RexNode> parts = parts(sides);
    List<RexNode> lefts = parts.stream().filter(sides::isLeft).distinct().toList();
    List<RexNode> rights = parts.stream().filter(sides::isRight).distinct().toList();
    Deferred left = sides.left();
    Deferred right = sides.right();
    int before = left.width();
    Settled ofLeft = Settled.of(left, whereMatching(lefts, 0, left, leftMark));
    Settled ofRight =
        Settled.of(right, whereMatching(RexUtil.shift(rights, -before), before, right, rightMark));
    int after = ofLeft.rows().width();
    Map<RexNode, RexNode> values = new HashMap<>();
    for (int i = 0; i < lefts.size(); i++) {
      values.put(lefts.get(i), ofLeft.values().get(i));
    }
    for (int i = 0; i < rights.size(); i++) {
      values.put(
          moved(rights.get(i), before, after), RexUtil.shift(ofRight.values().get(i), after));
    }
    List<RexNode> cheaper = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    sides.cheap().forEach(each -> cheaper.add(moved(each, before, after)));
    for (RexNode condition : sides.calling()) {
      RexNode value =
          moved(condition, before, after)
              .accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                      RexNode known = values.get(call);
                      return known == null ? super.visitCall(call) : known;
                    }
                  });
      (CallExtractor.holdsCall(value) ? others : cheaper).add(value);
    }
    return new JoinSides(ofLeft.rows(), ofRight.rows(), cheaper, others);
  }

  private static RexNode moved(RexNode condition, int before, int after) {
    return RexUtil.shift(condition, before, after - before);
  }

  /**
   * Guards expressions of one side by the conditions that read this side alone, and by its mark:
   * where these do not hold there is no match, whatever the expressions are.
   */
  private List<RexNode> whereMatching(
      List<RexNode> expressions, int from, Deferred side, @Nullable RexNode mark) {
    ImmutableBitSet columns = ImmutableBitSet.range(from, from + side.width());
    List<RexNode> alone = new ArrayList<>();
    if (mark != null) {
      alone.add(mark);
    }
    sides.cheap().stream()
        .filter(each -> !Calls.columnsOf(each).isEmpty() && columns.contains(Calls.columnsOf(each)))
        .forEach(each -> alone.add(RexUtil.shift(each, -from)));
    if (alone.isEmpty()) {
      return expressions;
    }
    RexBuilder rex = Rels.rex(side.core());
    RexNode guard = RexUtil.composeConjunction(rex, alone);
    return expressions.stream()
        .map(each -> {
          RexNode nothing = rex.makeNullLiteral(each.getType());
          return rex.makeCall(
              nothing.getType(), SqlStdOperatorTable.CASE, List.of(guard, each, nothing));
        })
        .toList();
  }
}
