package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Places the calls around a join: above it, where it has dropped rows, unless the join compares by
 * a call and by nothing cheaper.
 *
 * <p>Conditions with calls of an inner join become a filter above it. Those of an outer join, semi-
 * or anti-join are asked for the pairs of rows that its other conditions leave; the join then looks
 * its matches up ({@link Matches}).
 */
final class JoinPlacement {
  private final CallPlacement calls;

  JoinPlacement(CallPlacement calls) {
    this.calls = calls;
  }

  Deferred place(Join join) {
    return switch (join.getJoinType()) {
      case INNER -> inner(sides(join, true));
      case LEFT -> left(join, sides(join, false));
      case RIGHT -> right(join);
      case FULL -> full(join);
      case SEMI, ANTI -> semi(join, sides(join, join.getJoinType() == JoinRelType.SEMI));
      default -> calls.settled(join);
    };
  }

  /**
   * Puts off the calls of both sides. Where one side has calls that cannot be put off past the
   * join, it is reduced first to the rows that the other side may match.
   *
   * @param dropsLeft whether rows of the left side without a match are dropped
   */
  private JoinSides sides(Join join, boolean dropsLeft) {
    RelNode left = join.getLeft();
    RelNode right = join.getRight();
    int width = left.getRowType().getFieldCount();
    List<RexNode> on = RelOptUtil.conjunctions(join.getCondition());
    if (Calls.blockedIn(right)) {
      Deferred by = calls.visit(left);
      Deferred twice = by.readTwice();
      RelNode reduced = SemiJoinReduction.reduce(right, twice, on, 0, width);
      return JoinSides.of(
          reduced.equals(right) ? by : twice, calls.visit(reduced), join.getCondition());
    }
    if (dropsLeft && Calls.blockedIn(left)) {
      Deferred by = calls.visit(right);
      Deferred twice = by.readTwice();
      RelNode reduced = SemiJoinReduction.reduce(left, twice, on, width, 0);
      return JoinSides.of(
          calls.visit(reduced), reduced.equals(left) ? by : twice, join.getCondition());
    }
    return JoinSides.of(calls.visit(left), calls.visit(right), join.getCondition());
  }

  private static Deferred inner(JoinSides given) {
    JoinSides sides = ComparedCalls.made(given, JoinRelType.INNER);
    RelNode core =
        JoinSides.join(sides.left().core(), sides.right().core(), sides.cheap(), JoinRelType.INNER);
    int width = sides.left().width();
    List<RexNode> conditions = new ArrayList<>(sides.left().conditions());
    conditions.addAll(RexUtil.shift(sides.right().conditions(), width));
    conditions.addAll(sides.calling());
    List<RexNode> columns = new ArrayList<>(sides.left().columns());
    columns.addAll(RexUtil.shift(sides.right().columns(), width));
    return new Deferred(core, conditions, columns);
  }

  /**
   * Returns the sides, with the calls made that the join compares by. Chance decides for a pair of
   * rows once, so nothing is found out about them before.
   */
  private static JoinSides compared(JoinSides sides, JoinRelType type) {
    return sides.byChance() ? sides : ComparedCalls.made(sides, type);
  }

  /** Finds the matches of the left side's rows; null if that side cannot be read twice. */
  private static @Nullable Matches matches(JoinSides sides) {
    if (!sides.byChance()) {
      return Calls.repeatable(sides.left().core()) ? Matches.of(sides) : null;
    }
    if (!RelOptUtil.getVariablesUsed(sides.left().core()).isEmpty()) {
      return null;
    }
    JoinSides numbered = sides.withLeft(sides.left().numbered()).chanceLast();
    return Matches.of(numbered, numbered.leftColumns().set(numbered.left().width() - 1));
  }

