package dev.bricklane.sql;

import dev.bricklane.exec.StatementCalls;
import dev.bricklane.sql.ModelFunction.Result;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema.TableType;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A table of Bricklane's own; its rows are made anew at each scan. */
final class SystemTable extends AbstractTable implements ScannableTable {
  private final String remarks;
  private final List<Result> columns;
  private final Function<StatementCalls, List<@Nullable Object[]>> rows;

  /** Makes a table whose rows are at hand. */
  SystemTable(String remarks, List<Result> columns, Supplier<List<@Nullable Object[]>> rows) {
    this(remarks, columns, calls -> rows.get());
  }

  /** Makes a table whose rows are fetched by a statement. */
  SystemTable(
      String remarks,
      List<Result> columns,
      Function<StatementCalls, List<@Nullable Object[]>> rows) {
    this.remarks = remarks;
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  String remarks() {
    return remarks;
  }

  List<Result> columns() {
    return columns;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    RelDataTypeFactory.Builder row = types.builder();
    columns.forEach(column -> row.add(column.name(), RelTypes.of(types, column.type())));
    return row.build();
  }

  @Override
  public TableType getJdbcTableType() {
    return TableType.TABLE;
  }

  @Override
  public Enumerable<@Nullable Object[]> scan(DataContext context) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        StatementCalls calls = ((QueryContext) context).calls();
        return StoppableRows.of(calls, rows.apply(calls)).enumerator();
      }
    };
  }
}
