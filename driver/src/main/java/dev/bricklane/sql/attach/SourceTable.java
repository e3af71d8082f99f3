package dev.bricklane.sql.attach;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A table of a source, for the planner. Immutable. */
final class SourceTable extends AbstractTable {
  /** Nobody counts rows; more than of the driver's own tables, and of most VALUES. */
  private static final double GUESS = 10_000;

  private final SourceDatabase database;
  private final List<String> path;
  private final boolean view;
  private final @Nullable String remarks;
  private final List<SourceColumn> columns;
  private final AttachedTable.@Nullable Key key;

  /**
   * Makes a table.
   *
   * @param path its name in the source, its schema's before it where there is one
   */
  SourceTable(
      SourceDatabase database,
      List<String> path,
      boolean view,
      @Nullable String remarks,
      List<SourceColumn> columns,
      AttachedTable.@Nullable Key key) {
    this.database = database;
    this.path = List.copyOf(path);
    this.view = view;
    this.remarks = remarks;
    this.columns = List.copyOf(columns);
    this.key = key;
  }

  SourceDatabase database() {
    return database;
  }

  List<String> path() {
    return path;
  }

  List<SourceColumn> columns() {
    return columns;
  }

  /** Describes it for metadata. */
  AttachedTable described(String schema, String name) {
    return new AttachedTable(
        schema,
        name,
        view ? "VIEW" : "TABLE",
        remarks,
        columns.stream()
            .map(column -> new AttachedTable.Field(column.name(), column::type, column.remarks()))
            .toList(),
        key);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    RelDataTypeFactory.Builder row = types.builder();
    columns.forEach(column -> row.add(column.name(), column.type(types)));
    return row.build();
  }

  @Override
  public Statistic getStatistic() {
    if (key == null) {
      return Statistics.of(GUESS, List.of());
    }
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    List<Integer> fields = key.columns().stream().map(names::indexOf).toList();
    return fields.contains(-1)
        ? Statistics.of(GUESS, List.of())
        : Statistics.of(GUESS, List.of(ImmutableBitSet.of(fields)));
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return view ? Schema.TableType.VIEW : Schema.TableType.TABLE;
  }
}
