package dev.bricklane.sql;

import dev.bricklane.client.PoolStats;
import dev.bricklane.config.AttachedSource;
import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.CallExecutor;
import dev.bricklane.sql.attach.Attachment;
import dev.bricklane.sql.attach.Attachments;
import dev.bricklane.sql.attach.FolderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Plans queries over the catalogue of one connection. Thread-safe. */
public final class SqlEngine {
  static final String CATALOG = "bricklane";
  static final String SCHEMA = "main";

  private final CallExecutor executor;
  private final Supplier<Planning> planning;
  private final @Nullable KeptPlans kept;

  /**
   * Makes an engine for one connection. It loads no planner; {@link #warmUp} and the first use do.
   *
   * @param executor runs its model calls
   * @param settings for the table {@code properties}; secrets masked
   * @param attached sources whose tables can be queried too, each a catalog; none is reached before
   *     a query or the metadata needs it
   * @param definitions its views and prompt templates
   * @param pool gives the table {@code pool}
   */
  public SqlEngine(
      CallExecutor executor,
      List<Setting> settings,
      List<AttachedSource> attached,
      Definitions definitions,
      Supplier<PoolStats> pool) {
    this.executor = executor;
    FolderSettings.check(attached, executor.files());
    if (attached.stream().anyMatch(AttachedSource::folder)) {
      WarmUp.awaitPlanner(); // A folder is one of Calcite's schemas, made by two threads at once
      // else.
    }
    // What an attached source has may change.
    this.kept = attached.isEmpty() ? new KeptPlans() : null;
    List<Attachment> attachments = Attachments.of(attached, executor.files());
    this.planning =
        new OnFirstUse<>(
            () -> Planning.of(executor, settings, attached, attachments, definitions, pool));
  }

  /**
   * Begins to load the planner in the background, once in the life of the class loader; returns at
   * once. Whoever needs the planner before it is loaded waits for it.
   */
  public static void warmUp() {
    WarmUp.begin();
  }

  /**
   * Parses, checks and plans one query, unless it was one of the last; makes no model call.
   *
   * @param sql one statement; a trailing {@code ;} and comments are allowed
   * @param catalog where names without a catalog are looked up
   * @param schema where names without a schema are looked up
   * @throws BricklaneException if it is not a query, or not a correct one; the message says where
   */
  public PreparedQuery prepare(String sql, String catalog, String schema) {
    return kept == null
        ? planned(sql, catalog, schema)
        : kept.of(new KeptPlans.Text(sql, catalog, schema), () -> planned(sql, catalog, schema));
  }

  private PreparedQuery planned(String sql, String catalog, String schema) {
    SourceText text = SourceText.of(sql);
    Planning planning = this.planning.get();
    try {
      return prepare(text, planning, catalog, schema);
    } catch (BricklaneException e) {
      boolean unknown = e.code() == ErrorCode.UNKNOWN_TABLE || e.code() == ErrorCode.UNKNOWN_COLUMN;
      if (!unknown || !planning.refresh()) {
        throw e;
      }
      // It may have been made since the source was looked at.
      return prepare(text, planning, catalog, schema);
    }
  }

  private PreparedQuery prepare(SourceText text, Planning planning, String catalog, String schema) {
    try {
      SqlNode parsed = StatementParser.parse(text);
      planning.objects().lookAgain();
      SqlNode bound = planning.objects().bind(parsed);
      SqlNode named = SessionNames.write(bound, catalog, schema);
      QueryPlanner.Plan plan = planning.planner().plan(named, catalog, schema);
      return new PlannedQuery(
          plan,
          columns(plan, ColumnLabels.of(parsed), planning.catalogue()),
          planning.root(),
          executor);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw text.restore(SqlErrors.ofPlanning(e));
    } finally {
      QueryPlanner.forgetThread();
    }
  }

  /** Returns what there is to query. */
  public Catalogue catalogue() {
    return planning.get().catalogue();
  }

  /** Returns the catalog that unqualified names are looked up in. */
  public String defaultCatalog() {
    return CATALOG;
  }

  /** Returns the schema that unqualified names are looked up in. */
  public String defaultSchema() {
    return SCHEMA;
  }

  private static List<Column> columns(
      QueryPlanner.Plan plan, ColumnLabels labels, Catalogue catalogue) {
    List<Column> columns = new ArrayList<>();
    List<RelDataTypeField> fields = plan.fields();
    for (int i = 0; i < fields.size(); i++) {
      RelDataTypeField field = fields.get(i);
      List<String> origin = i < plan.origins().size() ? plan.origins().get(i) : List.of();
      if (origin.size() == 3) {
        // A table that a source has in its default schema, which was not named.
        String schema = catalogue.defaultSchema(origin.get(0));
        origin =
            schema == null ? origin : List.of(origin.get(0), schema, origin.get(1), origin.get(2));
      }
      String label = labels.label(i, field.getName());
      int depth = origin.size();
      columns.add(
          new Column(
              label,
              RelTypes.describe(field.getType()),
              field.getType().isNullable(),
              depth > 3 ? origin.get(depth - 4) : null,
              depth > 2 ? origin.get(depth - 3) : null,
              depth > 1 ? origin.get(depth - 2) : null,
              depth > 0 ? origin.get(depth - 1) : label,
              null));
    }
    return columns;
  }

  /** What a connection plans with. */
  private record Planning(
      SchemaPlus root,
      QueryPlanner planner,
      DefinedObjects objects,
      Catalogue catalogue,
      List<Attachment> attachments) {
    /** Has the attached sources looked at again; returns whether there are any. */
    boolean refresh() {
      attachments.forEach(Attachment::refresh);
      return !attachments.isEmpty();
    }

    static Planning of(
        CallExecutor executor,
        List<Setting> settings,
        List<AttachedSource> attached,
        List<Attachment> attachments,
        Definitions definitions,
        Supplier<PoolStats> pool) {
      WarmUp.awaitPlanner();
      CalciteSettings.ensureLoaded();
      CalciteSchema top = CalciteSchema.createRootSchema(false, false);
      SchemaPlus root = top.plus();
      QueryPlanner planner = new QueryPlanner(top);
      DefinedObjects objects = new DefinedObjects(definitions, planner, !attachments.isEmpty());
      Map<String, SystemTable> tables =
          Map.of(
              "models", SystemTables.models(),
              "calls", SystemTables.calls(executor.ledger()),
              "usage", UsageTable.of(executor.ledger()),
              "pool", SystemTables.pool(pool),
              "properties", SystemTables.properties(settings, attached),
              "views", SystemTables.views(objects));
      SchemaPlus catalog = root.add(CATALOG, new AbstractSchema());
      SchemaPlus schema = catalog.add(SCHEMA, new AbstractSchema());
      tables.forEach(schema::add);
      objects.addViews(catalog);
      attachments.forEach(source -> root.add(source.name(), source.schema()));
      Catalogue own = new SchemaCatalogue(CATALOG, SCHEMA, tables, objects);
      return new Planning(
          root,
          planner,
          objects,
          attachments.isEmpty() ? own : new AttachedCatalogue(own, attachments),
          attachments);
    }
  }
}
