package dev.bricklane.sql.attach;

import java.util.EnumSet;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.AggregateReduceFunctionsRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/**
 * Puts the steps of a query in the order that leaves most to its sources: conditions as far down as
 * they go, sorts below what is computed here, an average as a sum and a count.
 */
final class SourceOrder {
  private static final HepProgram STEPS =
      HepProgram.builder()
          .addRuleInstance(
              AggregateReduceFunctionsRule.Config.DEFAULT
                  .withFunctionsToReduce(EnumSet.of(SqlKind.AVG))
                  .toRule())
          .addGroupBegin()
          .addRuleInstance(CoreRules.FILTER_INTO_JOIN)
          .addRuleInstance(CoreRules.JOIN_CONDITION_PUSH)
          .addRuleInstance(CoreRules.FILTER_PROJECT_TRANSPOSE)
          .addRuleInstance(CoreRules.FILTER_AGGREGATE_TRANSPOSE)
          .addRuleInstance(CoreRules.FILTER_SET_OP_TRANSPOSE)
          .addRuleInstance(CoreRules.FILTER_MERGE)
          .addRuleInstance(CoreRules.SORT_PROJECT_TRANSPOSE)
          .addRuleInstance(CoreRules.PROJECT_MERGE)
          .addRuleInstance(CoreRules.PROJECT_REMOVE)
          .addGroupEnd()
          .build();

  private SourceOrder() {}

  static RelNode of(RelNode query) {
    HepPlanner planner = new HepPlanner(STEPS);
    planner.setRoot(query);
    // Conditions that stay here are below the columns that were read by now.
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(query.getCluster(), null);
    return new RelFieldTrimmer(null, builder).trim(planner.findBestExp());
  }
}
