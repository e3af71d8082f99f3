package dev.bricklane.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.ConvertToChecked;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelStructuredTypeFlattener;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes a parse tree to code that runs: checked, turned into relational algebra, optimised,
 * compiled.
 *
 * <p>Thread-safe: each plan has its own planner. Planning makes no call; model functions are
 * dynamic, so nothing folds them.
 */
final class QueryPlanner {
  private static final SqlOperatorTable OPERATORS = new QueryOperators();

  static final CalciteConnectionConfig CONFIG =
      CalciteConnectionConfig.DEFAULT
          .set(CalciteConnectionProperty.CASE_SENSITIVE, "false")
          .set(CalciteConnectionProperty.CONFORMANCE, "BABEL");

  private static final SqlToRelConverter.Config TO_REL =
      SqlToRelConverter.config().withTrimUnusedFields(true).withExpand(false);

  private final CalciteSchema root;

  QueryPlanner(CalciteSchema root) {
    this.root = root;
  }

  /**
   * A plan, ready to run.
   *
   * @param streamed the columns, from 0, whose values stand for {@link StreamedTexts}
   */
  record Plan(
      Bindable<?> code,
      JavaTypeFactory types,
      List<RelDataTypeField> fields,
      Set<Integer> streamed,
      List<List<String>> origins,
      List<RelDataType> parameters,
      Map<String, Object> constants) {}

  /** A query whose names and types are right, or the question how one would be run. */
  record Checked(
      SqlNode query,
      boolean explained,
      SqlValidator validator,
      CalciteCatalogReader reader,
      JavaTypeFactory types) {}

  /**
   * Plans a query.
   *
   * @param catalog where names without a catalog are looked up
   * @param schema where names without a schema are looked up
   * @throws RuntimeException of Calcite's or ours, for {@link SqlErrors#ofPlanning} to translate
   */
  Plan plan(SqlNode parsed, String catalog, String schema) {
    Checked checked = check(parsed, catalog, schema);
    return compile(checked, physical(relational(checked)));
  }

  /** The first step: looks names and types up. */
  Checked check(SqlNode parsed, String catalog, String schema) {
    JavaTypeFactory types = types();
    return check(parsed, types, new NameReader(root, catalog, schema, types, CONFIG));
  }

  /** Looks names up as a definition means them, whatever schema its user is in. */
  Checked checkDefinition(SqlNode parsed, String schema) {
    JavaTypeFactory types = types();
    SqlNode named = SessionNames.write(parsed, SqlEngine.CATALOG, schema);
    return check(named, types, NameReader.ofDefinition(root, schema, types, CONFIG));
  }

  /** Returns the type that a definition names; it may be NULL. */
  RelDataType typeOf(SqlDataTypeSpec spec) {
    JavaTypeFactory types = types();
    CalciteCatalogReader reader = NameReader.ofDefinition(root, SqlEngine.SCHEMA, types, CONFIG);
    return spec.deriveType(new QueryValidator(OPERATORS, reader), true);
  }

  /** Returns a maker of types; those of two makers are the same. */
  static JavaTypeFactory types() {
    return new JavaTypeFactoryImpl(BricklaneTypeSystem.INSTANCE);
  }

  private static Checked check(SqlNode parsed, JavaTypeFactory types, CalciteCatalogReader reader) {
    SqlValidator validator = new QueryValidator(OPERATORS, reader);
    boolean explained = parsed instanceof SqlExplain;
    SqlNode query = parsed instanceof SqlExplain e ? e.getExplicandum() : parsed;
    return new Checked(validator.validate(query), explained, validator, reader, types);
  }

