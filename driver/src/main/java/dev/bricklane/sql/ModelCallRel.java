package dev.bricklane.sql;

import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * The operator that makes model calls: it appends the results to each row, several rows' calls
 * running at a time.
 *
 * <p>With scalar functions a row gets a column for each; with one table function it is repeated for
 * each row of the function's result, with that row's columns appended.
 */
final class ModelCallRel extends SingleRel implements EnumerableRel {
  private final List<CallStep> steps;
  private final boolean keepsEmpty;
  private final boolean first;
  private final @Nullable String lookAhead;
  private final Set<Integer> streamed;

  /**
   * Makes the operator.
   *
   * @param rowType the input's columns and the results
   * @param keepsEmpty whether a row for which a table function gives none is kept, with NULLs, as a
   *     LEFT JOIN does
   */
  ModelCallRel(RelNode input, List<CallStep> steps, RelDataType rowType, boolean keepsEmpty) {
    this(input, steps, rowType, keepsEmpty, false, null, Set.of());
  }

  private ModelCallRel(
      RelNode input,
      List<CallStep> steps,
      RelDataType rowType,
      boolean keepsEmpty,
      boolean first,
      @Nullable String lookAhead,
      Set<Integer> streamed) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.steps = List.copyOf(steps);
    this.rowType = rowType;
    this.keepsEmpty = keepsEmpty;
    this.first = first;
    this.lookAhead = lookAhead;
    this.streamed = streamed;
  }

  List<CallStep> steps() {
    return steps;
  }

  /** Returns whether it may stop before all of its rows are read. */
  boolean looksAhead() {
    return lookAhead != null;
  }

  boolean table() {
    return steps.get(0).function().table();
  }

  /** Returns the same operator, whose rows are the result's. */
  ModelCallRel asFirst() {
    return new ModelCallRel(getInput(), steps, rowType, keepsEmpty, true, lookAhead, streamed);
  }

  /** Returns the same operator, looking ahead as its reader's limit allows. */
  ModelCallRel lookingAhead(String name) {
    return new ModelCallRel(getInput(), steps, rowType, keepsEmpty, first, name, streamed);
  }

  /** Returns the same operator, which gives the results of these steps while they come. */
  ModelCallRel streaming(Set<Integer> which) {
    return new ModelCallRel(
        getInput(), steps, rowType, keepsEmpty, first, lookAhead, Set.copyOf(which));
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ModelCallRel(inputs.get(0), steps, rowType, keepsEmpty, first, lookAhead, streamed);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("calls", steps)
        .itemIf("lookAhead", lookAhead, lookAhead != null)
        .itemIf("streamed", streamed, !streamed.isEmpty());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder code = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), Prefer.ARRAY);
    Expression input = code.append("rows", child.block);
    boolean scalarRows = child.physType.getFormat() == JavaRowFormat.SCALAR;
    PhysType type =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY, false);
    Object runner =
        new ModelCallRunner(
            steps,
            keepsEmpty,
            first,
            lookAhead,
            streamed,
            scalarRows,
            getInput().getRowType().getFieldCount(),
            getRowType().getFieldCount());
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class,
                "run",
                DataContext.ROOT,
                input,
                implementor.stash(runner, Object.class))));
    return implementor.result(type, code.toBlock());
  }
}
