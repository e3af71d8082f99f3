package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** Gives calls the rows of a round of {@link FirstOfGroupRel}. */
final class GroupSourceRel extends SingleRel implements EnumerableRel {
  private final String name;

  GroupSourceRel(RelNode input, String name) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.name = name;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new GroupSourceRel(inputs.get(0), name);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder code = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), Prefer.ARRAY);
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class,
                "groupSource",
                DataContext.ROOT,
                code.append("rows", child.block),
                Expressions.constant(name))));
    return implementor.result(child.physType, code.toBlock());
  }
}
