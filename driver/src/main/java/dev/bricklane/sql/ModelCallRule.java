package dev.bricklane.sql;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/** Takes {@link LogicalModelCall} to {@link ModelCallRel}, keeping the order of its input. */
final class ModelCallRule extends ConverterRule {
  static final ModelCallRule INSTANCE =
      Config.INSTANCE
          .withConversion(
              LogicalModelCall.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "ModelCallRule")
          .withRuleFactory(ModelCallRule::new)
          .toRule(ModelCallRule.class);

  private ModelCallRule(Config config) {
    super(config);
  }

  @Override
  public RelNode convert(RelNode rel) {
    LogicalModelCall call = (LogicalModelCall) rel;
    RelNode input = call.getInput();
    return call.over(convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE)));
  }
}
