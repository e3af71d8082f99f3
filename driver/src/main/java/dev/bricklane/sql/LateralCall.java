package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * A table function that is called for each row of the left side of a LATERAL join.
 *
 * @param function which
 * @param call with the left side's columns as fields of a variable
 * @param variable that stands for a row of the left side
 * @param functionRow the function's columns
 * @param columns what is made of the function's columns
 * @param conditions of its rows; over its columns too
 * @param keepsEmpty whether a row without results is kept
 */
record LateralCall(
    ModelFunction function,
    RexCall call,
    CorrelationId variable,
    RelDataType functionRow,
    List<RexNode> columns,
    List<RexNode> conditions,
    boolean keepsEmpty) {

  /** Reads a join as a call for each row; null where its shape is another. */
  static @Nullable LateralCall of(Correlate join) {
    List<RexNode> columns = Rels.columns(join.getRight());
    List<RexNode> conditions = new ArrayList<>();
    RelNode right = join.getRight();
    while (!(right instanceof TableFunctionScan)) {
      if (right instanceof Project project && !project.containsOver()) {
        columns = Rels.substitute(columns, project.getProjects());
        conditions = new ArrayList<>(Rels.substitute(conditions, project.getProjects()));
      } else if (right instanceof Filter filter) {
        conditions.add(filter.getCondition());
      } else {
        return null;
      }
      right = right.getInput(0);
    }
    TableFunctionScan scan = (TableFunctionScan) right;
    boolean keepsEmpty = join.getJoinType() == JoinRelType.LEFT;
    if (!(scan.getCall() instanceof RexCall call)
        || join.getJoinType() != JoinRelType.INNER && !keepsEmpty
        || keepsEmpty
            && !(conditions.isEmpty() && columns.stream().allMatch(RexInputRef.class::isInstance))
        || columns.stream().anyMatch(RexUtil::containsCorrelation)
        || conditions.stream().anyMatch(RexUtil::containsCorrelation)) {
      return null;
    }
    List<RexNode> made = columns;
    List<RexNode> kept = conditions;
    return ModelOperators.tableFunctionOf(call.getOperator())
        .map(function ->
            new LateralCall(
                function, call, join.getCorrelationId(), scan.getRowType(), made, kept, keepsEmpty))
        .orElse(null);
  }

  /** Builds the calls over the left side, with the join's columns. */
  Deferred over(Deferred left) {
    CallSplit split = new CallSplit(left.core());
    split.filterInTurn(left.conditions());
    List<RexNode> operands =
        call.getOperands().stream().map(each -> ofLeft(each, left.columns())).toList();
    int first = split.callTable(function, operands, functionRow, keepsEmpty);
    List<RexNode> results =
        Rels.columns(split.top()).subList(first, first + functionRow.getFieldCount());
    List<RexNode> all = new ArrayList<>(split.replaced(left.columns()));
    all.addAll(Rels.substitute(columns, results));
    List<RexNode> cheap = new ArrayList<>();
    List<RexNode> calling = new ArrayList<>();
    Rels.substitute(conditions, results)
        .forEach(each -> CallExtractor.divide(each, cheap, calling));
    return new Deferred(Rels.filter(split.top(), cheap), calling, all);
  }

  private RexNode ofLeft(RexNode operand, List<RexNode> left) {
    return operand.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable outer
                    && outer.id.equals(variable)
                ? left.get(access.getField().getIndex())
                : super.visitFieldAccess(access);
          }
        });
  }
}
