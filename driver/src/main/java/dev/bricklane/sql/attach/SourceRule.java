package dev.bricklane.sql.attach;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/** Takes what a source works out to the operator that reads its rows. */
public final class SourceRule extends ConverterRule {
  /** The rule. */
  public static final SourceRule INSTANCE =
      Config.INSTANCE
          .withConversion(
              LogicalSource.class, Convention.NONE, EnumerableConvention.INSTANCE, "SourceRule")
          .withRuleFactory(SourceRule::new)
          .toRule(SourceRule.class);

  private SourceRule(Config config) {
    super(config);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return new SourceRel(
        (LogicalSource) rel, rel.getTraitSet().replace(EnumerableConvention.INSTANCE));
  }
}
