package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Keeps the first rows of each group. It reads its input in rounds ({@link GroupRounds}), each of
 * which takes some rows more of the groups that still want any from a {@link GroupSourceRel} below
 * the calls.
 */
final class FirstOfGroupRel extends SingleRel implements EnumerableRel {
  private final ImmutableBitSet keys;
  private final long wanted;
  private final int calls;
  private final String name;

  FirstOfGroupRel(RelNode input, ImmutableBitSet keys, long wanted, int calls, String name) {
    super(input.getCluster(), input.getCluster().traitSetOf(EnumerableConvention.INSTANCE), input);
    this.keys = keys;
    this.wanted = wanted;
    this.calls = calls;
    this.name = name;
  }

  /** Returns the same over a finished input, in which the rounds have their source. */
  FirstOfGroupRel over(RelNode finished) {
    // A number of its own, also where the optimiser has used one operator twice.
    String unique = "rounds" + copy(getTraitSet(), List.of(finished)).getId();
    return new FirstOfGroupRel(withSource(finished, calls, unique), keys, wanted, calls, unique);
  }

  private RelNode withSource(RelNode rel, int left, String unique) {
    boolean call = rel instanceof ModelCallRel;
    if (!call && !(rel instanceof EnumerableCalc)) {
      return rel;
    }
    RelNode input = rel.getInput(0);
    RelNode below =
        call && left == 1
            ? new GroupSourceRel(input, unique)
            : withSource(input, call ? left - 1 : left, unique);
    return rel.copy(rel.getTraitSet(), List.of(below));
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new FirstOfGroupRel(inputs.get(0), keys, wanted, calls, name);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("group", keys).item("wanted", wanted);
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
                "firstOfGroups",
                DataContext.ROOT,
                code.append("rows", child.block),
                Expressions.constant(name),
                implementor.stash(
                    new GroupKey(keys, child.physType.getFormat() == JavaRowFormat.SCALAR),
                    Object.class),
                Expressions.constant(wanted))));
    return implementor.result(child.physType, code.toBlock());
  }
}
