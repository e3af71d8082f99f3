package dev.bricklane.sql;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/** Takes {@link LogicalShared} to {@link SharedRel}. */
final class SharedRule extends ConverterRule {
  static final SharedRule INSTANCE =
      Config.INSTANCE
          .withConversion(
              LogicalShared.class, Convention.NONE, EnumerableConvention.INSTANCE, "SharedRule")
          .withRuleFactory(SharedRule::new)
          .toRule(SharedRule.class);

  private SharedRule(Config config) {
    super(config);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return ((LogicalShared) rel).physical();
  }
}
