package dev.bricklane.sql;

import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes functions that tools and people send to warehouses and to PostgreSQL, and that Calcite
 * does not have, or has with other arguments, in SQL's own words: {@code now()}, {@code
 * date_trunc('month', x)}, {@code to_date(x)}. So they mean the same over every source, and a
 * source can work them out itself.
 */
final class WarehouseForms extends SqlShuttle {
  /** Also as Databricks writes them. */
  private static final Map<String, TimeUnit> UNITS =
      Map.ofEntries(
          Map.entry("YEAR", TimeUnit.YEAR),
          Map.entry("YYYY", TimeUnit.YEAR),
          Map.entry("YY", TimeUnit.YEAR),
          Map.entry("QUARTER", TimeUnit.QUARTER),
          Map.entry("MONTH", TimeUnit.MONTH),
          Map.entry("MON", TimeUnit.MONTH),
          Map.entry("MM", TimeUnit.MONTH),
          Map.entry("WEEK", TimeUnit.WEEK),
          Map.entry("DAY", TimeUnit.DAY),
          Map.entry("DD", TimeUnit.DAY),
          Map.entry("HOUR", TimeUnit.HOUR),
          Map.entry("MINUTE", TimeUnit.MINUTE),
          Map.entry("SECOND", TimeUnit.SECOND));

  static SqlNode write(SqlNode statement) {
    SqlNode written = statement.accept(new WarehouseForms());
    return written == null ? statement : written;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlCall inner) {
      SqlNode written =
          switch (inner.operandCount()) {
            case 0 -> ofNothing(inner);
            case 1 -> ofOne(inner);
            case 2 -> ofTwo(inner);
            default -> null;
          };
      return written == null ? visited : written;
    }
    return visited;
  }

  /** The only type with a zone that can be computed with is an instant's. */
  @Override
  public @Nullable SqlNode visit(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
            && basic.getTypeName().getSimple().equals("TIMESTAMP_TZ")
        ? new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(
                SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                basic.getPrecision(),
                type.getParserPosition()),
            type.getParserPosition())
        : type;
  }

  private static String name(SqlCall call) {
    // A template may have any of these names; then it is meant.
    return TemplateOperators.has(call.getOperator())
        ? ""
        : call.getOperator().getName().toUpperCase(Locale.ROOT);
  }

  private static @Nullable SqlNode ofNothing(SqlCall call) {
    return name(call).equals("NOW")
        ? SqlStdOperatorTable.CURRENT_TIMESTAMP.createCall(call.getParserPosition())
        : null;
  }

  private static @Nullable SqlNode ofOne(SqlCall call) {
    SqlParserPos position = call.getParserPosition();
    return switch (name(call)) {
      case "TO_DATE" -> cast(call.operand(0), SqlTypeName.DATE, position);
      case "TO_TIMESTAMP" -> cast(call.operand(0), SqlTypeName.TIMESTAMP, position);
      case "SIZE" -> SqlStdOperatorTable.CARDINALITY.createCall(position, call.getOperandList());
      default -> null;
    };
  }

  private static @Nullable SqlNode ofTwo(SqlCall call) {
    SqlParserPos position = call.getParserPosition();
    SqlNode first = call.operand(0);
    SqlNode second = call.operand(1);
    return switch (name(call)) {
      case "DATE_TRUNC" -> truncated(first, second, position);
      case "DATE_ADD" -> isInterval(second) ? null : later(first, second, position);
      case "DATE_SUB" ->
          isInterval(second)
              ? null
              : later(
                  first, SqlStdOperatorTable.UNARY_MINUS.createCall(position, second), position);
      case "CONTAINS" ->
          SqlStdOperatorTable.GREATER_THAN.createCall(
              position,
              SqlStdOperatorTable.POSITION.createCall(position, second, first),
              SqlLiteral.createExactNumeric("0", position));
      case "DATEDIFF" -> daysBetween(first, second, position);
      case "LEFT", "RIGHT" -> ofLength(call, first, second, position);
      case "CHARINDEX" -> SqlStdOperatorTable.POSITION.createCall(position, first, second);
      default -> null;
    };
  }

  /** The grammar takes the first argument for a unit, if it is a name. */
  private static @Nullable SqlNode daysBetween(SqlNode end, SqlNode start, SqlParserPos position) {
    return end instanceof SqlIntervalQualifier name && name.timeFrameName != null
        ? SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(
            position,
            qualifier(TimeUnit.DAY, position),
            start,
            new SqlIdentifier(name.timeFrameName, name.getParserPosition()))
        : null;
  }

  /** Calcite has no code for lengths that are BIGINT. */
  private static @Nullable SqlNode ofLength(
      SqlCall call, SqlNode text, SqlNode length, SqlParserPos position) {
    return length instanceof SqlLiteral
        ? null
        : call.getOperator()
            .createCall(position, text, cast(length, SqlTypeName.INTEGER, position));
  }

  private static SqlNode cast(SqlNode value, SqlTypeName type, SqlParserPos position) {
    return SqlStdOperatorTable.CAST.createCall(
        position, value, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position), position));
  }

  private static @Nullable SqlNode truncated(SqlNode unit, SqlNode value, SqlParserPos position) {
    TimeUnit known =
        unit instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR
            ? UNITS.get(literal.getValueAs(String.class).strip().toUpperCase(Locale.ROOT))
            : null;
    if (known == null) {
      return null;
    }
    if (known != TimeUnit.WEEK) {
      return floor(value, known, position);
    }
    // Calcite's weeks begin on Sunday, those of date_trunc on Monday.
    SqlNode day = SqlLiteral.createInterval(1, "1", qualifier(TimeUnit.DAY, position), position);
    SqlNode sunday =
        floor(SqlStdOperatorTable.MINUS.createCall(position, value, day), TimeUnit.WEEK, position);
    return SqlStdOperatorTable.PLUS.createCall(position, sunday, day);
  }

  private static SqlNode floor(SqlNode value, TimeUnit unit, SqlParserPos position) {
    return SqlStdOperatorTable.FLOOR.createCall(position, value, qualifier(unit, position));
  }

  private static SqlNode later(SqlNode date, SqlNode days, SqlParserPos position) {
    return SqlStdOperatorTable.TIMESTAMP_ADD.createCall(
        position, qualifier(TimeUnit.DAY, position), days, date);
  }

  private static SqlIntervalQualifier qualifier(TimeUnit unit, SqlParserPos position) {
    return new SqlIntervalQualifier(unit, null, position);
  }

  private static boolean isInterval(SqlNode node) {
    return node instanceof SqlIntervalLiteral || node.getKind() == SqlKind.INTERVAL;
  }
}
