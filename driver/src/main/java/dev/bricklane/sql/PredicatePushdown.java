package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Moves conditions towards the tables, so that they stand below the steps that calls cannot be put
 * off past: aggregates, windows, set operations. Conditions with calls go no further down than an
 * inner join, whose other conditions drop rows first.
 */
final class PredicatePushdown {
  private PredicatePushdown() {}

  /** Moves the conditions of a query. */
  static RelNode push(RelNode query) {
    return push(query, List.of());
  }

  private static RelNode push(RelNode rel, List<RexNode> conditions) {
    if (!Calls.in(rel) || !rel.getVariablesSet().isEmpty() && !(rel instanceof Correlate)) {
      return Rels.filter(rel, conditions);
    }
    if (rel instanceof Filter filter && RexUtil.isDeterministic(filter.getCondition())) {
      List<RexNode> all = new ArrayList<>(RelOptUtil.conjunctions(filter.getCondition()));
      all.addAll(conditions);
      return push(filter.getInput(), all);
    }
    if (rel instanceof Project project) {
      return project(project, conditions);
    }
    if (rel instanceof Join join) {
      return join(join, conditions);
    }
    if (rel instanceof Aggregate aggregate) {
      return aggregate(aggregate, conditions);
    }
    if (rel instanceof Correlate correlate) {
      return correlate(correlate, conditions);
    }
    if (rel instanceof SetOp union) {
      return setOp(union, conditions);
    }
    boolean passes = rel instanceof Sort sort && sort.fetch == null && sort.offset == null;
    return through(rel, conditions, each -> passes && isCheap(each), each -> each);
  }

  private static RelNode project(Project project, List<RexNode> conditions) {
    ImmutableBitSet passing =
        project.containsOver() ? partitionKeys(project) : all(project.getRowType().getFieldCount());
    return through(
        project,
        conditions,
        each -> passing.contains(Calls.columnsOf(each)) && staysShort(each, project),
        each -> Rels.substitute(each, project.getProjects()));
  }

  private static boolean staysShort(RexNode condition, Project project) {
    RexNode inside = Rels.substitute(condition, project.getProjects());
    return RexUtil.isDeterministic(inside) && inside.nodeCount() <= CallPlacement.LONG;
  }

