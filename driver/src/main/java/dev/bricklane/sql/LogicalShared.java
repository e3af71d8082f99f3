package dev.bricklane.sql;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Rows that a plan reads in several places, and that are worked out once: those of a limit, or of
 * chance, would else not be the same each time, and much of a plan repeated would be planned for
 * minutes. So no rule sees what is shared; it is planned apart. Before the optimiser has run;
 * {@link SharedRel} is what becomes of it.
 */
final class LogicalShared extends AbstractRelNode {
  private final RelNode shared;

  LogicalShared(RelNode shared) {
    super(shared.getCluster(), shared.getCluster().traitSetOf(Convention.NONE));
    this.shared = shared;
  }

  /** Returns what is read. */
  RelNode shared() {
    return shared;
  }

  /** Returns the operator that runs. */
  SharedRel physical() {
    return new SharedRel(shared, "shared" + shared.getId(), false);
  }

  @Override
  protected RelDataType deriveRowType() {
    return shared.getRowType();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return metadata.getRowCount(shared);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("shared", shared.getId());
  }
}
