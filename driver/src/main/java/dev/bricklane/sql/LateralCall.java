package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * A table function that is called for each row of the left side of a LATERAL join.
 *
 * @param correlate the join
 * @param function which
 * @param call with the left side's columns as fields of a variable
 * @param functionRow the function's columns
 * @param above what is done with the function's columns before the join, or null
 */
record LateralCall(
    Correlate correlate,
    ModelFunction function,
    RexCall call,
    RelDataType functionRow,
    @Nullable RexProgram above) {

  /** Returns whether a program reads a variable of an outer row. */
  static boolean isCorrelated(RexProgram program) {
    boolean[] found = {false};
    program
        .getExprList()
        .forEach(expression ->
            expression.accept(
                new RexVisitorImpl<Void>(true) {
                  @Override
                  public Void visitCorrelVariable(RexCorrelVariable variable) {
                    found[0] = true;
                    return null;
                  }
                }));
    return found[0];
  }

  /** Builds the calls over the left side, with the join's columns. */
  RelNode over(RelNode left, boolean keepsEmpty) {
    RexBuilder rex = correlate.getCluster().getRexBuilder();
    List<RexNode> operands =
        call.getOperands().stream().map(each -> ofLeft(each, left, rex)).toList();
    CallSplit split = new CallSplit(left, rex);
    int results = split.callTable(function, operands, functionRow, keepsEmpty);
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < left.getRowType().getFieldCount(); i++) {
      columns.add(split.column(i));
    }
    RexNode condition = null;
    if (above == null) {
      for (int i = 0; i < functionRow.getFieldCount(); i++) {
        columns.add(split.column(results + i));
      }
    } else {
      for (RexNode expression : above.expandList(above.getProjectList())) {
        columns.add(RexUtil.shift(expression, results));
      }
      if (above.getCondition() != null) {
        condition = RexUtil.shift(above.expandLocalRef(above.getCondition()), results);
      }
    }
    return split.end(columns, condition, correlate.getRowType());
  }

  private RexNode ofLeft(RexNode operand, RelNode left, RexBuilder rex) {
    return operand.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                    && variable.id.equals(correlate.getCorrelationId())
                ? rex.makeInputRef(left, access.getField().getIndex())
                : super.visitFieldAccess(access);
          }
        });
  }
}
