package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
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
 * Works its body out for some rows of its front, then for the next ones, until a limit above has
 * enough ({@link FrontRounds}). Both are compiled apart, and the body's code is run once a round.
 */
final class RoundsRel extends AbstractRelNode implements EnumerableRel {
  private final RelNode front;
  private final RelNode body;
  private final FrontRounds.Terms terms;
  private final String name;

  /**
   * Makes the operator.
   *
   * @param front the rows of all rounds
   * @param body reads them by {@link FrontRel}
   */
  RoundsRel(RelNode front, RelNode body, FrontRounds.Terms terms, String name) {
    super(body.getCluster(), body.getCluster().traitSetOf(EnumerableConvention.INSTANCE));
    this.front = front;
    this.body = body;
    this.terms = terms;
    this.name = name;
  }

  RelNode front() {
    return front;
  }

  String frontName() {
    return terms.front();
  }

  RelNode body() {
    return body;
  }

  /** Returns the same operator over planned parts. */
  RoundsRel over(RelNode plannedFront, RelNode plannedBody) {
    return new RoundsRel(plannedFront, plannedBody, terms, name);
  }

  @Override
  protected RelDataType deriveRowType() {
    return body.getRowType();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return metadata.getRowCount(body);
  }

  /** Returns both parts once they are planned, as plans show them. */
  @Override
  public List<RelNode> getInputs() {
    return body instanceof EnumerableRel ? List.of(front, body) : List.of();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return inputs.isEmpty() ? this : over(inputs.get(0), inputs.get(1));
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer);
    if (!getInputs().isEmpty()) {
      writer.input("front", front).input("body", body);
    }
    return writer.item("name", name).item("wanted", terms.wanted());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    FrontRel.compile(implementor, terms.front(), front);
    FrontRel.compile(implementor, name, body);
    List<String> anew = new ArrayList<>();
    sharedByRound(body, anew);
    BlockBuilder code = new BlockBuilder();
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                GeneratedCodeBridge.class,
                "rounds",
                DataContext.ROOT,
                Expressions.constant(name),
                implementor.stash(terms, Object.class),
                implementor.stash(List.copyOf(anew), Object.class))));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY),
        code.toBlock());
  }

  /** Finds what is read in several places and is not the same in the next round. */
  private boolean sharedByRound(RelNode rel, List<String> found) {
    if (rel instanceof FrontRel leaf) {
      return leaf.name().equals(terms.front());
    }
    boolean any = false;
    List<RelNode> parts =
        rel instanceof SharedRel part
            ? List.of(part.shared())
            : rel instanceof RoundsRel rounds
                ? List.of(rounds.front, rounds.body)
                : rel.getInputs();
    for (RelNode part : parts) {
      any |= sharedByRound(part, found);
    }
    if (any && rel instanceof SharedRel part) {
      found.add(part.name());
    }
    return any;
  }
}
