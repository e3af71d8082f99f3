package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model calls in expressions, and under which condition each is needed.
 *
 * <p>A call in a branch of CASE is needed where that branch is taken; one beside AND where the
 * other sides do not already say false; one beside OR where they do not already say true. A
 * condition is written as CASE, so that it is evaluated in the order that guards against errors in
 * it.
 */
final class CallExtractor {
  private final RexBuilder rex;
  private final Map<RexNode, @Nullable RexNode> guards = new LinkedHashMap<>();
  private @Nullable RexNode first;
  private @Nullable RexNode firstGuard;

  CallExtractor(RexBuilder rex) {
    this.rex = rex;
  }

  /** Returns whether an expression holds a model call. */
  static boolean holdsCall(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |= functionOf(call).isPresent();
            return found[0] ? null : super.visitCall(call);
          }
        });
    return found[0];
  }

  /** Returns the scalar model function that a call is of. */
  static Optional<ModelFunction> functionOf(RexNode expression) {
    return expression instanceof RexCall call
        ? ModelOperators.functionOf(call.getOperator())
        : Optional.empty();
  }

  /**
   * Ranks expressions: an embedding is cheaper than a completion, fewer calls are cheaper than
   * more.
   */
  static int cost(RexNode expression) {
    int[] cost = {0};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            functionOf(call)
                .ifPresent(function ->
                    cost[0] += function.kind() == ModelFunction.Kind.EMBEDDING ? 1 : 100);
            return super.visitCall(call);
          }
        });
    return cost[0];
  }

  /** Returns the outermost calls of an expression that are needed whatever its other parts are. */
  static List<RexNode> certain(RexNode expression) {
    List<RexNode> calls = new ArrayList<>();
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (functionOf(call).isPresent()) {
              calls.add(call);
              return null;
            }
            boolean choosing =
                call.isA(SqlKind.CASE)
                    || call.isA(SqlKind.AND)
                    || call.isA(SqlKind.OR)
                    || call.isA(SqlKind.COALESCE);
            return choosing ? null : super.visitCall(call);
          }
        });
    return calls;
  }

  /** Adds the calls of an expression that is always evaluated. */
  void add(RexNode expression) {
    add(expression, null);
  }

  /**
   * Returns the calls whose arguments and conditions hold no other call: those that can be made
   * next.
   *
   * @return conditions by call; null for a call that is always needed
   */
  Map<RexNode, @Nullable RexNode> ready() {
    Map<RexNode, @Nullable RexNode> ready = new LinkedHashMap<>();
    guards.forEach((call, guard) -> {
      boolean nested = ((RexCall) call).getOperands().stream().anyMatch(CallExtractor::holdsCall);
      if (!nested && (guard == null || !holdsCall(guard))) {
        ready.put(call, guard);
      }
    });
    return ready;
  }

  /** Returns the call that is evaluated first; null if there is none. */
  @Nullable RexNode first() {
    return first;
  }

  /** Returns under which condition it is needed where it stands first; null if always. */
  @Nullable RexNode firstGuard() {
    return firstGuard;
  }

  private void add(RexNode expression, @Nullable RexNode guard) {
    if (!(expression instanceof RexCall call) || !holdsCall(call)) {
      return;
    }
    switch (call.getKind()) {
      case CASE -> addCase(call, guard);
      case AND -> addSides(call, guard, SqlKind.AND);
      case OR -> addSides(call, guard, SqlKind.OR);
      default -> call.getOperands().forEach(operand -> add(operand, guard));
    }
    if (functionOf(call).isPresent()) {
      need(call, guard);
    }
  }

  private void need(RexNode call, @Nullable RexNode guard) {
    if (first == null) {
      first = call;
      firstGuard = guard;
    }
    if (!guards.containsKey(call)) {
      guards.put(call, guard);
      return;
    }
    RexNode other = guards.get(call);
    if (guard == null || other == null) {
      guards.put(call, null);
    } else if (!guard.equals(other)) {
      // Where the first condition does not hold, what the second says does not depend on the call.
      RexNode without = replace(guard, Map.of(call, rex.makeNullLiteral(call.getType())));
      guards.put(call, either(isTrue(other), isTrue(without)));
    }
  }

  private void addCase(RexCall call, @Nullable RexNode guard) {
    List<RexNode> operands = call.getOperands();
    List<RexNode> failed = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      RexNode condition = operands.get(i);
      add(condition, within(guard, branch(failed, rex.makeLiteral(true))));
      add(operands.get(i + 1), within(guard, branch(failed, isTrue(condition))));
      failed.add(condition);
    }
    add(operands.get(operands.size() - 1), within(guard, branch(failed, rex.makeLiteral(true))));
  }

  /**
   * CASE WHEN failed THEN FALSE … ELSE last END: true where none of the conditions before holds,
   * and the last does.
   */
  private RexNode branch(List<RexNode> failed, RexNode last) {
    if (failed.isEmpty()) {
      return last;
    }
    List<RexNode> operands = new ArrayList<>();
    failed.forEach(condition -> {
      operands.add(condition);
      operands.add(rex.makeLiteral(false));
    });
    operands.add(last);
    return rex.makeCall(SqlStdOperatorTable.CASE, operands);
  }

  private void addSides(RexCall call, @Nullable RexNode guard, SqlKind kind) {
    List<RexNode> cheap = new ArrayList<>();
    List<RexNode> calling = new ArrayList<>();
    call.getOperands().forEach(side -> (holdsCall(side) ? calling : cheap).add(side));
    RexNode open = null;
    for (RexNode side : cheap) {
      open = within(open, undecided(side, kind));
    }
    for (RexNode side : calling) {
      add(side, within(guard, open));
      open = within(open, undecided(side, kind));
    }
  }

  /** True where one side of AND or OR leaves the other sides to decide. */
  private RexNode undecided(RexNode side, SqlKind kind) {
    return rex.makeCall(
        kind == SqlKind.AND ? SqlStdOperatorTable.IS_NOT_FALSE : SqlStdOperatorTable.IS_NOT_TRUE,
        side);
  }

  private @Nullable RexNode within(@Nullable RexNode outer, @Nullable RexNode inner) {
    if (outer == null || inner == null) {
      RexNode only = outer == null ? inner : outer;
      return only == null || only.isAlwaysTrue() ? null : only;
    }
    return rex.makeCall(
        SqlStdOperatorTable.CASE, List.of(isTrue(outer), isTrue(inner), rex.makeLiteral(false)));
  }

  private RexNode either(RexNode one, RexNode other) {
    return rex.makeCall(SqlStdOperatorTable.CASE, List.of(one, rex.makeLiteral(true), other));
  }

  private RexNode isTrue(RexNode condition) {
    return condition.getType().isNullable()
        ? rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition)
        : condition;
  }

  /** Replaces calls by what stands for their results, those within others first. */
  static RexNode replace(RexNode expression, Map<RexNode, RexNode> results) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            RexNode replaced = super.visitCall(call);
            return results.getOrDefault(replaced, replaced);
          }
        });
  }

  /** Replaces a call where it is evaluated first, and nowhere else. */
  static List<RexNode> replaceFirst(List<RexNode> expressions, RexNode call, RexNode result) {
    boolean[] done = {false};
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall each) {
            RexNode visited = done[0] ? each : super.visitCall(each);
            if (done[0] || !visited.equals(call)) {
              return visited;
            }
            done[0] = true;
            return result;
          }
        };
    return expressions.stream().map(each -> each.accept(shuttle)).toList();
  }

  /** Divides the conjuncts of a condition into those without and those with calls. */
  static void divide(RexNode condition, List<RexNode> cheap, List<RexNode> calling) {
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      (holdsCall(conjunct) ? calling : cheap).add(conjunct);
    }
  }
}
