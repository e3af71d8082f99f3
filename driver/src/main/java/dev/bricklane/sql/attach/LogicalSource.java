package dev.bricklane.sql.attach;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * A part of a query that a source works out. A leaf for the optimiser; {@link SourceRel} is what
 * becomes of it.
 */
final class LogicalSource extends AbstractRelNode {
  private final SourceDatabase database;
  private final RelNode query;
  private final SourceSql sql;

  /**
   * Makes the part.
   *
   * @param meant the part of the query as it was; it has the names and the order of the rows
   * @param query what the source works out, over its tables
   */
  LogicalSource(SourceDatabase database, RelNode meant, RelNode query, SourceSql sql) {
    super(meant.getCluster(), meant.getTraitSet().simplify());
    this.rowType = meant.getRowType();
    this.database = database;
    this.query = query;
    this.sql = sql;
  }

  SourceDatabase database() {
    return database;
  }

  /** Returns what the source works out, over its tables. */
  RelNode query() {
    return query;
  }

  SourceSql sql() {
    return sql;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return metadata.getRowCount(query);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("source", database.name()).item("sql", sql.text());
  }
}
