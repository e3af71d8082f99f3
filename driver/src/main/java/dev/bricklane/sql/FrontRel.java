package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Gives the rows that a round of {@link RoundsRel} looks at; all rows where no round is being read,
 * which is so for EXPLAIN.
 */
final class FrontRel extends AbstractRelNode implements EnumerableRel {
  private final RelNode rows;
  private final String name;

  /**
   * Makes the operator.
   *
   * @param rows those of all rounds; planned by {@link PlanFinish}
   */
  FrontRel(RelNode rows, String name) {
    super(rows.getCluster(), rows.getCluster().traitSetOf(EnumerableConvention.INSTANCE));
    this.rows = rows;
    this.name = name;
  }

  /** Returns the rows of all rounds. */
  RelNode rows() {
    return rows;
  }

  String name() {
    return name;
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
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("name", name);
  }

  /** Compiles the rows of all rounds, to be found by their name. */
  static void compile(EnumerableRelImplementor implementor, String name, RelNode rows) {
    if (!implementor.map.containsKey(name)) {
      implementor.map.put(
          name,
          EnumerableInterpretable.toBindable(
              implementor.map, null, (EnumerableRel) rows, Prefer.ARRAY));
    }
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    compile(implementor, name, rows);
    BlockBuilder code = new BlockBuilder();
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class, "front", DataContext.ROOT, Expressions.constant(name))));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY),
        code.toBlock());
  }
}
