package dev.bricklane.sql;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableTableFunctionScan;
import org.apache.calcite.adapter.enumerable.EnumerableTableScan;
import org.apache.calcite.adapter.enumerable.EnumerableValues;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexProgramBuilder;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Plans what leaves the optimiser nothing to choose: a {@link StraightQuery}.
 *
 * <p>In a fresh JVM, loading the optimiser's rules takes longer than all else that such a query
 * needs. The plan is the one that the optimiser would find, or costs as much; tests compare them.
 */
final class DirectPlan {
  private DirectPlan() {}

  /** Returns the plan, its calls placed, or nothing if the optimiser must be asked. */
  static Optional<EnumerableRel> of(RelRoot root) {
    return StraightQuery.is(root)
        ? Optional.ofNullable(physical(CallPlacement.place(Rels.trimmed(root.rel))))
        : Optional.empty();
  }

  /** Returns nothing for what placing calls has never been seen to make. */
  private static @Nullable EnumerableRel physical(RelNode rel) {
    if (rel.getInputs().isEmpty()) {
      return source(rel);
    }
    EnumerableRel input = rel.getInputs().size() == 1 ? physical(rel.getInput(0)) : null;
    if (input == null) {
      return null;
    }
    if (isEmpty(input)) {
      return empty(rel);
    }
    if (rel instanceof LogicalModelCall calls) {
      return calls.over(input);
    }
    if (rel instanceof Project project) {
      return RexUtil.isIdentity(project.getProjects(), input.getRowType())
          ? input
          : calc(input, project.getProjects(), null, project.getRowType());
    }
    if (rel instanceof Filter filter) {
      return filter(filter, input);
    }
    return rel instanceof Sort sort ? sort(sort, input) : null;
  }

  private static @Nullable EnumerableRel source(RelNode rel) {
    if (rel instanceof Values values) {
      return EnumerableValues.create(values.getCluster(), values.getRowType(), values.getTuples());
    }
    if (rel instanceof EnumerableRel ready) {
      return ready;
    }
    if (rel instanceof TableScan scan) {
      return EnumerableTableScan.create(scan.getCluster(), scan.getTable());
    }
    return rel instanceof TableFunctionScan scan
        ? new EnumerableTableFunctionScan(
            scan.getCluster(),
            scan.getTraitSet().replace(EnumerableConvention.INSTANCE),
            List.of(),
            scan.getElementType(),
            scan.getRowType(),
            scan.getCall(),
            scan.getColumnMappings())
        : null;
  }

  private static boolean isEmpty(RelNode rel) {
    return rel instanceof Values values && values.getTuples().isEmpty();
  }

  private static EnumerableRel empty(RelNode rel) {
    return EnumerableValues.create(rel.getCluster(), rel.getRowType(), ImmutableList.of());
  }

  private static EnumerableRel filter(Filter filter, EnumerableRel input) {
    RexNode condition =
        new RexSimplify(Rels.rex(filter), RelOptPredicateList.EMPTY, RexUtil.EXECUTOR)
            .simplifyUnknownAsFalse(filter.getCondition());
    if (condition.isAlwaysFalse()) {
      return empty(filter);
    }
    return condition.isAlwaysTrue()
        ? input
        : calc(input, Rels.columns(input), condition, filter.getRowType());
  }

  /** Computes columns of the rows that meet a condition, in one step with what is below. */
  private static EnumerableRel calc(
      EnumerableRel input, List<RexNode> columns, @Nullable RexNode condition, RelDataType type) {
    RexBuilder rex = Rels.rex(input);
    RexProgram program = RexProgram.create(input.getRowType(), columns, condition, type, rex);
    if (!(input instanceof EnumerableCalc below)) {
      return EnumerableCalc.create(input, program);
    }
    return EnumerableCalc.create(
        below.getInput(), RexProgramBuilder.mergePrograms(program, below.getProgram(), rex));
  }

  /** Sorts what is not in the order yet. */
  private static EnumerableRel sort(Sort sort, EnumerableRel input) {
    if (sort.fetch instanceof RexLiteral limit && RexLiteral.intValue(limit) == 0) {
      return empty(sort);
    }
    // Literal rows may be in several orders at once.
    List<RelCollation> orders =
        sort.getInput().getTraitSet().getTraits(RelCollationTraitDef.INSTANCE);
    boolean ordered =
        sort.getCollation().getFieldCollations().isEmpty()
            || (orders != null
                && orders.stream().anyMatch(order -> order.satisfies(sort.getCollation())));
    EnumerableRel rows =
        ordered ? input : EnumerableSort.create(input, sort.getCollation(), null, null);
    return sort.fetch == null && sort.offset == null
        ? rows
        : EnumerableLimit.create(rows, sort.offset, sort.fetch);
  }
}