  private Deferred left(Join join, JoinSides given) {
    JoinSides sides = compared(given, JoinRelType.LEFT).markedRight();
    Deferred left = sides.left();
    Deferred right = sides.right();
    if (sides.calling().isEmpty() && right.conditions().isEmpty()) {
      RelNode core = JoinSides.join(left.core(), right.core(), sides.cheap(), JoinRelType.LEFT);
      return outer(core, left.columns(), JoinSides.orNull(right, core, left.width()))
          .where(left.conditions());
    }
    Matches matches = matches(sides.withLeft(left.readTwice()));
    if (matches == null) {
      return calls.settled(join);
    }
    RelNode core = matches.joined(JoinRelType.LEFT);
    return outer(core, left.columns(), JoinSides.orNull(right, core, matches.rightBegins()))
        .where(left.conditions());
  }

  private static Deferred outer(RelNode core, List<RexNode> left, List<RexNode> right) {
    List<RexNode> columns = new ArrayList<>(left);
    columns.addAll(right);
    return new Deferred(core, List.of(), columns);
  }

  private Deferred right(Join join) {
    int left = join.getLeft().getRowType().getFieldCount();
    int right = join.getRight().getRowType().getFieldCount();
    // The left side's columns move behind the right side's, those before them.
    RexNode condition = Rels.swapped(join.getCondition(), left, right);
    Deferred mirrored =
        place(
            (Join)
                JoinSides.join(
                    join.getRight(), join.getLeft(), List.of(condition), JoinRelType.LEFT));
    List<RexNode> columns = new ArrayList<>(mirrored.columns().subList(right, left + right));
    columns.addAll(mirrored.columns().subList(0, right));
    return mirrored.withColumns(columns);
  }

  private Deferred semi(Join join, JoinSides given) {
    JoinRelType type = join.getJoinType();
    JoinSides sides = compared(given, type);
    Deferred left = sides.left();
    if (sides.calling().isEmpty() && sides.right().conditions().isEmpty()) {
      return left.over(JoinSides.join(left.core(), sides.right().core(), sides.cheap(), type));
    }
    Matches matches = matches(sides.withLeft(left.readTwice()));
    return matches == null ? calls.settled(join) : left.over(matches.joined(type));
  }

  private static @Nullable FullMatches fullMatches(JoinSides sides) {
    RelNode left = sides.left().core();
    RelNode right = sides.right().core();
    if (!sides.byChance()) {
      return Calls.repeatable(left) && Calls.repeatable(right)
          ? FullMatches.of(sides, sides.leftColumns(), sides.rightColumns())
          : null;
    }
    if (!RelOptUtil.getVariablesUsed(left).isEmpty()
        || !RelOptUtil.getVariablesUsed(right).isEmpty()) {
      return null;
    }
    JoinSides numbered =
        sides.withLeft(sides.left().numbered()).withRight(sides.right().numbered()).chanceLast();
    return FullMatches.of(
        numbered,
        numbered.leftColumns().set(numbered.left().width() - 1),
        numbered.rightColumns().set(numbered.right().width() - 1));
  }

  private Deferred full(Join join) {
    JoinSides sides =
        compared(
                JoinSides.of(
                    calls.visit(join.getLeft()).filtered(),
                    calls.visit(join.getRight()).filtered(),
                    join.getCondition()),
                JoinRelType.FULL)
            .markedLeft()
            .markedRight();
    Deferred left = sides.left();
    Deferred right = sides.right();
    RelNode core;
    int shift;
    if (sides.calling().isEmpty()) {
      core = JoinSides.join(left.core(), right.core(), sides.cheap(), JoinRelType.FULL);
      shift = left.width();
    } else {
      FullMatches matches =
          fullMatches(sides.withLeft(left.readTwice()).withRight(right.readTwice()));
      if (matches == null) {
        return calls.settled(join);
      }
      core = matches.joined();
      shift = matches.rightBegins();
    }
    return outer(core, JoinSides.orNull(left, core, 0), JoinSides.orNull(right, core, shift));
  }
}
