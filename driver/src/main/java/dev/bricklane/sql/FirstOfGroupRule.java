package dev.bricklane.sql;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/** Takes {@link LogicalFirstOfGroup} to {@link FirstOfGroupRel}. */
final class FirstOfGroupRule extends ConverterRule {
  static final FirstOfGroupRule INSTANCE =
      Config.INSTANCE
          .withConversion(
              LogicalFirstOfGroup.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "FirstOfGroupRule")
          .withRuleFactory(FirstOfGroupRule::new)
          .toRule(FirstOfGroupRule.class);

  private FirstOfGroupRule(Config config) {
    super(config);
  }

  @Override
  public RelNode convert(RelNode rel) {
    RelNode input = ((LogicalFirstOfGroup) rel).getInput();
    return ((LogicalFirstOfGroup) rel)
        .over(convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE)));
  }
}
