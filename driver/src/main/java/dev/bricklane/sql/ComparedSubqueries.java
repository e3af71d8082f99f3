package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Writes conditions such as {@code x IN (SELECT complete(m, y) FROM u WHERE u.k = t.k)} with
 * EXISTS: there one row that is equal decides, and no further one is asked ({@link FirstOfGroup}).
 * Calcite makes a join by the results of it, which needs those of all rows.
 *
 * <p>That is so for correlated subqueries in conditions of WHERE and HAVING, in which what is not
 * known counts as false.
 */
final class ComparedSubqueries {
  private final Set<CorrelationId> variables;
  private final RexBuilder rex;
  private final RelNode outer;

  private ComparedSubqueries(Filter filter) {
    this.variables = filter.getVariablesSet();
    this.rex = Rels.rex(filter);
    this.outer = filter.getInput();
  }

  /** Writes those of a whole query, also within other subqueries. */
  static RelNode asExists(RelNode query) {
    List<RelNode> inputs = query.getInputs().stream().map(ComparedSubqueries::asExists).toList();
    RelNode rel =
        inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    RelNode within =
        rel.accept(
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery given) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(given);
                RelNode inner = asExists(visited.rel);
                return inner == visited.rel ? visited : visited.clone(inner);
              }
            });
    if (!(within instanceof Filter filter)) {
      return within;
    }
    RexNode condition = new ComparedSubqueries(filter).written(filter.getCondition());
    return condition.equals(filter.getCondition())
        ? filter
        : filter.copy(filter.getTraitSet(), filter.getInput(), condition);
  }

  /** Writes a condition, of which only matters whether it is true. */
  private RexNode written(RexNode condition) {
    if (condition.isA(SqlKind.AND) || condition.isA(SqlKind.OR)) {
      RexCall call = (RexCall) condition;
      List<RexNode> sides = call.getOperands().stream().map(this::written).toList();
      return sides.equals(call.getOperands()) ? call : rex.makeCall(call.getOperator(), sides);
    }
    boolean not = condition.isA(SqlKind.NOT);
    RexNode asked = not ? ((RexCall) condition).getOperands().get(0) : condition;
    RexSubQuery exists =
        asked instanceof RexSubQuery subquery && asked.isA(SqlKind.IN)
            ? exists(subquery, not)
            : null;
    if (exists == null) {
      return condition;
    }
    return not ? rex.makeCall(SqlStdOperatorTable.NOT, exists) : exists;
  }

  /**
   * Returns whether there is a row with equal values.
   *
   * @param orUnknown whether a row counts of which nobody knows, as NULL is compared
   */
  private @Nullable RexSubQuery exists(RexSubQuery in, boolean orUnknown) {
    List<RexNode> columns = Rels.columns(in.rel);
    List<RexNode> conditions = new ArrayList<>();
    RelNode core = in.rel;
    while (true) {
      if (core instanceof Project project && !project.containsOver()) {
        columns = Rels.substitute(columns, project.getProjects());
        conditions = new ArrayList<>(Rels.substitute(conditions, project.getProjects()));
      } else if (core instanceof Filter filter && filter.getVariablesSet().isEmpty()) {
        conditions.addAll(RelOptUtil.conjunctions(filter.getCondition()));
      } else if (core instanceof Aggregate aggregate
          && Calls.isSimple(aggregate)
          && aggregate.getAggCallList().isEmpty()) {
        List<RexNode> keys =
            Rels.columns(core.getInput(0)).stream()
                .filter(each -> aggregate.getGroupSet().get(((RexInputRef) each).getIndex()))
                .toList();
        columns = Rels.substitute(columns, keys);
        conditions = new ArrayList<>(Rels.substitute(conditions, keys));
      } else {
        break;
      }
      core = core.getInput(0);
    }
    List<RexNode> all = new ArrayList<>(columns);
    all.addAll(conditions);
    boolean correlated = RelOptUtil.getVariablesUsed(in.rel).stream().anyMatch(variables::contains);
    if (!correlated
        || columns.stream().noneMatch(CallExtractor::holdsCall)
        || in.getOperands().stream().anyMatch(CallExtractor::holdsCall)
        || !all.stream().allMatch(RexUtil::isDeterministic)) {
      return null;
    }
    conditions.addAll(equal(columns, in.getOperands(), orUnknown));
    return RexSubQuery.exists(
        LogicalFilter.create(core, RexUtil.composeConjunction(rex, conditions)));
  }

  private List<RexNode> equal(List<RexNode> columns, List<RexNode> values, boolean orUnknown) {
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = ofOuter(values.get(i));
      if (orUnknown || !CallExtractor.holdsCall(columns.get(i))) {
        equal.add(rex.makeCall(SqlStdOperatorTable.EQUALS, columns.get(i), value));
      } else {
        // By = it would become a join by the result again.
        equal.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, columns.get(i), value));
        equal.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
      }
    }
    if (!orUnknown) {
      return equal;
    }
    RexNode unless =
        rex.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, RexUtil.composeConjunction(rex, equal));
    // Compared with NULL each row is unknown, without a call.
    return List.of(
        values.size() == 1 && values.get(0).getType().isNullable()
            ? rex.makeCall(
                SqlStdOperatorTable.OR,
                rex.makeCall(SqlStdOperatorTable.IS_NULL, ofOuter(values.get(0))),
                unless)
            : unless);
  }

  /** Returns an expression of the outer row as the subquery sees it. */
  private RexNode ofOuter(RexNode value) {
    RexNode row = rex.makeCorrel(outer.getRowType(), variables.iterator().next());
    return value.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return rex.makeFieldAccess(row, ref.getIndex());
          }
        });
  }
}
