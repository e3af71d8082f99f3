package dev.bricklane.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableValues;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Plans what leaves the optimiser no choice: a query without FROM, and VALUES.
 *
 * <p>The plan is the one that the optimiser would find (a test compares them). In a fresh JVM,
 * loading the optimiser's rules takes longer than all else that such a query needs.
 */
final class DirectPlan {
  private DirectPlan() {}

  /** Returns the plan, its calls placed, or nothing if the optimiser must be asked. */
  static Optional<EnumerableRel> of(RelRoot root) {
    return root.collation.getFieldCollations().isEmpty() && leavesNoChoice(root.rel)
        ? Optional.ofNullable(physical(CallPlacement.place(root.rel)))
        : Optional.empty();
  }

  private static boolean leavesNoChoice(RelNode query) {
    return query instanceof LogicalProject project
        ? project.getInput() instanceof LogicalValues one
            && standsForNoFrom(one)
            && hasOnlyItsOwnValues(project.getProjects())
        : query instanceof LogicalValues values && !values.getTuples().isEmpty();
  }

  /** Returns nothing for what placing calls has never been seen to make. */
  private static @Nullable EnumerableRel physical(RelNode placed) {
    if (placed instanceof LogicalValues values) {
      return EnumerableValues.create(values.getCluster(), values.getRowType(), values.getTuples());
    }
    if (!(placed instanceof LogicalProject) && !(placed instanceof LogicalModelCall)) {
      return null;
    }
    EnumerableRel input = physical(placed.getInput(0));
    if (input == null) {
      return null;
    }
    if (placed instanceof LogicalModelCall calls) {
      return calls.over(input);
    }
    LogicalProject project = (LogicalProject) placed;
    if (project.getInput() instanceof LogicalProject) {
      return null;
    }
    if (RexUtil.isIdentity(project.getProjects(), input.getRowType())) {
      return input;
    }
    RexProgram program =
        RexProgram.create(
            input.getRowType(),
            project.getProjects(),
            null,
            project.getRowType(),
            input.getCluster().getRexBuilder());
    return EnumerableCalc.create(input, program);
  }

  /** One row of one column, as Calcite writes a missing FROM; of more columns some would go. */
  private static boolean standsForNoFrom(LogicalValues values) {
    return values.getTuples().size() == 1 && values.getRowType().getFieldCount() == 1;
  }

  /** Whether no expression reads a column, another row or another query. */
  private static boolean hasOnlyItsOwnValues(List<RexNode> expressions) {
    return expressions.stream()
        .allMatch(expression ->
            expression instanceof RexLiteral
                || expression instanceof RexDynamicParam
                || (expression instanceof RexCall call
                    && !(call instanceof RexOver)
                    && !(call instanceof RexSubQuery)
                    && hasOnlyItsOwnValues(call.getOperands())));
  }
}
