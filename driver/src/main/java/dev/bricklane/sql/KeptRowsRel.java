package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/**
 * Keeps the rows of its input once they have been read. A nested-loop join reads its right side for
 * each row of the left one; without this it would ask for the same calls each time.
 */
final class KeptRowsRel extends SingleRel implements EnumerableRel {
  KeptRowsRel(RelNode input) {
    super(input.getCluster(), input.getTraitSet(), input);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new KeptRowsRel(inputs.get(0));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder code = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    code.add(
        Expressions.return_(
            null,
            Expressions.call(GeneratedCodeBridge.class, "keep", code.append("rows", child.block))));
    return implementor.result(child.physType, code.toBlock());
  }
}
