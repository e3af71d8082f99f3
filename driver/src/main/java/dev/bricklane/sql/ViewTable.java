package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.QueryPlanner.Checked;
import dev.bricklane.sql.attach.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.Schema.TableType;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A view: where a query names it, its own query is put, before any call is placed. So what nobody
 * reads of a view is not computed, and its calls count as if they stood in the query.
 *
 * <p>Its columns are found out when they are asked for, and kept until a failure or {@link
 * #forget}. Thread-safe.
 */
final class ViewTable extends AbstractTable implements TranslatableTable {
  private final Definition.View view;
  private final DefinedObjects objects;
  private volatile @Nullable RelDataType rowType;

  ViewTable(Definition.View view, DefinedObjects objects) {
    this.view = view;
    this.objects = objects;
  }

  Definition.View definition() {
    return view;
  }

  /** A view's query, checked. */
  private record Meaning(Checked checked, RelDataType rowType) {}

  private Meaning meaning() {
    DefinedText text = view.body();
    try {
      SqlNode parsed = text.parse();
      ColumnLabels labels = ColumnLabels.of(parsed);
      Checked checked = objects.planner().checkDefinition(objects.bind(parsed), view.schema());
      RelDataType row = checked.validator().getValidatedNodeType(checked.query());
      return new Meaning(checked, named(row, labels, checked.types()));
    } catch (RuntimeException | AssertionError e) {
      throw text.located(e);
    }
  }

  /** Gives the columns of the query their names in the view, each another. */
  private RelDataType named(RelDataType row, ColumnLabels labels, RelDataTypeFactory types) {
    List<NamedType> wanted = view.columns();
    List<RelDataTypeField> fields = row.getFieldList();
    if (!wanted.isEmpty() && wanted.size() != fields.size()) {
      throw wrong(
          wanted.get(0).place(),
          "the query has %d columns, and %d names are given"
              .formatted(fields.size(), wanted.size()));
    }
    RelDataTypeFactory.Builder builder = types.builder();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      RelDataTypeField field = fields.get(i);
      String name = wanted.isEmpty() ? labels.label(i, field.getName()) : wanted.get(i).name();
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw wrong(
            view.place(),
            "two columns are named %s; name them with AS, or all in parentheses after the view's name"
                .formatted(name));
      }
      builder.add(name, field.getType());
    }
    return builder.build();
  }

  private RuntimeException wrong(int place, String what) {
    return view.body().file().error(place, ErrorCode.INVALID_STATEMENT, what);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    RelDataType known = rowType;
    if (known == null) {
      known = meaning().rowType;
      rowType = known;
    }
    return known;
  }

  /** Has its columns found out anew: what it reads may have others by now. */
  void forget() {
    rowType = null;
  }

  /** Returns its columns for metadata; none while it cannot be read. */
  List<Column> columns() {
    try {
      List<Column> columns = new ArrayList<>();
      for (RelDataTypeField field : described().getFieldList()) {
        String remarks =
            view.columns().isEmpty() ? null : view.columns().get(field.getIndex()).remarks();
        columns.add(
            new Column(
                field.getName(),
                RelTypes.describe(field.getType()),
                field.getType().isNullable(),
                SqlEngine.CATALOG,
                view.schema(),
                view.name(),
                field.getName(),
                remarks));
      }
      return columns;
    } catch (DefinitionException | StackOverflowError e) {
      return List.of();
    } finally {
      QueryPlanner.forgetThread();
    }
  }

  /** Returns why it cannot be read now; null if it can. */
  @Nullable String problem() {
    try {
      described();
      return null;
    } catch (DefinitionException | StackOverflowError e) {
      return SqlErrors.ofPlanning(e).getMessage();
    } finally {
      QueryPlanner.forgetThread();
    }
  }

  private RelDataType described() {
    return Attachment.forMetadata(() -> getRowType(QueryPlanner.types()));
  }

  @Override
  public TableType getJdbcTableType() {
    return TableType.VIEW;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    Meaning meaning = meaning();
    if (!RelOptUtil.areRowTypesEqual(meaning.rowType, table.getRowType(), true)) {
      // As for any column that has changed at its source, the engine tries again.
      throw view.body()
          .located(
              view.body()
                  .file()
                  .error(
                      view.place(),
                      ErrorCode.UNKNOWN_COLUMN,
                      "the columns of what it reads have changed; send the statement again"));
    }
    try {
      RelNode rows = QueryPlanner.converted(meaning.checked, context.getCluster()).project();
      // A step of its own: Calcite takes the order away from a view that it sees below a LIMIT.
      return LogicalProject.create(
          rows, List.of(), Rels.columns(rows), table.getRowType().getFieldNames(), Set.of());
    } catch (RuntimeException | AssertionError e) {
      throw view.body().located(e);
    }
  }
}
