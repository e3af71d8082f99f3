package dev.bricklane.sql.attach;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * FLOOR to a unit of time, as date_trunc is written, and EXTRACT of one: of dates and of timestamps
 * without a time zone, where databases agree. They do not about weeks, nor about the fractions of a
 * second, nor about what day it is elsewhere.
 */
final class DateParts {
  private static final Set<TimeUnitRange> OF_DATES =
      EnumSet.of(TimeUnitRange.YEAR, TimeUnitRange.QUARTER, TimeUnitRange.MONTH, TimeUnitRange.DAY);
  private static final Set<TimeUnitRange> OF_TIMESTAMPS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE);

  private DateParts() {}

  /** Returns whether a call is one that a source works out as it is worked out here. */
  static boolean means(Product product, RexCall call) {
    if (product != Product.H2 && product != Product.POSTGRESQL && product != Product.DUCKDB) {
      return false;
    }
    TimeUnitRange unit = unit(call);
    SqlTypeName type = unit == null ? null : argument(call).getType().getSqlTypeName();
    return unit != null
        && (OF_DATES.contains(unit) && (type == SqlTypeName.DATE || type == SqlTypeName.TIMESTAMP)
            || type == SqlTypeName.TIMESTAMP
                && (OF_TIMESTAMPS.contains(unit)
                    || unit == TimeUnitRange.SECOND && call.getKind() == SqlKind.FLOOR));
  }

  /** Returns what the unit is taken of. */
  static RexNode argument(RexCall call) {
    return call.getOperands().get(call.getKind() == SqlKind.FLOOR ? 0 : 1);
  }

  private static @Nullable TimeUnitRange unit(RexCall call) {
    int place = call.getKind() == SqlKind.FLOOR ? 1 : 0;
    return (call.getKind() == SqlKind.FLOOR || call.getKind() == SqlKind.EXTRACT)
            && call.getOperands().size() == 2
            && call.getOperands().get(place) instanceof RexLiteral literal
            && literal.getValue() instanceof TimeUnitRange unit
        ? unit
        : null;
  }

  /** Returns whether a column has no more than whole seconds, since it was cut off there. */
  static boolean whole(RelNode rel, int column) {
    if (rel instanceof Filter || rel instanceof Sort) {
      return whole(rel.getInput(0), column);
    }
    if (!(rel instanceof Project project)) {
      return false;
    }
    RexNode computed = project.getProjects().get(column);
    return computed instanceof RexInputRef ref
        ? whole(project.getInput(), ref.getIndex())
        : computed instanceof RexCall call && call.getOperator() instanceof Truncated;
  }

  /** Returns such a call as it is written there; any other call as it is. */
  static RexNode written(RexBuilder rex, RexCall call) {
    TimeUnitRange unit = unit(call);
    return unit == null
        ? call
        : rex.makeCall(
            call.getType(),
            call.getKind() == SqlKind.FLOOR
                ? new Truncated(unit, argument(call).getType())
                : new Extracted(unit),
            List.of(argument(call)));
  }

  /** A time at the beginning of its unit; of a date, a date. */
  private static final class Truncated extends SqlFunction {
    private final TimeUnitRange unit;
    private final boolean date;

    Truncated(TimeUnitRange unit, RelDataType of) {
      super(
          "DATE_TRUNC_" + unit,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.TIMEDATE);
      this.unit = unit;
      this.date = of.getSqlTypeName() == SqlTypeName.DATE;
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int left, int right) {
      Runnable value = () -> call.operand(0).unparse(writer, 0, 0);
      // Of a date, PostgreSQL makes a moment in the session's time zone.
      if (date) {
        cast(writer, () -> truncated(writer, () -> cast(writer, value, "TIMESTAMP")), "DATE");
      } else {
        truncated(writer, value);
      }
    }

    private void truncated(SqlWriter writer, Runnable value) {
      SqlWriter.Frame function = writer.startFunCall("DATE_TRUNC");
      writer.sep(",");
      writer.literal("'" + unit + "'");
      writer.sep(",", true);
      value.run();
      writer.endFunCall(function);
    }
  }

  /** A part of a time, as a whole number. */
  private static final class Extracted extends SqlFunction {
    private final TimeUnitRange unit;

    Extracted(TimeUnitRange unit) {
      super(
          "EXTRACT_" + unit,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT_NULLABLE,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.TIMEDATE);
      this.unit = unit;
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int left, int right) {
      cast(
          writer,
          () -> {
            SqlWriter.Frame function = writer.startFunCall("EXTRACT");
            writer.keyword(unit.name());
            writer.sep("FROM", true);
            call.operand(0).unparse(writer, 0, 0);
            writer.endFunCall(function);
          },
          "BIGINT");
    }
  }

  private static void cast(SqlWriter writer, Runnable value, String type) {
    SqlWriter.Frame function = writer.startFunCall("CAST");
    value.run();
    writer.sep("AS", true);
    writer.keyword(type);
    writer.endFunCall(function);
  }
}
