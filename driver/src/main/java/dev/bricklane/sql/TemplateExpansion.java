package dev.bricklane.sql;

import com.google.common.collect.ImmutableSet;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bodies of prompt templates in the place of their calls, arguments put in, before any
 * model call is placed. So a call in a body is one like any other.
 */
final class TemplateExpansion {
  private TemplateExpansion() {}

  /** Writes those of a whole query, also within subqueries. */
  static RelNode expand(RelNode query) {
    List<RelNode> inputs = query.getInputs().stream().map(TemplateExpansion::expand).toList();
    RelNode step = inputs.equals(query.getInputs()) ? query : withInputs(query, inputs);
    RelNode rel = new Step(step).expanded();
    return rel instanceof TableFunctionScan scan
            && scan.getCall() instanceof RexCall call
            && call.getOperator() instanceof TemplateOperators.Rows rows
            && rows.template() != null
        ? rows(rows.template(), call, scan)
        : rel;
  }

  private static RelNode withInputs(RelNode rel, List<RelNode> inputs) {
    if (!(rel instanceof Correlate lateral)) {
      return rel.copy(rel.getTraitSet(), inputs);
    }
    ImmutableBitSet read = RelOptUtil.correlationColumns(lateral.getCorrelationId(), inputs.get(1));
    return read.isEmpty()
        ? LogicalJoin.create(
            inputs.get(0),
            inputs.get(1),
            List.of(),
            Rels.rex(rel).makeLiteral(true),
            Set.of(),
            lateral.getJoinType())
        : LogicalCorrelate.create(
            inputs.get(0), inputs.get(1), lateral.getCorrelationId(), read, lateral.getJoinType());
  }

