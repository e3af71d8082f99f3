package dev.bricklane.sql;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/** Looks for calls that are still to be placed, and for what stands in their way. */
final class Calls {
  private Calls() {}

  /** Returns whether a relation holds calls that are to be placed. */
  static boolean in(RelNode rel) {
    return of(rel) || rel.getInputs().stream().anyMatch(Calls::in);
  }

  private static boolean of(RelNode rel) {
    if (rel instanceof Project project) {
      return project.getProjects().stream().anyMatch(CallExtractor::holdsCall);
    }
    if (rel instanceof Filter filter) {
      return CallExtractor.holdsCall(filter.getCondition());
    }
    if (rel instanceof Join join) {
      return CallExtractor.holdsCall(join.getCondition());
    }
    return rel instanceof TableFunctionScan scan
        && scan.getCall() instanceof RexCall call
        && ModelOperators.tableFunctionOf(call.getOperator()).isPresent();
  }

  /** Returns whether a relation has steps that calls below them cannot be put off past. */
  static boolean blockedIn(RelNode rel) {
    return blocks(rel) && rel.getInputs().stream().anyMatch(Calls::in)
        || rel.getInputs().stream().anyMatch(Calls::blockedIn);
  }

  private static boolean blocks(RelNode rel) {
    return rel instanceof Sort sort
        ? sort.fetch != null || sort.offset != null
        : rel instanceof Project project
            ? project.containsOver()
            : !(rel instanceof Filter || rel instanceof Join);
  }

  /** Returns whether reading a relation twice gives the same rows. */
  static boolean repeatable(RelNode rel) {
    if (rel instanceof LogicalShared) {
      return true;
    }
    if (rel instanceof Project project
        && project.getInput() instanceof Sort sort
        && project.getProjects().stream().allMatch(RexLiteral.class::isInstance)) {
      // Whichever rows a limit takes.
      return repeatable(sort.getInput());
    }
    boolean here =
        rel instanceof Project project
            ? project.getProjects().stream().allMatch(RexUtil::isDeterministic)
            : rel instanceof Filter filter
                ? RexUtil.isDeterministic(filter.getCondition())
                : rel instanceof Join join
                    ? RexUtil.isDeterministic(join.getCondition())
                    : !(rel instanceof Sort sort) || sort.fetch == null && sort.offset == null;
    return here && rel.getInputs().stream().allMatch(Calls::repeatable);
  }

  /** Returns whether an aggregate groups in one way only, by at least one column. */
  static boolean isSimple(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE && !aggregate.getGroupSet().isEmpty();
  }

  /** Returns the columns of the input that an expression reads. */
  static ImmutableBitSet columnsOf(RexNode expression) {
    return RelOptUtil.InputFinder.bits(expression);
  }
}
