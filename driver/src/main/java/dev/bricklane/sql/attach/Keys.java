package dev.bricklane.sql.attach;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.NlsString;

/**
 * Which columns a source may sort or group by. What they are computed of may be written out there,
 * where a constant is an error or the number of a column, and two ? are not the same, even if they
 * have one value.
 */
final class Keys {
  private Keys() {}

  /** Returns whether a column may be one of the keys that rows are grouped by. */
  static boolean groups(Product product, RelNode rel, int column) {
    // Of an EXISTS; and for PostgreSQL, Calcite makes a table of a constant.
    return rel instanceof Project project
            && project.getProjects().get(column) instanceof RexLiteral literal
            && (literal.getTypeName() == SqlTypeName.BOOLEAN || product == Product.POSTGRESQL)
        || sorts(rel, column);
  }

  /** Returns whether a column may be one of the keys that rows are sorted by. */
  static boolean sorts(RelNode rel, int column) {
    if (rel instanceof Filter || rel instanceof Sort) {
      return sorts(rel.getInput(0), column);
    }
    if (!(rel instanceof Project project)) {
      return true;
    }
    RexNode computed = project.getProjects().get(column);
    if (computed instanceof RexInputRef ref) {
      return sorts(project.getInput(), ref.getIndex());
    }
    ImmutableBitSet columns = RelOptUtil.InputFinder.bits(computed);
    return !columns.isEmpty()
        && !hasParameter(computed)
        && columns.asList().stream().allMatch(each -> sorts(project.getInput(), each));
  }

  /**
   * Returns whether a column may be aggregated: a value that is sent beside the text has no type.
   */
  static boolean aggregates(RelNode rel, int column) {
    return !(rel instanceof Project project)
        || project.getProjects().get(column) instanceof RexLiteral
        || !RelOptUtil.InputFinder.bits(project.getProjects().get(column)).isEmpty();
  }

  /** Returns whether a value is sent beside the text. */
  private static boolean hasParameter(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitDynamicParam(RexDynamicParam parameter) {
            found[0] = true;
            return null;
          }

          @Override
          public Void visitLiteral(RexLiteral literal) {
            found[0] |=
                literal.getValue() instanceof NlsString text && !SourceSql.isPlain(text.getValue());
            return null;
          }
        });
    return found[0];
  }
}
