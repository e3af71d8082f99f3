package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The operator that makes model calls, before the optimiser has run: {@link ModelCallRel} is what
 * becomes of it. No rule of Calcite's knows it, so nothing moves calls once they are placed.
 *
 * <p>It keeps its input's order.
 */
final class LogicalModelCall extends SingleRel {
  private final List<CallStep> steps;
  private final boolean keepsEmpty;

  /**
   * Makes the operator.
   *
   * @param rowType the input's columns and the results
   * @param keepsEmpty whether a row for which a table function gives none is kept, with NULLs
   */
  LogicalModelCall(RelNode input, List<CallStep> steps, RelDataType rowType, boolean keepsEmpty) {
    this(Rels.traits(input), input, steps, rowType, keepsEmpty);
  }

  private LogicalModelCall(
      RelTraitSet traits,
      RelNode input,
      List<CallStep> steps,
      RelDataType rowType,
      boolean keepsEmpty) {
    super(input.getCluster(), traits, input);
    this.steps = List.copyOf(steps);
    this.rowType = rowType;
    this.keepsEmpty = keepsEmpty;
  }

  /** Returns the operator that runs, over an input that does. */
  ModelCallRel over(RelNode input) {
    return new ModelCallRel(input, steps, rowType, keepsEmpty);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new LogicalModelCall(traits, inputs.get(0), steps, rowType, keepsEmpty);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("calls", steps).item("keepsEmpty", keepsEmpty);
  }
}
