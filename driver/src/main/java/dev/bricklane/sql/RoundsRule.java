package dev.bricklane.sql;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/**
 * Takes {@link LogicalRounds} to {@link RoundsRel}, and {@link LogicalFront} to {@link FrontRel}.
 */
final class RoundsRule extends ConverterRule {
  static final RoundsRule ROUNDS = of(LogicalRounds.class, "RoundsRule");
  static final RoundsRule FRONT = of(LogicalFront.class, "FrontRule");

  private RoundsRule(Config config) {
    super(config);
  }

  private static RoundsRule of(Class<? extends RelNode> logical, String name) {
    return Config.INSTANCE
        .withConversion(logical, Convention.NONE, EnumerableConvention.INSTANCE, name)
        .withRuleFactory(RoundsRule::new)
        .toRule(RoundsRule.class);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return rel instanceof LogicalRounds rounds
        ? rounds.physical()
        : ((LogicalFront) rel).physical();
  }
}