  /** Begins a plan that is made of one query, or of it and what it reads. */
  static RelOptCluster cluster(JavaTypeFactory types) {
    VolcanoPlanner planner = new VolcanoPlanner(null, Contexts.of(CONFIG));
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
    RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(types));
    cluster.setMetadataQuerySupplier(MetadataHandlers::query);
    return cluster;
  }

  /** Turns a query into algebra; views and templates in it are their own queries then. */
  static RelRoot converted(Checked checked, RelOptCluster cluster) {
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (rowType, sql, schemaPath, viewPath) -> {
              throw new UnsupportedOperationException("views");
            },
            checked.validator,
            checked.reader,
            cluster,
            ArrayConvertlets.INSTANCE,
            TO_REL);
    RelRoot root = converter.convertQuery(checked.query, false, true);
    return root.withRel(TemplateExpansion.expand(root.rel));
  }

  /** The second step. */
  static RelRoot relational(Checked checked) {
    RelOptCluster cluster = cluster(checked.types);
    RelRoot root = converted(checked, cluster);
    root = ViewOrder.lifted(root);
    // Arithmetic that overflows fails instead of wrapping round.
    RelRoot converted =
        root.withRel(new ConvertToChecked(cluster.getRexBuilder(), true).visit(root.rel));
    RelBuilder builder = TO_REL.getRelBuilderFactory().create(cluster, null);
    RelNode flat =
        new RelStructuredTypeFlattener(
                builder.transform(TO_REL.getRelBuilderConfigTransform()),
                cluster.getRexBuilder(),
                ViewExpanders.simpleContext(cluster),
                true)
            .rewrite(converted.rel);
    // Before, as what is correlated by a LATERAL of one row would become a join by its result.
    RelNode plain = OneRowSubqueries.inline(flat);
    return converted.withRel(RelDecorrelator.decorrelateQuery(plain, builder));
  }

  /** The third step. */
  static EnumerableRel physical(RelRoot relational) {
    return physical(relational, DirectPlan.of(relational).orElseGet(() -> cheapest(relational)));
  }

  /** Ends the third step, whoever has found the plan. */
  static EnumerableRel physical(RelRoot relational, EnumerableRel best) {
    return PlanFinish.of(withoutHiddenColumns(relational, best));
  }

  /** The fourth step: makes code of a plan, or describes it. */
  static Plan compile(Checked checked, EnumerableRel physical) {
    JavaTypeFactory types = checked.types;
    List<RelDataType> parameters = parameters(checked.validator, checked.query);
    if (checked.explained) {
      return explanation(types, physical, parameters);
    }
    WarmUp.awaitCompiler();
    StreamedColumns.Marked marked = StreamedColumns.mark(physical);
    Map<String, Object> constants = new ConcurrentHashMap<>();
    Bindable<?> code =
        EnumerableInterpretable.toBindable(
            constants, null, (EnumerableRel) marked.plan(), EnumerableRel.Prefer.ARRAY);
    return new Plan(
        code,
        types,
        checked.validator.getValidatedNodeType(checked.query).getFieldList(),
        marked.columns(),
        origins(checked.validator, checked.query),
        parameters,
        constants);
  }

  /**
   * Takes away what Calcite leaves with the thread that planned; it would hold our class loader
   * there.
   */
  static void forgetThread() {
    SqlTypeCoercionRule.THREAD_PROVIDERS.remove();
    RelMetadataQueryBase.THREAD_PROVIDERS.remove();
  }

  /** Has the optimiser choose a plan. */
  static EnumerableRel cheapest(RelRoot relational) {
    RelTraitSet wanted =
        relational
            .rel
            .getTraitSet()
            .replace(EnumerableConvention.INSTANCE)
            .replace(relational.collation)
            .simplify();
    return (EnumerableRel) QueryProgram.run(relational.rel, wanted);
  }

  /** Drops the columns that are there for ORDER BY alone. */
  private static EnumerableRel withoutHiddenColumns(RelRoot relational, EnumerableRel best) {
    if (relational.isRefTrivial()) {
      return best;
    }
    RexBuilder rex = best.getCluster().getRexBuilder();
    List<RexNode> projects =
        relational.fields.leftList().stream()
            .<RexNode>map(index -> rex.makeInputRef(best, index))
            .toList();
    RexProgram program =
        RexProgram.create(best.getRowType(), projects, null, relational.fields.rightList(), rex);
    return EnumerableCalc.create(best, program);
  }

  private static Plan explanation(
      JavaTypeFactory types, RelNode physical, List<RelDataType> parameters) {
    RelDataType row =
        types.builder().add("plan", RelTypes.of(types, ModelFunction.ResultType.TEXT)).build();
    return new Plan(
        new Explanation(physical),
        types,
        row.getFieldList(),
        Set.of(),
        List.of(),
        parameters,
        Map.of());
  }

  private static List<List<String>> origins(SqlValidator validator, SqlNode query) {
    return validator.getFieldOrigins(query).stream()
        .map(path -> path == null ? List.<String>of() : List.copyOf(path))
        .toList();
  }

  /** By their numbers: a call's arguments may be in another order than in the text. */
  private static List<RelDataType> parameters(SqlValidator validator, SqlNode query) {
    Map<Integer, RelDataType> byIndex = new TreeMap<>();
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            byIndex.putIfAbsent(parameter.getIndex(), validator.getValidatedNodeType(parameter));
            return null;
          }
        });
    return List.copyOf(byIndex.values());
  }
}
