package dev.bricklane.sql;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Works a relation out for some rows of a front at a time, until a limit above has enough. The
 * optimiser sees a leaf; both parts are planned apart. Before it has run; {@link RoundsRel} is what
 * becomes of it.
 */
final class LogicalRounds extends AbstractRelNode {
  private final LogicalFront front;
  private final RelNode body;
  private final long wanted;
  private final boolean once;

  /**
   * Makes the leaf.
   *
   * @param body reads the front; gives for some rows of it and then others what it gives for all
   * @param wanted how many rows the limit takes
   * @param once whether a row of the front gives no more than one
   */
  LogicalRounds(LogicalFront front, RelNode body, long wanted, boolean once) {
    super(body.getCluster(), body.getCluster().traitSetOf(Convention.NONE));
    this.front = front;
    this.body = body;
    this.wanted = wanted;
    this.once = once;
  }

  /** Returns what is worked out in rounds. */
  RelNode body() {
    return body;
  }

  /** Returns the operator that runs, its parts not planned yet. */
  RoundsRel physical() {
    return new RoundsRel(
        front.rows(), body, new FrontRounds.Terms(front.name(), wanted, once), "rounds" + getId());
  }

  @Override
  protected RelDataType deriveRowType() {
    return body.getRowType();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return metadata.getRowCount(body);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("body", body.getId());
  }
}
