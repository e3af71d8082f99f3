package dev.bricklane.sql;

import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlNode;

/** Takes queries to relational algebra, and shows it. */
final class Relations {
  private Relations() {}

  static RelRoot of(String sql) {
    CalciteSettings.ensureLoaded();
    QueryPlanner planner = new QueryPlanner(CalciteSchema.createRootSchema(false, false));
    SqlNode parsed = ModelCallRewriter.rewrite(StatementParser.parse(SourceText.of(sql)));
    return QueryPlanner.relational(planner.check(parsed, SqlEngine.CATALOG, SqlEngine.SCHEMA));
  }

  /** Returns the operators with the optimiser's estimates, without the numbers they were given. */
  static String withEstimates(RelNode rel) {
    return RelOptUtil.toString(rel, SqlExplainLevel.ALL_ATTRIBUTES).replaceAll(", id = \\d+", "");
  }
}
