package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Decides where a query's model calls are made: as high in the plan as the result allows, so for
 * the fewest rows.
 *
 * <p>Going from the tables up, calls are put off ({@link Deferred}): cheap conditions, joins,
 * limits and groups by other columns go below them. They are made where a step needs their results:
 * a condition before a limit, an argument of an aggregate, a key to sort or join by; at the latest
 * at the top. What is above is never more than what is below, since equal requests of a statement
 * are one call.
 */
final class CallPlacement {
  /** Expressions longer than this are not written into others again. */
  static final int LONG = 2_000;

  private final JoinPlacement joins = new JoinPlacement(this);

  private CallPlacement() {}

  /** Returns the same query with its calls as {@link LogicalModelCall}s. */
  static RelNode place(RelNode query) {
    if (!Calls.in(query)) {
      return query;
    }
    RelNode pushed = PredicatePushdown.push(query);
    return new CallPlacement().built(pushed);
  }

  /** Returns a relation with all its calls made. */
  RelNode built(RelNode rel) {
    return Calls.in(rel) ? CallSplit.build(visit(rel), rel.getRowType()) : rel;
  }

  /** Returns a relation with its calls put off as far as they can be. */
  Deferred visit(RelNode rel) {
    if (!Calls.in(rel) || !rel.getVariablesSet().isEmpty() && !(rel instanceof Correlate)) {
      return settled(rel);
    }
    if (rel instanceof Project project) {
      return project(project, visit(project.getInput()));
    }
    if (rel instanceof Filter filter) {
      return filter(filter);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof Aggregate aggregate) {
      return AggregatePlacement.place(aggregate, visit(aggregate.getInput()));
    }
    if (rel instanceof Sort sort) {
      return sort(sort);
    }
    if (rel instanceof Union union && union.all) {
      return UnionPlacement.place(union, union.getInputs().stream().map(this::visit).toList());
    }
    if (rel instanceof Correlate correlate) {
      LateralCall lateral = LateralCall.of(correlate);
      if (lateral != null) {
        return lateral.over(visit(correlate.getLeft()));
      }
      RelNode written = LateralJoin.written(correlate, this);
      if (written != null) {
        return visit(written);
      }
    }
    if (rel instanceof TableFunctionScan scan) {
      return table(scan);
    }
    return settled(rel);
  }

  /** Calls a table function, once for one row, after the calls in its arguments. */
  private Deferred table(TableFunctionScan scan) {
    RexCall call = (RexCall) scan.getCall();
    if (!scan.getInputs().isEmpty() || RexUtil.containsCorrelation(call)) {
      return settled(scan);
    }
    CallSplit split = new CallSplit(LogicalValues.createOneRow(scan.getCluster()));
    int first =
        split.callTable(
            ModelOperators.tableFunctionOf(call.getOperator()).orElseThrow(),
            call.getOperands(),
            scan.getRowType(),
            false);
    List<RexNode> columns = Rels.columns(split.top());
    return Deferred.of(
        Rels.project(split.top(), columns.subList(first, columns.size()), scan.getRowType()));
  }

