package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * Rows that a plan reads in several places, and that are worked out once: those of a limit, or of
 * chance, would else not be the same each time. Before the optimiser has run; {@link SharedRel} is
 * what becomes of it.
 */
final class LogicalShared extends SingleRel {
  private final String name;

  LogicalShared(RelNode input) {
    this(input, "shared" + input.getId());
  }

  private LogicalShared(RelNode input, String name) {
    super(input.getCluster(), input.getCluster().traitSetOf(Convention.NONE), input);
    this.name = name;
  }

  /** Returns the operator that runs, over an input that does. */
  SharedRel over(RelNode input) {
    return new SharedRel(input, name);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new LogicalShared(inputs.get(0), name);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("name", name);
  }
}
