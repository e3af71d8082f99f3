package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Reduces one side of a join to the rows that the other may match, below the aggregates that its
 * calls cannot be put off past. So {@code (SELECT max(complete(m, y)) FROM u WHERE u.k = t.k)} asks
 * for the groups that {@code t} has, and for none if {@code t} is empty.
 */
final class SemiJoinReduction {
  private final RelNode by;

  private SemiJoinReduction(RelNode by) {
    this.by = by;
  }

  /**
   * Reduces a side.
   *
   * @param side to be reduced; its rows without a match are of no use
   * @param by the other side
   * @param on the join's conditions
   * @param byBegins where these have the other side's columns
   * @param sideBegins where they have the reduced side's columns
   * @return the side itself if nothing can be reduced
   */
  static RelNode reduce(RelNode side, Deferred by, List<RexNode> on, int byBegins, int sideBegins) {
    if (!Calls.repeatable(by.core())) {
      return side;
    }
    List<RexNode> ofSide = Rels.columns(side);
    List<RexNode> ofBy = RexUtil.shift(by.columns(), ofSide.size());
    List<RexNode> columns = new ArrayList<>(byBegins < sideBegins ? ofBy : ofSide);
    columns.addAll(byBegins < sideBegins ? ofSide : ofBy);
    return new SemiJoinReduction(by.core()).below(side, plain(Rels.substitute(on, columns)));
  }

  private static List<RexNode> plain(List<RexNode> conditions) {
    return conditions.stream()
        .filter(each -> !CallExtractor.holdsCall(each) && RexUtil.isDeterministic(each))
        .toList();
  }

  /**
   * Reduces a relation below what blocks its calls.
   *
   * @param conditions over its columns, then those of the other side
   */
  private RelNode below(RelNode rel, List<RexNode> conditions) {
    if (!Calls.blockedIn(rel)) {
      Candidates candidates = Candidates.of(rel, by, conditions);
      return candidates == null ? rel : candidates.only();
    }
    List<RelNode> inputs = new ArrayList<>();
    int begins = 0;
    for (RelNode input : rel.getInputs()) {
      // A table function on the right of a LATERAL join is called for the rows on the left.
      boolean reduced = rel instanceof Correlate ? begins == 0 : Calls.in(input);
      inputs.add(
          reduced ? below(input, Within.of(rel, input, begins).moved(conditions, rel)) : input);
      begins += input.getRowType().getFieldCount();
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /**
   * Where an input has the columns of a relation.
   *
   * @param passing the columns by which rows of the input may be left out
   * @param columns as expressions over the input; nothing is read but what passes
   * @param width how many columns the input has
   */
  private record Within(ImmutableBitSet passing, List<RexNode> columns, int width) {

    static Within of(RelNode rel, RelNode input, int begins) {
      List<RexNode> same = Rels.columns(input);
      int width = same.size();
      if (rel instanceof Project project) {
        return new Within(
            project.containsOver()
                ? PredicatePushdown.partitionKeys(project)
                : ImmutableBitSet.range(project.getProjects().size()),
            project.getProjects(),
            width);
      }
      if (rel instanceof Aggregate aggregate && Calls.isSimple(aggregate)) {
        return new Within(
            ImmutableBitSet.range(aggregate.getGroupCount()),
            aggregate.getGroupSet().asList().stream().map(same::get).toList(),
            width);
      }
      if (rel instanceof Join || rel instanceof Correlate) {
        JoinRelType type =
            rel instanceof Join join ? join.getJoinType() : ((Correlate) rel).getJoinType();
        boolean kept =
            begins == 0
                ? type.generatesNullsOnLeft()
                : type.generatesNullsOnRight() || !type.projectsRight();
        List<RexNode> columns = new ArrayList<>(Collections.nCopies(begins, same.get(0)));
        columns.addAll(same);
        return new Within(
            kept ? ImmutableBitSet.of() : ImmutableBitSet.range(begins, begins + width),
            columns,
            width);
      }
      boolean whole =
          rel instanceof Filter
              || rel instanceof SetOp
              || rel instanceof Sort sort && sort.fetch == null && sort.offset == null;
      return new Within(ImmutableBitSet.range(whole ? width : 0), same, width);
    }

    /** Returns those conditions that hold below too; one on no column but the other side's does. */
    List<RexNode> moved(List<RexNode> conditions, RelNode rel) {
      int before = rel.getRowType().getFieldCount();
      ImmutableBitSet own = ImmutableBitSet.range(before);
      return plain(
          conditions.stream()
              .filter(each -> passing.contains(Calls.columnsOf(each).intersect(own)))
              .map(each ->
                  each.accept(
                      new RexShuttle() {
                        @Override
                        public RexNode visitInputRef(RexInputRef ref) {
                          return ref.getIndex() < before
                              ? columns.get(ref.getIndex())
                              : new RexInputRef(ref.getIndex() - before + width, ref.getType());
                        }
                      }))
              .toList());
    }
  }
}