  /** Makes the calls of a relation's inputs, and leaves the relation itself as it is. */
  Deferred settled(RelNode rel) {
    List<RelNode> inputs = rel.getInputs().stream().map(this::built).toList();
    return Deferred.of(inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs));
  }

  private static Deferred project(Project project, Deferred input) {
    List<RexNode> columns = Rels.substitute(project.getProjects(), input.columns());
    if (project.containsOver()) {
      return WindowPlacement.place(input, columns);
    }
    if (!columns.stream().allMatch(RexUtil::isDeterministic) || RexUtil.nodeCount(columns) > LONG) {
      return Deferred.of(CallSplit.build(input.withColumns(columns), project.getRowType()));
    }
    return input.withColumns(columns).narrow();
  }

  private Deferred filter(Filter filter) {
    RelNode below = filter.getInput();
    if (below instanceof Aggregate aggregate) {
      Deferred rows = visit(aggregate.getInput());
      return filter(
          filter,
          AggregatePlacement.place(
              aggregate, GroupReduction.reduce(aggregate, rows, filter.getCondition())));
    }
    if (below instanceof Project project && project.containsOver()) {
      Deferred rows = visit(project.getInput());
      FirstOfGroup.Numbered numbered = FirstOfGroup.Numbered.of(filter.getCondition(), project);
      return filter(filter, project(project, numbered == null ? rows : numbered.reduce(rows)));
    }
    return filter(filter, visit(below));
  }

  private static Deferred filter(Filter filter, Deferred input) {
    RexNode condition = Rels.substitute(filter.getCondition(), input.columns());
    List<RexNode> cheap = new ArrayList<>();
    List<RexNode> calling = new ArrayList<>();
    CallExtractor.divide(condition, cheap, calling);
    // What chance decides is decided once.
    Deferred rows = input.over(Rels.filter(input.core(), cheap));
    if (calling.stream().allMatch(RexUtil::isDeterministic)) {
      return rows.where(calling);
    }
    CallSplit split = new CallSplit(rows.core());
    split.filterInTurn(rows.conditions());
    split.filterInTurn(calling);
    return new Deferred(split.top(), List.of(), split.replaced(rows.columns()));
  }

  /** An inner join that asks by chance, too, is one without, of which a filter drops rows. */
  private Deferred join(Join join) {
    if (join.getJoinType() != JoinRelType.INNER || RexUtil.isDeterministic(join.getCondition())) {
      return joins.place(join);
    }
    List<RexNode> on = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode each : RelOptUtil.conjunctions(join.getCondition())) {
      (RexUtil.isDeterministic(each) && !CallExtractor.holdsCall(each) ? on : above).add(each);
    }
    RelNode joined = JoinSides.join(join.getLeft(), join.getRight(), on, JoinRelType.INNER);
    return visit(Rels.filter(joined, above));
  }

  private Deferred sort(Sort sort) {
    GroupLimit limit = GroupLimit.of(sort);
    Deferred groups = limit == null ? null : limit.reduce(visit(limit.aggregate().getInput()));
    if (limit == null || groups == null) {
      Deferred input = visit(sort.getInput());
      Deferred rounds = LimitRounds.place(sort, input, this);
      return rounds == null ? sort(sort, input) : rounds;
    }
    Deferred rows = AggregatePlacement.place(limit.aggregate(), groups);
    for (RelNode step : limit.steps()) {
      rows = step instanceof Filter filter ? filter(filter, rows) : project((Project) step, rows);
    }
    Sort order = limit.unlimited();
    return order == null ? rows : sort(order, rows);
  }

  /**
   * Sorts below the calls. A limit waits for the conditions alone; with an order it is sorted
   * first, so that the conditions are asked row by row until enough have passed.
   */
  static Deferred sort(Sort sort, Deferred input) {
    List<RelFieldCollation> fields = sort.getCollation().getFieldCollations();
    List<RexNode> keys =
        fields.stream().map(field -> input.columns().get(field.getFieldIndex())).toList();
    Settled settled = Settled.of(input, keys);
    Deferred rows = settled.rows();
    List<RexNode> columns = Rels.columns(rows.core());
    List<RelFieldCollation> order = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      order.add(fields.get(i).withFieldIndex(place(columns, settled.values().get(i))));
    }
    RelNode core = rows.core();
    if (columns.size() > rows.width()) {
      core = Rels.project(core, columns);
      rows = rows.withColumns(readFrom(core, columns.subList(rows.width(), columns.size()), rows));
    }
    RelCollation collation = RelCollations.of(order);
    boolean limited = sort.fetch != null || sort.offset != null;
    if (!limited) {
      return rows.over(LogicalSort.create(core, collation, null, null));
    }
    if (rows.conditions().isEmpty()) {
      return rows.over(LogicalSort.create(core, collation, sort.offset, sort.fetch));
    }
    CallSplit split =
        new CallSplit(order.isEmpty() ? core : LogicalSort.create(core, collation, null, null));
    split.filterInTurn(rows.conditions());
    return new Deferred(
        LogicalSort.create(split.top(), collation, sort.offset, sort.fetch),
        List.of(),
        split.replaced(rows.columns()));
  }

  /** Returns columns that read further ones of the core, where they are the same expressions. */
  private static List<RexNode> readFrom(RelNode core, List<RexNode> further, Deferred rows) {
    return rows.columns().stream()
        .map(column -> {
          int place = further.indexOf(column);
          return place < 0
              ? column
              : (RexNode) RexInputRef.of(rows.width() + place, core.getRowType());
        })
        .toList();
  }

  private static int place(List<RexNode> columns, RexNode value) {
    if (value instanceof RexInputRef ref) {
      return ref.getIndex();
    }
    columns.add(value);
    return columns.size() - 1;
  }
}
