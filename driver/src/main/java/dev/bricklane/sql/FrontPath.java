package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The way down from a relation to the rows that its own come from, one by one: through projections,
 * filters and the left sides of joins, to what needs no call, or to groups. What stands on the way
 * gives for some of these rows and then for others what it gives for all.
 *
 * @param steps what stands on the way, from above
 * @param end where it ends
 * @param columns the relation's, over those of the end; null where they need more
 * @param conditions on the way, as far as they read the end's columns alone
 * @param once whether no row of the end becomes more than one
 */
record FrontPath(
    List<RelNode> steps,
    RelNode end,
    List<@Nullable RexNode> columns,
    List<RexNode> conditions,
    boolean once) {

  /** Finds the way; null if there is none. */
  static @Nullable FrontPath of(RelNode rel) {
    FrontPath path =
        new FrontPath(List.of(), rel, new ArrayList<>(Rels.columns(rel)), List.of(), true);
    while (Calls.in(path.end)) {
      if (path.end instanceof Aggregate aggregate) {
        return Calls.isSimple(aggregate) ? path : null;
      }
      FrontPath next = path.next();
      if (next == null) {
        return null;
      }
      path = next;
    }
    return path;
  }

  private @Nullable FrontPath next() {
    if (end instanceof Project project) {
      return project.containsOver()
              || !project.getVariablesSet().isEmpty()
              || !project.getProjects().stream().allMatch(RexUtil::isDeterministic)
          ? null
          : to(new ArrayList<>(project.getProjects()), conditions, once);
    }
    List<@Nullable RexNode> same = new ArrayList<>(Rels.columns(end.getInput(0)));
    if (end instanceof Filter filter) {
      List<RexNode> more = new ArrayList<>(conditions);
      more.addAll(RelOptUtil.conjunctions(filter.getCondition()));
      return filter.getVariablesSet().isEmpty() ? to(same, more, once) : null;
    }
    JoinRelType type =
        end instanceof Join join
            ? join.getJoinType()
            : end instanceof Correlate correlate ? correlate.getJoinType() : JoinRelType.FULL;
    if (type == JoinRelType.FULL || type == JoinRelType.RIGHT) {
      return null;
    }
    boolean single = !type.projectsRight() || end instanceof Join join && isUnique(join);
    while (same.size() < end.getRowType().getFieldCount()) {
      same.add(null);
    }
    return to(same, conditions, once && single);
  }

  private static boolean isUnique(Join join) {
    ImmutableBitSet keys = join.analyzeCondition().rightSet();
    return Boolean.TRUE.equals(
        join.getCluster().getMetadataQuery().areColumnsUnique(join.getRight(), keys));
  }

  private FrontPath to(List<@Nullable RexNode> below, List<RexNode> on, boolean single) {
    List<RelNode> further = new ArrayList<>(steps);
    further.add(end);
    List<@Nullable RexNode> all = new ArrayList<>();
    for (RexNode column : columns) {
      all.add(column == null ? null : moved(column, below));
    }
    List<RexNode> kept = new ArrayList<>();
    for (RexNode condition : on) {
      RexNode moved = moved(condition, below);
      if (moved != null) {
        kept.add(moved);
      }
    }
    return new FrontPath(further, end.getInput(0), all, kept, single);
  }

  private static @Nullable RexNode moved(RexNode expression, List<@Nullable RexNode> below) {
    boolean known =
        Calls.columnsOf(expression).asList().stream().allMatch(i -> below.get(i) != null);
    return known
        ? Rels.substitute(
            expression,
            below.stream()
                .map(each -> each == null ? new RexInputRef(0, expression.getType()) : each)
                .toList())
        : null;
  }

  /** Returns the relation over another end of the same columns. */
  RelNode over(RelNode other) {
    RelNode rel = other;
    for (int i = steps.size() - 1; i >= 0; i--) {
      RelNode step = steps.get(i);
      List<RelNode> inputs = new ArrayList<>(step.getInputs());
      inputs.set(0, rel);
      rel = step.copy(step.getTraitSet(), inputs);
    }
    return Objects.requireNonNull(rel);
  }
}
