package dev.bricklane.sql;

import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;

/** Takes queries to relational algebra, and shows it. */
final class Relations {
  private Relations() {}

  static RelRoot of(String sql) {
    CalciteSettings.ensureLoaded();
    JavaTypeFactory types = new JavaTypeFactoryImpl(BricklaneTypeSystem.INSTANCE);
    CalciteCatalogReader reader =
        new NameReader(
            CalciteSchema.createRootSchema(false, false),
            SqlEngine.CATALOG,
            SqlEngine.SCHEMA,
            types,
            QueryPlanner.CONFIG);
    SqlValidator validator = new QueryValidator(new QueryOperators(), reader);
    SqlNode parsed = ModelCallRewriter.rewrite(StatementParser.parse(SourceText.of(sql)));
    return QueryPlanner.toRelational(validator, reader, types, validator.validate(parsed));
  }

  /** Returns the operators with the optimiser's estimates, without the numbers they were given. */
  static String withEstimates(RelNode rel) {
    return RelOptUtil.toString(rel, SqlExplainLevel.ALL_ATTRIBUTES).replaceAll(", id = \\d+", "");
  }
}
