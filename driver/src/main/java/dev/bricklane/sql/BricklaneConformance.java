package dev.bricklane.sql;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * The dialect: Calcite's most lenient, with aliases usable to the right of where they are given, as
 * in Spark.
 */
final class BricklaneConformance extends SqlDelegatingConformance {
  static final BricklaneConformance INSTANCE = new BricklaneConformance();

  private BricklaneConformance() {
    super(SqlConformanceEnum.BABEL);
  }

  /**
   * Calcite's look-up in both directions says of every unknown column that it depends on itself.
   */
  @Override
  public SelectAliasLookup isSelectAlias() {
    return SelectAliasLookup.LEFT_TO_RIGHT;
  }

  /**
   * Leniency here would turn a column of GROUPING SETS into any of its values, where it must be
   * NULL.
   */
  @Override
  public boolean isNonStrictGroupBy() {
    return false;
  }
}
