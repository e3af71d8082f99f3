package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableCorrelate;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableTableFunctionScan;
import org.apache.calcite.adapter.enumerable.EnumerableValues;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Splits what the optimiser has placed: each step of a plan that holds model calls becomes a step
 * that computes their arguments, the {@link ModelCallRel} that makes them, and a step that uses the
 * results.
 *
 * <p>Conditions without calls run first, then those with calls, the one with the fewest first;
 * calls for the output alone are made for the rows that are left. A limit goes below calls that
 * neither drop nor add rows.
 */
final class ModelCallSplitter {
  private ModelCallSplitter() {}

  /** Splits a whole plan. */
  static EnumerableRel split(EnumerableRel plan) {
    return (EnumerableRel) markFirst(visit(plan));
  }

  private static RelNode visit(RelNode rel) {
    if (rel instanceof EnumerableValues values) {
      return StoredRowsRel.of(values);
    }
    List<RelNode> inputs = rel.getInputs().stream().map(ModelCallSplitter::visit).toList();
    if (rel instanceof EnumerableCorrelate correlate) {
      RelNode calls = lateral(correlate, inputs.get(0));
      if (calls != null) {
        return calls;
      }
    }
    if (rel instanceof EnumerableCalc calc && holdsCall(calc.getProgram())) {
      return split(calc, inputs.get(0));
    }
    if (rel instanceof EnumerableLimit limit) {
      return below(limit, inputs.get(0));
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static boolean holdsCall(RexProgram program) {
    return program.getExprList().stream().anyMatch(CallExtractor::holdsCall);
  }

  private static RelNode split(EnumerableCalc calc, RelNode input) {
    RexProgram program = calc.getProgram();
    CallSplit split = new CallSplit(input, calc.getCluster().getRexBuilder());
    if (program.getCondition() != null) {
      List<RexNode> cheap = new ArrayList<>();
      List<RexNode> calling = new ArrayList<>();
      for (RexNode condition :
          CallExtractor.conjuncts(program.expandLocalRef(program.getCondition()))) {
        (CallExtractor.holdsCall(condition) ? calling : cheap).add(condition);
      }
      split.filter(cheap);
      calling.sort(Comparator.comparingInt(ModelCallSplitter::cost));
      calling.forEach(condition -> split.filter(List.of(condition)));
    }
    return split.project(program.expandList(program.getProjectList()), calc.getRowType());
  }

  /**
   * Ranks conditions: an embedding is cheaper than a completion, fewer calls are cheaper than more.
   */
  private static int cost(RexNode condition) {
    int[] cost = {0};
    condition.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            CallExtractor.functionOf(call)
                .ifPresent(function ->
                    cost[0] += function.kind() == ModelFunction.Kind.EMBEDDING ? 1 : 100);
            return super.visitCall(call);
          }
        });
    return cost[0];
  }

  /**
   * Turns a LATERAL table function into calls over the left side's rows; null where the shape is
   * another.
   */
  private static @Nullable RelNode lateral(EnumerableCorrelate correlate, RelNode left) {
    RelNode right = correlate.getRight();
    RexProgram above = null;
    if (right instanceof EnumerableCalc calc) {
      above = calc.getProgram();
      right = calc.getInput();
    }
    boolean keepsEmpty = correlate.getJoinType() == JoinRelType.LEFT;
    if (!(right instanceof EnumerableTableFunctionScan scan)
        || !(scan.getCall() instanceof RexCall call)
        || (correlate.getJoinType() != JoinRelType.INNER && !keepsEmpty)
        || (above != null && (keepsEmpty || LateralCall.isCorrelated(above)))) {
      return null;
    }
    RexProgram projection = above;
    return ModelOperators.tableFunctionOf(call.getOperator())
        .map(function -> new LateralCall(correlate, function, call, scan.getRowType(), projection))
        .map(lateral -> lateral.over(left, keepsEmpty))
        .orElse(null);
  }

  /** Takes a limit below calls and projections, which keep the number of rows. */
  private static RelNode below(EnumerableLimit limit, RelNode input) {
    if (input instanceof EnumerableCalc calc
        && calc.getProgram().getCondition() == null
        && holdsModelCalls(calc)) {
      return calc.copy(calc.getTraitSet(), List.of(below(limit, calc.getInput())));
    }
    if (input instanceof ModelCallRel calls && !calls.table()) {
      return calls.copy(calls.getTraitSet(), List.of(below(limit, calls.getInput())));
    }
    return EnumerableLimit.create(counted(limit, input), limit.offset, limit.fetch);
  }

  /**
   * Where rows may be dropped between calls and a limit, has the calls look ahead no further than
   * the limit wants.
   */
  private static RelNode counted(EnumerableLimit limit, RelNode input) {
    if (!(limit.fetch instanceof RexLiteral fetch)
        || !(limit.offset == null || limit.offset instanceof RexLiteral)) {
      return input;
    }
    long wanted =
        RexLiteral.intValue(fetch)
            + (limit.offset == null ? 0L : RexLiteral.intValue(limit.offset));
    String name = "lookAhead" + limit.getId();
    RelNode narrowed = narrow(input, name);
    return narrowed == input ? input : new CountedRel(narrowed, name, wanted);
  }

  private static RelNode narrow(RelNode rel, String name) {
    if (rel instanceof EnumerableCalc calc) {
      RelNode input = narrow(calc.getInput(), name);
      return input == calc.getInput() ? calc : calc.copy(calc.getTraitSet(), List.of(input));
    }
    if (rel instanceof ModelCallRel calls) {
      RelNode input = narrow(calls.getInput(), name);
      return ((ModelCallRel) calls.copy(calls.getTraitSet(), List.of(input))).lookingAhead(name);
    }
    return rel;
  }

  private static boolean holdsModelCalls(RelNode rel) {
    return rel instanceof ModelCallRel
        || rel.getInputs().stream().anyMatch(ModelCallSplitter::holdsModelCalls);
  }

  /** Tells the operators from which each row becomes a row of the result. */
  private static RelNode markFirst(RelNode rel) {
    if (rel instanceof EnumerableCalc calc && calc.getProgram().getCondition() == null) {
      return calc.copy(calc.getTraitSet(), List.of(markFirst(calc.getInput())));
    }
    if (rel instanceof ModelCallRel calls && !calls.table()) {
      return ((ModelCallRel) calls.copy(calls.getTraitSet(), List.of(markFirst(calls.getInput()))))
          .asFirst();
    }
    return rel;
  }
}
