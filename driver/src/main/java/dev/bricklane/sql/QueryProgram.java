package dev.bricklane.sql;

import dev.bricklane.sql.attach.PushDown;
import dev.bricklane.sql.attach.SourceRule;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.tools.Program;
import org.apache.calcite.tools.Programs;

/**
 * The steps from relational algebra to a physical plan: Calcite's standard ones, with the model
 * calls placed before the optimiser sees them.
 *
 * <p>Placed, a call is a {@link LogicalModelCall}, and its result a column like any other. So the
 * optimiser can neither move a call to where it is made more often, nor copy it into two places.
 */
final class QueryProgram {
  /** From subqueries to joins; what nobody reads is dropped. */
  private static final Program NORMALISE =
      Programs.sequence(
          Programs.subQuery(DefaultRelMetadataProvider.INSTANCE),
          Programs.decorrelate(),
          Programs.measure(DefaultRelMetadataProvider.INSTANCE),
          (planner, query, wanted, views, lattices) ->
              Rels.trimmed(OneRowSubqueries.withVariablesRead(query)));

  private static final Program CALC = Programs.calc(DefaultRelMetadataProvider.INSTANCE);

  private QueryProgram() {}

  private static void register(RelOptPlanner planner) {
    RelOptUtil.registerDefaultRules(planner, false, false);
    // It gives a step with fewer columns the order of one with more, and planning fails (Calcite
    // 1.42). What it would drop is dropped by NORMALISE.
    planner.removeRule(CoreRules.PROJECT_WINDOW_TRANSPOSE);
    // It takes the right side's columns of an outer join for ordered, where NULLs stand between
    // them, and a merge join above then ends at the first NULL, rows short (Calcite 1.42).
    planner.removeRule(EnumerableRules.ENUMERABLE_MERGE_JOIN_RULE);
    planner.addRule(ModelCallRule.INSTANCE);
    planner.addRule(FirstOfGroupRule.INSTANCE);
    planner.addRule(SharedRule.INSTANCE);
    planner.addRule(RoundsRule.ROUNDS);
    planner.addRule(RoundsRule.FRONT);
    planner.addRule(SourceRule.INSTANCE);
  }

  /**
   * Optimises a query.
   *
   * @param wanted the traits of the plan: its convention and order
   */
  static RelNode run(RelNode query, RelTraitSet wanted) {
    RelOptPlanner planner = query.getCluster().getPlanner();
    register(planner);
    RelNode written = ComparedSubqueries.asExists(OneRowSubqueries.inline(query));
    RelNode normal = NORMALISE.run(planner, written, wanted, List.of(), List.of());
    RelNode placed = CallPlacement.place(normal);
    return physical(placed, wanted);
  }

  /** Optimises a part that the plan of a query has in several places, once that query is done. */
  static RelNode part(RelNode placed) {
    RelOptCluster cluster = placed.getCluster();
    cluster.getPlanner().clear();
    cluster.invalidateMetadataQuery();
    register(cluster.getPlanner());
    return physical(placed, placed.getTraitSet().replace(EnumerableConvention.INSTANCE).simplify());
  }

  private static RelNode physical(RelNode query, RelTraitSet wanted) {
    RelOptPlanner planner = query.getCluster().getPlanner();
    RelNode placed =
        DecimalWindows.in(PushDown.concerns(query) ? PushDown.of(query, !Calls.in(query)) : query);
    planner.setRoot(placed);
    if (!placed.getTraitSet().equals(wanted)) {
      planner.setRoot(planner.changeTraits(placed, wanted));
    }
    RelNode best = DecimalKeys.in(planner.chooseDelegate().findBestExp());
    return CALC.run(planner, best, wanted, List.of(), List.of());
  }
}
