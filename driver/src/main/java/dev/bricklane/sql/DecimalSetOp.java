package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableMergeUnion;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;

/** UNION, INTERSECT or EXCEPT of rows with DECIMALs: Calcite's own, with another comparison. */
final class DecimalSetOp extends SetOp implements EnumerableRel {
  private DecimalSetOp(SetOp set, RelTraitSet traits, List<RelNode> inputs, boolean all) {
    super(set.getCluster(), traits, inputs, set.kind, all);
    this.rowType = set.getRowType();
  }

  static RelNode of(SetOp set) {
    boolean compares = !(set instanceof Union && set.all);
    if (!compares
        || set.getRowType().getFieldList().stream()
            .noneMatch(field -> DecimalKeys.holds(field.getType()))) {
      return set;
    }
    RelNode plain = new DecimalSetOp(set, set.getTraitSet(), set.getInputs(), set.all);
    return set instanceof EnumerableMergeUnion
        ? EnumerableSort.create(plain, set.getTraitSet().getCollation(), null, null)
        : plain;
  }

  @Override
  public SetOp copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
    return new DecimalSetOp(this, traits, inputs, all);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder code = new BlockBuilder();
    List<Expression> rows = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Result input = implementor.visitChild(this, i, (EnumerableRel) inputs.get(i), prefer);
      rows.add(code.append("child" + i, input.block));
    }
    Expression combined = rows.get(0);
    for (Expression other : rows.subList(1, rows.size())) {
      combined =
          Expressions.call(
              GeneratedCodeBridge.class,
              "combined",
              Expressions.constant(kind.name()),
              Expressions.constant(all),
              combined,
              other);
    }
    code.add(combined);
    return implementor.result(
        PhysTypeImpl.of(
            implementor.getTypeFactory(), getRowType(), prefer.prefer(JavaRowFormat.CUSTOM)),
        code.toBlock());
  }
}
