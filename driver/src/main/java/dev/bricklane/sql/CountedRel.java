package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** The step under a limit that tells the calls below it how many rows are still wanted. */
final class CountedRel extends SingleRel implements EnumerableRel {
  private final String name;
  private final long wanted;

  CountedRel(RelNode input, String name, long wanted) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.name = name;
    this.wanted = wanted;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new CountedRel(inputs.get(0), name, wanted);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("wanted", wanted);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder code = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class,
                "count",
                DataContext.ROOT,
                code.append("rows", child.block),
                Expressions.constant(name),
                Expressions.constant(wanted))));
    return implementor.result(child.physType, code.toBlock());
  }
}