  /** Writes the query of a template, which reads its arguments from outside. */
  private static RelNode rows(Template template, RexCall call, TableFunctionScan scan) {
    TemplateBody body = template.body(scan.getCluster());
    RexBuilder rex = Rels.rex(scan);
    List<RexNode> arguments = arguments(body, call, rex);
    RelNode query =
        withArguments(
            Objects.requireNonNull(body.rows()),
            body.variables(),
            i -> exactly(rex, arguments.get(i), template.types().arguments().get(i)));
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
      columns.add(
          exactly(
              rex,
              RexInputRef.of(i, query.getRowType()),
              scan.getRowType().getFieldList().get(i).getType()));
    }
    return Rels.project(query, columns, scan.getRowType());
  }

  /** Returns the arguments of a call as the types that the template wants. */
  private static List<RexNode> arguments(TemplateBody body, RexCall call, RexBuilder rex) {
    Uses uses = new Uses(body);
    List<RexNode> arguments = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      RexNode argument = call.getOperands().get(i);
      Definition.Template template = body.template().definition();
      if (uses.count(i) > 1 && !RexUtil.isDeterministic(argument)) {
        throw SqlErrors.at(
            call.getParserPosition(),
            ErrorCode.UNSUPPORTED,
            "%s uses its argument %s more than once, and what is given gives another value each time"
                .formatted(template.name(), template.arguments().get(i).name()));
      }
      RelDataType wanted = body.template().types().arguments().get(i);
      arguments.add(
          SqlTypeUtil.equalSansNullability(argument.getType(), wanted)
              ? argument
              : rex.makeCast(wanted, argument));
    }
    return arguments;
  }

  /** Writes the expressions of one step anew; its columns keep their types. */
  private static RelNode mapped(RelNode rel, RexShuttle shuttle) {
    RexBuilder rex = Rels.rex(rel);
    if (rel instanceof Project project) {
      List<RexNode> columns = new ArrayList<>();
      for (RexNode each : project.getProjects()) {
        columns.add(exactly(rex, each.accept(shuttle), each.getType()));
      }
      return columns.equals(project.getProjects())
          ? project
          : project.copy(project.getTraitSet(), project.getInput(), columns, project.getRowType());
    }
    if (rel instanceof Filter filter) {
      RexNode condition = filter.getCondition().accept(shuttle);
      return condition.equals(filter.getCondition())
          ? filter
          : filter.copy(
              filter.getTraitSet(),
              filter.getInput(),
              RexUtil.flatten(rex, RexUtil.removeNullabilityCast(rex.getTypeFactory(), condition)));
    }
    return rel.accept(shuttle);
  }

  private static RexNode exactly(RexBuilder rex, RexNode value, RelDataType type) {
    return value.getType().equals(type) ? value : rex.makeAbstractCast(type, value, false);
  }

  /** Puts expressions in the place of the columns of the row that variables stand for. */
  private static RelNode withArguments(
      RelNode rel, Set<CorrelationId> variables, IntFunction<RexNode> arguments) {
    List<RelNode> inputs =
        rel.getInputs().stream().map(each -> withArguments(each, variables, arguments)).toList();
    RelNode step = inputs.equals(rel.getInputs()) ? rel : withInputs(rel, inputs);
    return mapped(
        step,
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable row
                    && variables.contains(row.id)
                ? arguments.apply(access.getField().getIndex())
                : super.visitFieldAccess(access);
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            return visited.clone(withArguments(visited.rel, variables, arguments));
          }
        });
  }

  /** How often a body reads each of its arguments; more than once where a subquery does. */
  private static final class Uses extends RexShuttle {
    private final List<Integer> reads = new ArrayList<>();
    private final Set<CorrelationId> variables;

    Uses(TemplateBody body) {
      this.variables = body.variables();
      RelNode rows = body.rows();
      if (rows == null) {
        apply(body.expressions());
      } else {
        count(rows);
      }
    }

    long count(int argument) {
      return reads.stream().filter(each -> each == argument).count();
    }

    private void count(RelNode rel) {
      withArguments(
          rel,
          variables,
          i -> {
            // Once for each row that the subquery has.
            reads.add(i);
            reads.add(i);
            return Rels.rex(rel)
                .makeNullLiteral(Rels.rex(rel).getTypeFactory().createUnknownType());
          });
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      reads.add(ref.getIndex());
      return ref;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      count(subQuery.rel);
      return super.visitSubQuery(subQuery);
    }
  }

  /** One step of a plan, and the calls in its expressions. */
  private static final class Step extends RexShuttle {
    private final RelNode rel;
    private final RexBuilder rex;
    private @Nullable CorrelationId row;

    Step(RelNode rel) {
      this.rel = rel;
      this.rex = Rels.rex(rel);
    }

    RelNode expanded() {
      RelNode expanded = mapped(rel, this);
      CorrelationId variable = row;
      return variable == null ? expanded : withVariable(expanded, variable);
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      return visited instanceof RexCall inner
              && inner.getOperator() instanceof TemplateOperators.Value value
          ? value(value.template(), inner)
          : visited;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
      RelNode inner = expand(visited.rel);
      return inner == visited.rel ? visited : visited.clone(inner);
    }

    private RexNode value(Template template, RexCall call) {
      TemplateBody body = template.body(rel.getCluster());
      List<RexNode> arguments = arguments(body, call, rex);
      RexNode value =
          body.expressions()
              .get(0)
              .accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                      return arguments.get(ref.getIndex());
                    }

                    @Override
                    public RexNode visitSubQuery(RexSubQuery subQuery) {
                      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                      return visited.clone(
                          withArguments(
                              visited.rel,
                              body.variables(),
                              i ->
                                  exactly(
                                      rex,
                                      ofOuterRow(arguments.get(i)),
                                      template.types().arguments().get(i))));
                    }
                  });
      return SqlTypeUtil.equalSansNullability(value.getType(), call.getType())
          ? value
          : rex.makeCast(call.getType(), value);
    }

    /** Writes columns of this step's rows as a subquery within it must name them. */
    private RexNode ofOuterRow(RexNode argument) {
      return argument.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              return rex.makeFieldAccess(rex.makeCorrel(rowType(), variable()), ref.getIndex());
            }
          });
    }

    private RelDataType rowType() {
      if (rel instanceof Project || rel instanceof Filter) {
        return rel.getInput(0).getRowType();
      }
      if (rel instanceof Join) {
        return rel.getRowType();
      }
      throw new UnsupportedOperationException(
          "a subquery of a template in " + rel.getRelTypeName());
    }

    private CorrelationId variable() {
      CorrelationId known = row;
      if (known == null) {
        Set<CorrelationId> there = rel.getVariablesSet();
        known = there.isEmpty() ? rel.getCluster().createCorrel() : there.iterator().next();
        row = known;
      }
      return known;
    }

    private static RelNode withVariable(RelNode rel, CorrelationId variable) {
      Set<CorrelationId> variables = new HashSet<>(rel.getVariablesSet());
      variables.add(variable);
      if (rel instanceof Project project) {
        return new LogicalProject(
            project.getCluster(),
            project.getTraitSet(),
            project.getHints(),
            project.getInput(),
            project.getProjects(),
            project.getRowType(),
            variables);
      }
      if (rel instanceof Join join) {
        return LogicalJoin.create(
            join.getLeft(),
            join.getRight(),
            join.getHints(),
            join.getCondition(),
            variables,
            join.getJoinType());
      }
      return LogicalFilter.create(
          rel.getInput(0), ((Filter) rel).getCondition(), ImmutableSet.copyOf(variables));
    }
  }
}
