package dev.bricklane.sql;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The rows that a round of {@link LogicalRounds} looks at; the same ones wherever the round reads
 * them. Before the optimiser has run; {@link FrontRel} is what becomes of it.
 */
final class LogicalFront extends AbstractRelNode {
  private final RelNode rows;

  /**
   * Makes the leaf.
   *
   * @param rows those of all rounds; no call is to be made for them
   */
  LogicalFront(RelNode rows) {
    super(rows.getCluster(), rows.getCluster().traitSetOf(Convention.NONE));
    this.rows = rows;
  }

  /** Returns the rows of all rounds. */
  RelNode rows() {
    return rows;
  }

  /** Returns the operator that runs. */
  FrontRel physical() {
    return new FrontRel(rows, name());
  }

  /** Returns a name that no other one has. */
  String name() {
    return "front" + rows.getId();
  }

  @Override
  protected RelDataType deriveRowType() {
    return rows.getRowType();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return metadata.getRowCount(rows);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("front", rows.getId());
  }
}
