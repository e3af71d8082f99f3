package dev.bricklane.sql.attach;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;

/** From which column of a source's table a column of a query comes unchanged. */
final class Lineage {
  private Lineage() {}

  /** Returns the column, or null if it is computed. */
  static @Nullable SourceColumn of(RelNode rel, int column) {
    SourceTable table = SourceScan.of(rel);
    if (table != null) {
      return table.columns().get(column);
    }
    if (rel instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef ref
          ? of(project.getInput(), ref.getIndex())
          : null;
    }
    if (rel instanceof Filter || rel instanceof Sort) {
      return of(rel.getInput(0), column);
    }
    if (rel instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      return column < left ? of(join.getLeft(), column) : of(join.getRight(), column - left);
    }
    if (rel instanceof Aggregate aggregate && column < aggregate.getGroupCount()) {
      return of(aggregate.getInput(), aggregate.getGroupSet().nth(column));
    }
    return null;
  }
}
