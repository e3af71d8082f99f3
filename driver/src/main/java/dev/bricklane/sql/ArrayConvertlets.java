package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls into algebra as Calcite does, but for functions of arrays that compare elements by
 * Java's {@code equals}, where 1 in an array of REAL would never be found, that change their
 * argument, or that take texts alone.
 */
final class ArrayConvertlets implements SqlRexConvertletTable {
  static final SqlRexConvertletTable INSTANCE = new ArrayConvertlets();

  private ArrayConvertlets() {}

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlRexConvertlet standard = StandardConvertletTable.INSTANCE.get(call);
    if (standard == null || !concerns(call.getKind())) {
      return standard;
    }
    return (context, each) ->
        standard.convertCall(context, each) instanceof RexCall made
            ? converted(context.getRexBuilder(), made)
            : standard.convertCall(context, each);
  }

  private static boolean concerns(SqlKind kind) {
    return switch (kind) {
      case ARRAY_CONTAINS,
          ARRAY_POSITION,
          ARRAY_REMOVE,
          ARRAY_EXCEPT,
          ARRAY_INTERSECT,
          ARRAY_UNION,
          ARRAYS_OVERLAP,
          SORT_ARRAY,
          ARRAY_REVERSE,
          ARRAY_JOIN,
          ARRAY_TO_STRING ->
          true;
      default -> false;
    };
  }

  private static RexNode converted(RexBuilder rex, RexCall call) {
    List<RexNode> arguments = new ArrayList<>(call.getOperands());
    RexNode first = arguments.get(0);
    if (call.getKind() == SqlKind.ARRAY_JOIN || call.getKind() == SqlKind.ARRAY_TO_STRING) {
      return joined(rex, call);
    }
    if (!isArray(first)) {
      return call;
    }
    switch (call.getKind()) {
      case SORT_ARRAY, ARRAY_REVERSE -> {
        return ArrayFunctions.arranged(rex, call);
      }
      case ARRAY_CONTAINS, ARRAY_POSITION, ARRAY_REMOVE -> {
        return areNumbers(arguments) ? ArrayFunctions.compared(rex, call) : call;
      }
      default -> alike(rex, arguments);
    }
    RexNode made = rex.makeCall(call.getOperator(), arguments);
    return made.getType().equals(call.getType())
        ? made
        : rex.makeAbstractCast(call.getType(), made, false);
  }

  private static RexNode joined(RexBuilder rex, RexCall call) {
    if (call.getOperands().stream()
        .anyMatch(each -> each.getType().getSqlTypeName() == SqlTypeName.NULL)) {
      return rex.makeNullLiteral(call.getType());
    }
    List<RexNode> arguments = new ArrayList<>(call.getOperands());
    RexNode array = arguments.get(0);
    if (!isArray(array) || !ArrayFunctions.isScalar(ArrayFunctions.element(array))) {
      throw new BricklaneException(
          ErrorCode.TYPE_MISMATCH,
          "%s takes an array of texts, numbers, truth values or times, but gets %s"
              .formatted(call.getOperator().getName().toLowerCase(Locale.ROOT), array.getType()));
    }
    arguments.set(0, ArrayFunctions.texts(rex, array));
    for (int i = 1; i < arguments.size(); i++) {
      arguments.set(i, text(rex, arguments.get(i)));
    }
    return rex.makeCall(call.getType(), SqlLibraryOperators.ARRAY_TO_STRING, arguments);
  }

  private static RexNode text(RexBuilder rex, RexNode value) {
    return SqlTypeUtil.inCharFamily(value.getType())
        ? value
        : rex.ensureType(
            rex.getTypeFactory()
                .createTypeWithNullability(
                    rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                    value.getType().isNullable()),
            value,
            true);
  }

  private static boolean areNumbers(List<RexNode> arguments) {
    return arguments.stream().map(ArrayConvertlets::compared).allMatch(SqlTypeUtil::isNumeric);
  }

  /** Casts numbers in arrays to the type that they have in common. */
  private static void alike(RexBuilder rex, List<RexNode> arguments) {
    List<RelDataType> types = arguments.stream().map(ArrayConvertlets::compared).toList();
    RelDataType common = rex.getTypeFactory().leastRestrictive(types);
    if (common == null || !areNumbers(arguments)) {
      return;
    }
    arguments.replaceAll(each -> ArrayFunctions.cast(rex, each, common));
  }

  private static RelDataType compared(RexNode argument) {
    return isArray(argument) ? ArrayFunctions.element(argument) : argument.getType();
  }

  private static boolean isArray(RexNode argument) {
    return argument.getType().getSqlTypeName() == SqlTypeName.ARRAY;
  }
}
