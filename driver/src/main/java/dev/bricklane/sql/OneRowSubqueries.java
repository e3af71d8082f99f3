package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Writes subqueries over one row of constants as what they are: expressions of the outer row. So
 * {@code (SELECT complete(m, t.x))} is no join, by the result of a call, of {@code t} with itself.
 *
 * <p>Without calls too: Calcite 1.42 gives NULL for {@code (SELECT f(t.x, (SELECT max(y) FROM u
 * WHERE u.k = t.k)))}, and cannot plan {@code (SELECT (SELECT upper(t.x)))}.
 */
final class OneRowSubqueries {
  private OneRowSubqueries() {}

  /** What a query over one row gives: columns, if the conditions are true; else no row. */
  private record Row(List<RexNode> columns, List<RexNode> conditions) {

    static @Nullable Row of(RelNode rel) {
      if (rel instanceof Values values) {
        return values.getTuples().size() == 1
            ? new Row(List.copyOf(values.getTuples().get(0)), List.of())
            : null;
      }
      Row input =
          rel.getInputs().size() == 1 && rel.getVariablesSet().isEmpty()
              ? of(rel.getInput(0))
              : null;
      if (input == null) {
        return null;
      }
      if (rel instanceof Project project && isPlain(project.getProjects())) {
        return new Row(Rels.substitute(project.getProjects(), input.columns), input.conditions);
      }
      if (rel instanceof Filter filter && isPlain(List.of(filter.getCondition()))) {
        List<RexNode> conditions = new ArrayList<>(input.conditions);
        conditions.add(Rels.substitute(filter.getCondition(), input.columns));
        return new Row(input.columns, conditions);
      }
      boolean distinct =
          rel instanceof Aggregate aggregate
              && Calls.isSimple(aggregate)
              && aggregate.getAggCallList().isEmpty();
      if (distinct) {
        return new Row(
            ((Aggregate) rel).getGroupSet().asList().stream().map(input.columns::get).toList(),
            input.conditions);
      }
      boolean whole =
          rel instanceof Sort sort
              && sort.offset == null
              && (sort.fetch == null
                  || sort.fetch instanceof RexLiteral fetch && RexLiteral.intValue(fetch) > 0);
      return whole ? input : null;
    }

    private static boolean isPlain(List<RexNode> expressions) {
      return expressions.stream().allMatch(RexUtil::isDeterministic)
          && WindowPlacement.windowsOf(expressions).isEmpty()
          && RexUtil.nodeCount(expressions) <= CallPlacement.LONG;
    }

    /** Returns a value where there is a row, and another where there is none. */
    RexNode orElse(RexBuilder rex, RexNode value, RexNode none) {
      return conditions.isEmpty()
          ? value
          : rex.makeCall(
              SqlStdOperatorTable.CASE,
              List.of(RexUtil.composeConjunction(rex, conditions), value, none));
    }
  }

  /**
   * Says anew which columns LATERAL joins read of their left sides. Calcite 1.42 does not where it
   * has moved a condition, and then drops columns that are read.
   */
  static RelNode withVariablesRead(RelNode query) {
    List<RelNode> inputs =
        query.getInputs().stream().map(OneRowSubqueries::withVariablesRead).toList();
    RelNode rel =
        inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    return rel instanceof Correlate join
        ? LogicalCorrelate.create(
            join.getLeft(),
            join.getRight(),
            join.getCorrelationId(),
            RelOptUtil.correlationColumns(join.getCorrelationId(), join.getRight()),
            join.getJoinType())
        : rel;
  }

  /** Writes those of a whole query, also within other subqueries. */
  static RelNode inline(RelNode query) {
    List<RelNode> inputs = query.getInputs().stream().map(OneRowSubqueries::inline).toList();
    RelNode rel =
        inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    if (rel instanceof Correlate lateral) {
      return columnsOfOneRow(lateral);
    }
    RelNode inlined = rel.accept(new Inlining(rel));
    return inlined == rel ? rel : withoutUnread(inlined);
  }

