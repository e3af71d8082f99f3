package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** Reads its input once in a run, wherever in the plan an operator of the same name stands. */
final class SharedRel extends SingleRel implements EnumerableRel {
  private final String name;

  SharedRel(RelNode input, String name) {
    super(input.getCluster(), input.getCluster().traitSetOf(EnumerableConvention.INSTANCE), input);
    this.name = name;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new SharedRel(inputs.get(0), name);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("name", name);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    // Compiled once, apart: a plan with much in several places outgrows what a method may have.
    if (!implementor.map.containsKey(name)) {
      implementor.map.put(
          name,
          EnumerableInterpretable.toBindable(
              implementor.map, null, (EnumerableRel) getInput(), Prefer.ARRAY));
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
    PhysType type =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    return implementor.result(type, code.toBlock());
  }
}
