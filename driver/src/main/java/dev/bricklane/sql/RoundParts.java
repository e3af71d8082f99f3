package dev.bricklane.sql;

import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;

/** Looks for calls that have been placed, and for what they depend on. */
final class RoundParts {
  private RoundParts() {}

  /** Returns whether a relation has calls that have been placed. */
  static boolean makesCalls(RelNode rel) {
    return any(rel, LogicalModelCall.class::isInstance);
  }

  /** Returns whether the rows that calls are made for are read one by one: a limit ends that. */
  static boolean isReadRowByRow(RelNode rel) {
    boolean passes =
        rel instanceof Project project && !project.containsOver()
            || rel instanceof Filter
            || rel instanceof LogicalModelCall
            || rel instanceof LogicalFirstOfGroup;
    return passes ? isReadRowByRow(rel.getInput(0)) : !makesCalls(rel);
  }

  /** Returns whether calls are made for rows that depend on those of a front. */
  static boolean dependOn(LogicalFront front, RelNode rel) {
    return any(rel, each -> each instanceof LogicalModelCall && any(each, front::equals));
  }

  /**
   * Has what does not depend on a front worked out once, not in each round, where it makes calls or
   * would not be the same again.
   */
  static RelNode withKept(LogicalFront front, RelNode rel) {
    if (!any(rel, front::equals)) {
      return makesCalls(rel) && !(rel instanceof LogicalShared) || !Calls.repeatable(rel)
          ? new LogicalShared(rel)
          : rel;
    }
    List<RelNode> inputs = rel.getInputs().stream().map(each -> withKept(front, each)).toList();
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /** Has what needs no call, and would not be the same again, worked out once. */
  static RelNode repeatable(RelNode rel) {
    if (Calls.repeatable(rel)) {
      return rel;
    }
    if (!Calls.in(rel)) {
      return new LogicalShared(rel);
    }
    List<RelNode> inputs = rel.getInputs().stream().map(RoundParts::repeatable).toList();
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static boolean any(RelNode rel, Predicate<RelNode> what) {
    return what.test(rel) || parts(rel).stream().anyMatch(each -> any(each, what));
  }

  private static List<RelNode> parts(RelNode rel) {
    if (rel instanceof LogicalShared part) {
      return List.of(part.shared());
    }
    return rel instanceof LogicalRounds rounds ? List.of(rounds.body()) : rel.getInputs();
  }
}
