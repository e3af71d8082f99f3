package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Queries that go straight from their rows to their result: projections, filters, sorts, limits and
 * calls, LATERAL ones too, over VALUES, one table of Bricklane's own, one file or one model
 * function. They have no join, grouping, window or subquery.
 */
final class StraightQuery {
  private StraightQuery() {}

  /** Returns whether a query is one. */
  static boolean is(RelRoot root) {
    return (root.collation.getFieldCollations().isEmpty() || root.rel instanceof Sort)
        && is(root.rel);
  }

  private static boolean is(RelNode rel) {
    if (!rel.getVariablesSet().isEmpty() && !(rel instanceof Correlate)) {
      return false;
    }
    if (rel instanceof Project project) {
      return arePlain(project.getProjects()) && is(project.getInput());
    }
    if (rel instanceof Filter filter) {
      return isPlain(filter.getCondition()) && is(filter.getInput());
    }
    if (rel instanceof Sort sort) {
      return is(sort.getInput());
    }
    if (rel instanceof Correlate correlate) {
      return LateralCall.of(correlate) != null
          && is(correlate.getRight())
          && is(correlate.getLeft());
    }
    if (rel instanceof TableFunctionScan scan) {
      return scan.getInputs().isEmpty()
          && scan.getCall() instanceof RexCall call
          && ModelOperators.tableFunctionOf(call.getOperator()).isPresent()
          && arePlain(call.getOperands());
    }
    return rel instanceof TableScan scan
        ? scan.getTable().unwrap(SystemTable.class) != null || scan instanceof EnumerableRel
        : rel instanceof Values;
  }

  private static boolean arePlain(List<RexNode> expressions) {
    return expressions.stream().allMatch(StraightQuery::isPlain);
  }

  /** Whether an expression reads no other row or query, and gives the same each time. */
  private static boolean isPlain(RexNode expression) {
    if (expression instanceof RexCall call) {
      return !(call instanceof RexOver)
          && !(call instanceof RexSubQuery)
          && call.getOperator().isDeterministic()
          && arePlain(call.getOperands());
    }
    return expression instanceof RexInputRef
        || expression instanceof RexLiteral
        || expression instanceof RexDynamicParam
        || expression instanceof RexFieldAccess access
            && access.getReferenceExpr() instanceof RexCorrelVariable;
  }
}
