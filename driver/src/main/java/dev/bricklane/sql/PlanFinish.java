package dev.bricklane.sql;

import dev.bricklane.sql.attach.SourceRel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableValues;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexLiteral;

/**
 * Finishes a physical plan: tells its {@link ModelCallRel}s how far to look ahead, gives the rounds
 * of {@link FirstOfGroupRel} their source, keeps rows that a join would work for again and again,
 * plans what is shared, and stores the rows of long VALUES.
 */
final class PlanFinish {
  private final Map<String, RelNode> shared = new HashMap<>();
  private final Map<String, RelNode> fronts = new HashMap<>();

  private PlanFinish() {}

  /** Finishes a whole plan. */
  static EnumerableRel of(EnumerableRel plan) {
    return (EnumerableRel) markFirst(new PlanFinish().visit(plan));
  }

  private RelNode visit(RelNode rel) {
    if (rel instanceof EnumerableValues values) {
      return StoredRowsRel.of(values);
    }
    if (rel instanceof SharedRel part) {
      return shared(part);
    }
    if (rel instanceof RoundsRel rounds) {
      RelNode front = visit(QueryProgram.part(rounds.front()));
      fronts.put(rounds.frontName(), front);
      return rounds.over(front, visit(QueryProgram.part(rounds.body())));
    }
    if (rel instanceof FrontRel leaf) {
      return new FrontRel(Objects.requireNonNull(fronts.get(leaf.name())), leaf.name());
    }
    List<RelNode> inputs = rel.getInputs().stream().map(this::visit).toList();
    if (rel instanceof Correlate) {
      return rel.copy(rel.getTraitSet(), List.of(inputs.get(0), withSourcesOnce(inputs.get(1))));
    }
    if (rel instanceof EnumerableLimit limit) {
      return limit.copy(limit.getTraitSet(), List.of(counted(limit, inputs.get(0))));
    }
    if (rel instanceof FirstOfGroupRel first) {
      return first.over(inputs.get(0));
    }
    if (rel instanceof EnumerableNestedLoopJoin && isCostly(inputs.get(1))) {
      return rel.copy(rel.getTraitSet(), List.of(inputs.get(0), new KeptRowsRel(inputs.get(1))));
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /** Plans what stands in several places, when it is met first. */
  private RelNode shared(SharedRel part) {
    RelNode known = shared.get(part.name());
    if (known != null) {
      return new SharedRel(known, part.name(), false);
    }
    RelNode planned = visit(QueryProgram.part(part.shared()));
    shared.put(part.name(), planned);
    return new SharedRel(planned, part.name(), true);
  }

  /**
   * Where rows may be dropped between calls and a limit, has the calls look ahead no further than
   * the limit wants.
   */
  private static RelNode counted(EnumerableLimit limit, RelNode input) {
    if (!(limit.fetch instanceof RexLiteral fetch)
        || !(limit.offset == null || limit.offset instanceof RexLiteral)) {
      return input;
    }
    long wanted =
        RexLiteral.intValue(fetch)
            + (limit.offset == null ? 0L : RexLiteral.intValue(limit.offset));
    String name = "lookAhead" + limit.getId();
    RelNode narrowed = narrow(input, name);
    return narrowed == input ? input : new CountedRel(narrowed, name, wanted);
  }

  private static RelNode narrow(RelNode rel, String name) {
    if (rel instanceof EnumerableCalc || rel instanceof FirstOfGroupRel) {
      RelNode input = narrow(rel.getInput(0), name);
      return input == rel.getInput(0) ? rel : rel.copy(rel.getTraitSet(), List.of(input));
    }
    if (rel instanceof ModelCallRel calls) {
      RelNode input = narrow(calls.getInput(), name);
      return ((ModelCallRel) calls.copy(calls.getTraitSet(), List.of(input))).lookingAhead(name);
    }
    return rel;
  }

  /** Has what is run for each row of another side ask its sources once. */
  private static RelNode withSourcesOnce(RelNode rel) {
    if (rel instanceof SourceRel) {
      return new SharedRel(rel, "source" + rel.getId(), true);
    }
    List<RelNode> inputs = rel.getInputs().stream().map(PlanFinish::withSourcesOnce).toList();
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /** Returns whether to read a relation again is to work for it again. */
  private static boolean isCostly(RelNode rel) {
    return rel instanceof ModelCallRel
        || rel instanceof SourceRel
        || rel instanceof Aggregate
        || rel instanceof Join
        || rel.getInputs().stream().anyMatch(PlanFinish::isCostly);
  }

  /** Tells the operators from which each row becomes a row of the result. */
  private static RelNode markFirst(RelNode rel) {
    if (rel instanceof EnumerableCalc calc && calc.getProgram().getCondition() == null) {
      return calc.copy(calc.getTraitSet(), List.of(markFirst(calc.getInput())));
    }
    if (rel instanceof ModelCallRel calls && !calls.table()) {
      return ((ModelCallRel) calls.copy(calls.getTraitSet(), List.of(markFirst(calls.getInput()))))
          .asFirst();
    }
    return rel;
  }
}
