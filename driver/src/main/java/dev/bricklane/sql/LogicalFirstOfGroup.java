package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Keeps the first rows of each group, and has calls below it made for no more rows of a group than
 * that takes. Before the optimiser has run; {@link FirstOfGroupRel} is what becomes of it. No rule
 * of Calcite's knows it.
 */
final class LogicalFirstOfGroup extends SingleRel {
  private final ImmutableBitSet keys;
  private final long wanted;
  private final int calls;

  /**
   * Makes the operator.
   *
   * @param input calls and conditions on them, which keep the columns of the rows below them
   * @param keys the columns that the rows of a group have in common
   * @param wanted how many rows of a group are kept; at least 1
   * @param calls how many operators that make calls there are between the input and those rows
   */
  LogicalFirstOfGroup(RelNode input, ImmutableBitSet keys, long wanted, int calls) {
    super(input.getCluster(), input.getCluster().traitSetOf(Convention.NONE), input);
    this.keys = keys;
    this.wanted = wanted;
    this.calls = calls;
  }

  /** Returns the operator that runs, over an input that does. */
  FirstOfGroupRel over(RelNode input) {
    return new FirstOfGroupRel(input, keys, wanted, calls, "");
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new LogicalFirstOfGroup(inputs.get(0), keys, wanted, calls);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("group", keys)
        .item("wanted", wanted)
        .item("calls", calls);
  }
}
