package dev.bricklane.sql.attach;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.jspecify.annotations.Nullable;

/** Where a query reads tables of sources. */
final class SourceScan {
  private SourceScan() {}

  /** Returns the table of a source that is scanned, or null. */
  static @Nullable SourceTable of(RelNode rel) {
    return rel instanceof TableScan scan ? scan.getTable().unwrap(SourceTable.class) : null;
  }

  /** Returns whether a query reads one. */
  static boolean in(RelNode rel) {
    return of(rel) != null || rel.getInputs().stream().anyMatch(SourceScan::in);
  }

  /** Returns all that a query reads. */
  static List<SourceTable> all(RelNode rel) {
    List<SourceTable> found = new ArrayList<>();
    SourceTable own = of(rel);
    if (own != null) {
      found.add(own);
    }
    rel.getInputs().forEach(input -> found.addAll(all(input)));
    return found;
  }
}
