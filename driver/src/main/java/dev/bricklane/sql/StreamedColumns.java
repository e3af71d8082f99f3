package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Finds the columns of a result that are nothing but the answers of {@code complete(…, stream =>
 * …)}: those can be given while they come. Where anything else reads an answer, it is waited for.
 */
final class StreamedColumns {
  private final Set<Integer> found = new HashSet<>();

  private StreamedColumns() {}

  /**
   * A finished plan with its streamed columns.
   *
   * @param plan whose operators know which of their calls are streamed
   * @param columns those of its columns, from 0, that are
   */
  record Marked(RelNode plan, Set<Integer> columns) {}

  /** Marks a finished plan. */
  static Marked mark(RelNode plan) {
    List<Set<Integer>> columns = new ArrayList<>();
    for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
      columns.add(Set.of(i));
    }
    StreamedColumns marks = new StreamedColumns();
    RelNode marked = marks.visit(plan, columns);
    return new Marked(marked, Set.copyOf(marks.found));
  }

  /**
   * Marks a part of a plan.
   *
   * @param uses for each of its columns the columns of the result that are just that; none for a
   *     column that something else reads, or nobody
   */
  private RelNode visit(RelNode rel, List<Set<Integer>> uses) {
    if (uses.stream().allMatch(Set::isEmpty)) {
      return rel;
    }
    if (rel instanceof EnumerableCalc calc && calc.getProgram().getCondition() == null) {
      return over(calc, below(calc, uses));
    }
    if (rel instanceof EnumerableLimit || rel instanceof CountedRel) {
      return over(rel, uses);
    }
    return rel instanceof ModelCallRel calls && !calls.table() ? visit(calls, uses) : rel;
  }

  private RelNode over(RelNode rel, List<Set<Integer>> uses) {
    RelNode input = visit(rel.getInput(0), uses);
    return input == rel.getInput(0) ? rel : rel.copy(rel.getTraitSet(), List.of(input));
  }

  private static List<Set<Integer>> below(EnumerableCalc calc, List<Set<Integer>> uses) {
    List<Set<Integer>> below = new ArrayList<>();
    for (int i = 0; i < calc.getInput().getRowType().getFieldCount(); i++) {
      below.add(new HashSet<>());
    }
    Set<Integer> read = new HashSet<>();
    List<RexNode> columns =
        calc.getProgram().getProjectList().stream()
            .map(column -> calc.getProgram().expandLocalRef(column))
            .toList();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof RexInputRef same && !uses.get(i).isEmpty()) {
        below.get(same.getIndex()).addAll(uses.get(i));
      } else {
        RelOptUtil.InputFinder.bits(columns.get(i)).forEach(read::add);
      }
    }
    read.forEach(column -> below.get(column).clear());
    return below;
  }

  private RelNode visit(ModelCallRel calls, List<Set<Integer>> uses) {
    int inputs = calls.getInput().getRowType().getFieldCount();
    Set<Integer> streamed = new HashSet<>();
    Set<Integer> read = new HashSet<>();
    for (int i = 0; i < calls.steps().size(); i++) {
      CallStep step = calls.steps().get(i);
      read.add(step.guard());
      step.arguments().forEach(argument -> read.add(argument.column()));
      if (step.mayStream() && !uses.get(inputs + i).isEmpty()) {
        streamed.add(i);
        found.addAll(uses.get(inputs + i));
      }
    }
    List<Set<Integer>> below = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      below.add(read.contains(i) ? Set.of() : uses.get(i));
    }
    RelNode marked = over(calls, below);
    return streamed.isEmpty() ? marked : ((ModelCallRel) marked).streaming(streamed);
  }
}
