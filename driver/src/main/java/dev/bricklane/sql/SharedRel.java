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
 * Reads what a plan has in several places; it runs once, whichever place is read first. The plan
 * shows it in the first place alone.
 */
final class SharedRel extends AbstractRelNode implements EnumerableRel {
  private final RelNode shared;
  private final String name;
  private final boolean shown;

  /**
   * Makes the operator.
   *
   * @param shared what is read; planned by {@link PlanFinish}
   * @param name the same in all places
   * @param shown whether it is an input of this operator, as plans show it
   */
  SharedRel(RelNode shared, String name, boolean shown) {
    super(shared.getCluster(), shared.getCluster().traitSetOf(EnumerableConvention.INSTANCE));
    this.shared = shared;
    this.name = name;
    this.shown = shown;
  }

  /** Returns what is read. */
  RelNode shared() {
    return shared;
  }

  String name() {
    return name;
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
  public List<RelNode> getInputs() {
    return shown ? List.of(shared) : List.of();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return inputs.isEmpty() ? this : new SharedRel(inputs.get(0), name, shown);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer);
    if (shown) {
      writer.input("input", shared);
    }
    return writer.item("name", name);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    // Compiled apart: a plan with much in several places outgrows what a method may have.
    if (!implementor.map.containsKey(name)) {
      implementor.map.put(
          name,
          EnumerableInterpretable.toBindable(
              implementor.map, null, (EnumerableRel) shared, Prefer.ARRAY));
    }
    BlockBuilder code = new BlockBuilder();
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class,
                "shared",
                DataContext.ROOT,
                Expressions.constant(name))));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY),
        code.toBlock());
  }
}
