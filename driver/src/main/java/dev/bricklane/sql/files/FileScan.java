package dev.bricklane.sql.files;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.Blocks;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Reads some columns of a file. Columns that nobody reads are dropped before values are made. */
final class FileScan extends TableScan implements EnumerableRel {
  private final FileTable file;
  private final int[] columns;

  private FileScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      List<RelHint> hints,
      RelOptTable table,
      FileTable file,
      int[] columns) {
    super(cluster, traits, hints, table);
    this.file = file;
    this.columns = columns;
  }

  /** Reads all columns. */
  static FileScan of(
      RelOptCluster cluster, List<RelHint> hints, RelOptTable table, FileTable file) {
    return new FileScan(
        cluster,
        cluster.traitSetOf(EnumerableConvention.INSTANCE),
        hints,
        table,
        file,
        IntStream.range(0, table.getRowType().getFieldCount()).toArray());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new FileScan(getCluster(), traits, getHints(), getTable(), file, columns);
  }

  @Override
  public RelDataType deriveRowType() {
    List<RelDataTypeField> all = getTable().getRowType().getFieldList();
    RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
    for (int column : columns) {
      row.add(all.get(column));
    }
    return row.build();
  }

  @Override
  public RelNode project(ImmutableBitSet used, Set<RelDataTypeField> extra, RelBuilder builder) {
    return extra.isEmpty()
        ? new FileScan(
            getCluster(),
            getTraitSet(),
            getHints(),
            getTable(),
            file,
            used.toList().stream().mapToInt(i -> columns[i]).toArray())
        : super.project(used, extra, builder);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    RelOptCost all = super.computeSelfCost(planner, mq);
    double part = (columns.length + 1.0) / (getTable().getRowType().getFieldCount() + 1.0);
    return all == null ? null : all.multiplyBy(part);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("file", file.file().shown())
        .item("columns", getRowType().getFieldNames());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType type =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    return implementor.result(
        type,
        Blocks.toBlock(
            Expressions.call(
                implementor.stash(new FileRows(file, columns), ScannableTable.class),
                "scan",
                DataContext.ROOT)));
  }
}