  /** Writes {@code t, LATERAL (SELECT f(t.x))} as columns beside those of {@code t}. */
  private static RelNode columnsOfOneRow(Correlate lateral) {
    Row row = Row.of(lateral.getRight());
    if (row == null || !row.conditions.isEmpty() || lateral.getJoinType() != JoinRelType.INNER) {
      return lateral;
    }
    List<RexNode> outer = Rels.columns(lateral.getLeft());
    List<RexNode> columns = new ArrayList<>(outer);
    for (RexNode value : row.columns) {
      columns.add(ofRow(Set.of(lateral.getCorrelationId()), outer, value));
    }
    return Rels.project(lateral.getLeft(), columns, lateral.getRowType());
  }

  /** Returns an expression in the columns of the row that variables stand for. */
  private static RexNode ofRow(
      Set<CorrelationId> variables, List<RexNode> columns, RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable row
                    && variables.contains(row.id)
                ? columns.get(access.getField().getIndex())
                : super.visitFieldAccess(access);
          }
        });
  }

  /** Drops the variables that stand for a row where no subquery is left to read them. */
  private static RelNode withoutUnread(RelNode rel) {
    if (rel instanceof Project project && !RexUtil.SubQueryFinder.containsSubQuery(project)) {
      return Rels.project(project.getInput(), project.getProjects(), project.getRowType());
    }
    if (rel instanceof Filter filter && !RexUtil.SubQueryFinder.containsSubQuery(filter)) {
      return LogicalFilter.create(filter.getInput(), filter.getCondition());
    }
    return rel instanceof Join join && !RexUtil.SubQueryFinder.containsSubQuery(join)
        ? LogicalJoin.create(
            join.getLeft(),
            join.getRight(),
            join.getHints(),
            join.getCondition(),
            Set.of(),
            join.getJoinType())
        : rel;
  }

  /** Writes the subqueries of one step's expressions. */
  private static final class Inlining extends RexShuttle {
    private final Set<CorrelationId> variables;
    private final List<RexNode> outer = new ArrayList<>();
    private final RexBuilder rex;

    Inlining(RelNode rel) {
      this.variables = rel.getVariablesSet();
      this.rex = Rels.rex(rel);
      for (RelNode input : rel.getInputs()) {
        outer.addAll(RexUtil.shift(Rels.columns(input), outer.size()));
      }
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery given) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(given);
      RelNode rel = inline(visited.rel);
      RexSubQuery subquery = rel == visited.rel ? visited : visited.clone(rel);
      Row row = Row.of(rel);
      RexNode expression = row == null ? null : expression(subquery, row);
      return expression == null ? subquery : typed(ofOuterRow(expression), given.getType());
    }

    private @Nullable RexNode expression(RexSubQuery subquery, Row row) {
      return switch (subquery.getKind()) {
        case SCALAR_QUERY -> {
          RexNode value = row.columns.get(0);
          yield row.orElse(rex, value, rex.makeNullLiteral(value.getType()));
        }
        case EXISTS -> row.orElse(rex, rex.makeLiteral(true), rex.makeLiteral(false));
        case IN -> {
          List<RexNode> equal = new ArrayList<>();
          for (int i = 0; i < row.columns.size(); i++) {
            equal.add(
                rex.makeCall(
                    SqlStdOperatorTable.EQUALS, subquery.getOperands().get(i), row.columns.get(i)));
          }
          yield row.orElse(rex, RexUtil.composeConjunction(rex, equal), rex.makeLiteral(false));
        }
        default -> null;
      };
    }

    private RexNode typed(RexNode expression, RelDataType type) {
      return expression.getType().equals(type)
          ? expression
          : rex.makeAbstractCast(type, expression, false);
    }

    private RexNode ofOuterRow(RexNode expression) {
      return ofRow(variables, outer, expression);
    }
  }
}
