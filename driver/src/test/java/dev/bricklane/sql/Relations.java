package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlNode;

/**
 * Takes queries to relational algebra, and shows it. There are the tables models and properties.
 */
final class Relations {
  private Relations() {}

  static RelRoot of(String sql) {
    return QueryPlanner.relational(checked(sql));
  }

  static QueryPlanner.Checked checked(String sql) {
    CalciteSettings.ensureLoaded();
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    SchemaPlus catalog = root.plus().add(SqlEngine.CATALOG, new AbstractSchema());
    SchemaPlus schema = catalog.add(SqlEngine.SCHEMA, new AbstractSchema());
    schema.add("models", SystemTables.models());
    schema.add("properties", SystemTables.properties(List.of(), List.of()));
    SqlNode parsed = ModelCallRewriter.rewrite(StatementParser.parse(SourceText.of(sql)));
    return new QueryPlanner(root).check(parsed, SqlEngine.CATALOG, SqlEngine.SCHEMA);
  }

  /** Returns the operators with the optimiser's estimates, without the numbers they were given. */
  static String withEstimates(RelNode rel) {
    return RelOptUtil.toString(rel, SqlExplainLevel.ALL_ATTRIBUTES).replaceAll(", id = \\d+", "");
  }
}
