package dev.bricklane.sql.attach;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Expressions that are the same for all rows of a run, such as {@code CURRENT_TIMESTAMP - INTERVAL
 * '7' DAY}: they are worked out here when the run begins, and sent as values, so that no database's
 * own clock, arithmetic or time zone has a say. Only operators that are listed; so no model call.
 */
final class RunConstants {
  private static final Set<SqlKind> ARITHMETIC =
      EnumSet.of(
          SqlKind.PLUS,
          SqlKind.MINUS,
          SqlKind.TIMES,
          SqlKind.DIVIDE,
          SqlKind.CHECKED_PLUS,
          SqlKind.CHECKED_MINUS,
          SqlKind.CHECKED_TIMES,
          SqlKind.CHECKED_DIVIDE,
          SqlKind.MINUS_PREFIX,
          SqlKind.CHECKED_MINUS_PREFIX,
          SqlKind.CAST);
  private static final Set<String> CLOCK =
      Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");

  private RunConstants() {}

  /** Returns whether an expression is one; plain literals and parameters are not. */
  static boolean isOne(RexNode expression) {
    if (expression instanceof RexLiteral literal) {
      return !literal.isNull()
          && literal.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }
    return expression instanceof RexCall call
        && (ARITHMETIC.contains(call.getKind())
            || CLOCK.contains(call.getOperator().getName()) && call.getOperands().isEmpty())
        && call.getOperands().stream()
            .allMatch(each ->
                each instanceof RexLiteral || each instanceof RexDynamicParam || isOne(each));
  }
}
