package dev.bricklane.sql;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;

/** Windows whose partitions are equal DECIMALs; they have plain keys before they are optimised. */
final class DecimalWindows {
  private DecimalWindows() {}

  static RelNode in(RelNode query) {
    var inputs = query.getInputs().stream().map(DecimalWindows::in).toList();
    RelNode rel =
        inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    return rel instanceof Project project && project.containsOver()
        ? project.accept(new PlainPartitions(Rels.rex(project)))
        : rel;
  }

  private static final class PlainPartitions extends RexShuttle {
    private final RexBuilder rex;

    PlainPartitions(RexBuilder rex) {
      this.rex = rex;
    }

    @Override
    public RexWindow visitWindow(RexWindow given) {
      RexWindow window = super.visitWindow(given);
      return rex.makeWindow(
          window.partitionKeys.stream().map(key -> DecimalKeys.plain(rex, key)).toList(),
          window.orderKeys,
          window.getLowerBound(),
          window.getUpperBound(),
          window.isRows(),
          window.getExclude());
    }
  }
}
