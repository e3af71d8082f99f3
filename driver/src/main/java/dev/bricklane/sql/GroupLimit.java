package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A limit on groups, whose order needs no call: the groups are found first, and calls made for
 * their rows alone. So {@code SELECT k, count(*), max(complete(m, y)) … GROUP BY k ORDER BY
 * count(*) DESC LIMIT 2} asks two groups. The rows are read twice.
 *
 * @param steps what stands between the aggregate and the limit, from below
 */
record GroupLimit(Sort sort, Aggregate aggregate, List<RelNode> steps) {

  /** Reads a sort; null if it is no limit on groups that calls are made for. */
  static @Nullable GroupLimit of(Sort sort) {
    if (sort.fetch == null && sort.offset == null) {
      return null;
    }
    List<RelNode> steps = new ArrayList<>();
    RelNode input = sort.getInput();
    while (input instanceof Project project && !project.containsOver() || input instanceof Filter) {
      steps.add(0, input);
      input = input.getInput(0);
    }
    return input instanceof Aggregate aggregate
            && Calls.in(aggregate)
            && steps.stream().allMatch(each -> each.getVariablesSet().isEmpty())
        ? new GroupLimit(sort, aggregate, steps)
        : null;
  }

  /**
   * Reduces the aggregate's input to the rows of the groups that are shown.
   *
   * @return null if they cannot be found without calls
   */
  @Nullable Deferred reduce(Deferred rows) {
    if (!GroupReduction.isPossible(aggregate, rows)) {
      return null;
    }
    Deferred input = rows.readTwice();
    ImmutableBitSet known = GroupReduction.knownWithoutCalls(aggregate, input);
    RelNode groups = GroupReduction.groups(aggregate, input);
    List<RexNode> columns = Rels.columns(groups);
    int width = columns.size();
    List<RexNode> conditions = new ArrayList<>();
    for (RelNode step : steps) {
      if (step instanceof Filter filter) {
        conditions.add(Rels.substitute(filter.getCondition(), columns));
      } else {
        columns = Rels.substitute(((Project) step).getProjects(), columns);
      }
    }
    List<RexNode> all = Rels.columns(groups);
    List<RelFieldCollation> order = new ArrayList<>();
    for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
      RexNode key = columns.get(field.getFieldIndex());
      if (!GroupReduction.isKnown(key, known)) {
        return null;
      }
      order.add(field.withFieldIndex(all.size()));
      all.add(key);
    }
    if (!conditions.stream().allMatch(each -> GroupReduction.isKnown(each, known))) {
      return null;
    }
    RelNode shown = Rels.filter(groups, conditions);
    RelNode sorted =
        LogicalSort.create(
            all.size() == width ? shown : Rels.project(shown, all),
            RelCollations.of(order),
            sort.offset,
            sort.fetch);
    return GroupReduction.ofGroups(aggregate, input, sorted);
  }

  /**
   * Returns the sort of the groups that are left, of which all are shown; null without an order.
   */
  @Nullable Sort unlimited() {
    return sort.getCollation().getFieldCollations().isEmpty()
        ? null
        : LogicalSort.create(sort.getInput(), sort.getCollation(), null, null);
  }
}
