package dev.bricklane.sql.attach;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** Reads the rows of a query that a source works out. */
public final class SourceRel extends AbstractRelNode implements EnumerableRel {
  private final LogicalSource source;

  SourceRel(LogicalSource source, RelTraitSet traits) {
    super(source.getCluster(), traits);
    this.source = source;
  }

  @Override
  protected RelDataType deriveRowType() {
    return source.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return traits.equals(getTraitSet()) ? this : new SourceRel(source, traits);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return source.estimateRowCount(metadata);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery metadata) {
    double rows = estimateRowCount(metadata);
    return planner.getCostFactory().makeCost(rows, rows, rows);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("source", source.database().name())
        .item("sql", source.sql().text());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType type =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    Product product = source.database().model().product();
    SourceQuery query =
        new SourceQuery(
            source.database(),
            source.sql(),
            product,
            ValueReader.all(source.query(), product),
            type.getFormat() == JavaRowFormat.SCALAR);
    BlockBuilder code = new BlockBuilder();
    List<Expression> computed =
        RexToLixTranslator.forAggregation(
                implementor.getTypeFactory(), code, null, implementor.getConformance())
            .translateList(source.sql().computed());
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                implementor.stash(query, SourceQuery.class),
                "rows",
                DataContext.ROOT,
                Expressions.newArrayInit(Object.class, computed))));
    return implementor.result(type, code.toBlock());
  }
}