  /** Returns the columns that are partition keys of all windows. */
  static ImmutableBitSet partitionKeys(Project project) {
    List<RexOver> windows = WindowPlacement.windowsOf(project.getProjects());
    ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode column = project.getProjects().get(i);
      if (column instanceof RexInputRef
          && windows.stream().allMatch(each -> each.getWindow().partitionKeys.contains(column))) {
        keys.set(i);
      }
    }
    return keys.build();
  }

  private static RelNode aggregate(Aggregate aggregate, List<RexNode> conditions) {
    ImmutableBitSet keys = all(Calls.isSimple(aggregate) ? aggregate.getGroupCount() : 0);
    List<RexNode> input = Rels.columns(aggregate.getInput());
    List<RexNode> grouped = aggregate.getGroupSet().asList().stream().map(input::get).toList();
    return through(
        aggregate,
        conditions,
        each -> isCheap(each) && !keys.isEmpty() && keys.contains(Calls.columnsOf(each)),
        each -> Rels.substitute(each, grouped));
  }

  private static RelNode correlate(Correlate correlate, List<RexNode> conditions) {
    ImmutableBitSet left = all(correlate.getLeft().getRowType().getFieldCount());
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    conditions.forEach(
        each -> (isCheap(each) && left.contains(Calls.columnsOf(each)) ? below : above).add(each));
    return Rels.filter(
        copy(
            correlate,
            List.of(push(correlate.getLeft(), below), push(correlate.getRight(), List.of()))),
        above);
  }

  /**
   * Reads the columns of each branch as the set operation does, which may give them another type.
   */
  private static RelNode setOp(SetOp union, List<RexNode> conditions) {
    List<RexNode> below = conditions.stream().filter(PredicatePushdown::isCheap).toList();
    List<RexNode> above = conditions.stream().filter(each -> !isCheap(each)).toList();
    RexBuilder rex = Rels.rex(union);
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      List<RexNode> columns = new ArrayList<>();
      for (RexNode column : Rels.columns(input)) {
        RelDataType type = union.getRowType().getFieldList().get(columns.size()).getType();
        columns.add(
            SqlTypeUtil.equalSansNullability(rex.getTypeFactory(), type, column.getType())
                ? column
                : rex.makeAbstractCast(type, column, false));
      }
      inputs.add(push(input, Rels.substitute(below, columns)));
    }
    return Rels.filter(copy(union, inputs), above);
  }

  private static RelNode join(Join join, List<RexNode> conditions) {
    Sides sides = new Sides(join);
    JoinRelType type = join.getJoinType();
    if (!RexUtil.isDeterministic(join.getCondition())) {
      sides.above.addAll(conditions);
      sides.on.add(join.getCondition());
    } else {
      List<RexNode> on = RelOptUtil.conjunctions(join.getCondition());
      if (type == JoinRelType.INNER) {
        on.forEach(sides::addInner);
        conditions.forEach(sides::addInner);
      } else {
        on.forEach(
            each -> sides.add(each, type == JoinRelType.RIGHT, isOuterRight(type), sides.on));
        conditions.forEach(each ->
            sides.add(
                each,
                type == JoinRelType.LEFT || !type.projectsRight(),
                type == JoinRelType.RIGHT,
                sides.above));
      }
    }
    RelNode left = push(join.getLeft(), sides.left);
    RelNode right = push(join.getRight(), sides.right);
    RexNode on = RexUtil.composeConjunction(Rels.rex(join), sides.on);
    RelNode joined = join.copy(join.getTraitSet(), on, left, right, type, join.isSemiJoinDone());
    return Rels.filter(joined, sides.above);
  }

  /** Returns whether rows of the right side that meet no condition of the join are dropped. */
  private static boolean isOuterRight(JoinRelType type) {
    return type == JoinRelType.LEFT || type == JoinRelType.SEMI || type == JoinRelType.ANTI;
  }

  private static RelNode through(
      RelNode rel,
      List<RexNode> conditions,
      Predicate<RexNode> passes,
      UnaryOperator<RexNode> inside) {
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    conditions.forEach(each -> {
      if (passes.test(each)) {
        below.add(inside.apply(each));
      } else {
        above.add(each);
      }
    });
    List<RelNode> inputs = rel.getInputs().stream().map(input -> push(input, below)).toList();
    return Rels.filter(copy(rel, inputs), above);
  }

  private static RelNode copy(RelNode rel, List<RelNode> inputs) {
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static boolean isCheap(RexNode condition) {
    return !CallExtractor.holdsCall(condition);
  }

  private static ImmutableBitSet all(int columns) {
    return ImmutableBitSet.range(columns);
  }

  /** Where the conditions of a join and of what is above it go. */
  private static final class Sides {
    final List<RexNode> left = new ArrayList<>();
    final List<RexNode> right = new ArrayList<>();
    final List<RexNode> on = new ArrayList<>();
    final List<RexNode> above = new ArrayList<>();
    private final int leftWidth;
    private final ImmutableBitSet leftColumns;
    private final ImmutableBitSet rightColumns;

    Sides(Join join) {
      leftWidth = join.getLeft().getRowType().getFieldCount();
      leftColumns = all(leftWidth);
      rightColumns =
          ImmutableBitSet.range(
              leftWidth, leftWidth + join.getRight().getRowType().getFieldCount());
    }

    void addInner(RexNode condition) {
      ImmutableBitSet columns = Calls.columnsOf(condition);
      boolean both = columns.intersects(leftColumns) && columns.intersects(rightColumns);
      add(condition, true, true, both ? on : above);
    }

    /** Adds a cheap condition to the one side that it reads, if that is allowed. */
    void add(RexNode condition, boolean toLeft, boolean toRight, List<RexNode> otherwise) {
      ImmutableBitSet columns = Calls.columnsOf(condition);
      if (columns.isEmpty() || !isCheap(condition)) {
        otherwise.add(condition);
      } else if (toLeft && leftColumns.contains(columns)) {
        left.add(condition);
      } else if (toRight && rightColumns.contains(columns)) {
        right.add(RexUtil.shift(condition, -leftWidth));
      } else {
        otherwise.add(condition);
      }
    }
  }
}
