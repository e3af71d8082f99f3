package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code array_join} and {@code array_to_string} of arrays of any scalars, as in a warehouse;
 * Calcite's take texts alone. Further what {@link ArrayConvertlets} puts around arguments.
 */
final class ArrayFunctions {
  static final SqlOperatorTable TABLE =
      SqlOperatorTables.of(joining(SqlKind.ARRAY_JOIN), joining(SqlKind.ARRAY_TO_STRING));

  private static final SqlOperator TEXTS = internal("TEXTS", "texts", ReturnTypes.ARG0, List.class);
  private static final SqlOperator SORTED =
      internal("SORTED", "sorted", ReturnTypes.ARG0_NULLABLE, List.class, Boolean.class);
  private static final SqlOperator REVERSED =
      internal("REVERSED", "reversed", ReturnTypes.ARG0, List.class);
  private static final SqlOperator CONTAINS =
      comparing("CONTAINS_NUMBER", "contains", ReturnTypes.BOOLEAN_NULLABLE);
  private static final SqlOperator POSITION =
      comparing("POSITION_OF_NUMBER", "position", ReturnTypes.BIGINT_NULLABLE);
  private static final SqlOperator WITHOUT =
      comparing("WITHOUT_NUMBER", "without", ReturnTypes.ARG0_NULLABLE);

  private ArrayFunctions() {}

  private static SqlFunction joining(SqlKind kind) {
    return new SqlFunction(
        kind.name(),
        kind,
        ReturnTypes.VARCHAR_NULLABLE,
        null,
        OperandTypes.family(
            List.of(SqlTypeFamily.ARRAY, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            index -> index == 2),
        SqlFunctionCategory.STRING);
  }

  private static SqlOperator comparing(String name, String method, SqlReturnTypeInference type) {
    return internal(name, method, type, List.class, Object.class);
  }

  private static SqlOperator internal(
      String name, String method, SqlReturnTypeInference type, Class<?>... arguments) {
    return new SqlUserDefinedFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        type,
        null,
        OperandTypes.operandMetadata(
            List.of(), types -> List.of(), index -> "array", index -> false),
        ScalarFunctionImpl.createUnsafe(
            Types.lookupMethod(GeneratedCodeBridge.class, method, arguments)));
  }

  /** Returns whether a value of a type is one that a text can be made of. */
  static boolean isScalar(RelDataType type) {
    return type.getComponentType() == null
        && !type.isStruct()
        && type.getSqlTypeName() != SqlTypeName.MAP
        && !SqlTypeName.BINARY_TYPES.contains(type.getSqlTypeName());
  }

  /**
   * Returns an array of an array's elements as texts: numbers and truth values as a warehouse
   * writes them, anything else as CAST does.
   */
  static RexNode texts(RexBuilder rex, RexNode array) {
    RelDataType element = element(array);
    RelDataType texts =
        arrayOf(rex, array, rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR));
    SqlTypeName type = element.getSqlTypeName();
    if (SqlTypeName.CHAR_TYPES.contains(type)) {
      return array;
    }
    return SqlTypeName.NUMERIC_TYPES.contains(type) || type == SqlTypeName.BOOLEAN
        ? rex.makeCall(texts, TEXTS, List.of(array))
        : rex.makeAbstractCast(texts, array, false);
  }

  /** Returns a call that arranges elements, for one that would arrange those of its argument. */
  static RexNode arranged(RexBuilder rex, RexCall call) {
    List<RexNode> arguments = new ArrayList<>(call.getOperands());
    if (call.getKind() == SqlKind.ARRAY_REVERSE) {
      return rex.makeCall(call.getType(), REVERSED, arguments);
    }
    if (arguments.size() == 1) {
      arguments.add(rex.makeLiteral(true));
    }
    return rex.makeCall(call.getType(), SORTED, arguments);
  }

  /** Returns a call that looks for a number, for one where it may have another type. */
  static RexNode compared(RexBuilder rex, RexCall call) {
    SqlOperator operator =
        switch (call.getKind()) {
          case ARRAY_CONTAINS -> CONTAINS;
          case ARRAY_POSITION -> POSITION;
          default -> WITHOUT;
        };
    return rex.makeCall(call.getType(), operator, call.getOperands());
  }

  /** Returns an array with elements of a type; those of the first may be NULL or not, as before. */
  static RexNode cast(RexBuilder rex, RexNode array, RelDataType element) {
    RelDataType wanted = arrayOf(rex, array, element);
    return wanted.equals(array.getType()) ? array : rex.makeAbstractCast(wanted, array, false);
  }

  private static RelDataType arrayOf(RexBuilder rex, RexNode array, RelDataType element) {
    var types = rex.getTypeFactory();
    RelDataType own = types.createTypeWithNullability(element, element(array).isNullable());
    return types.createTypeWithNullability(
        types.createArrayType(own, -1), array.getType().isNullable());
  }

  static RelDataType element(RexNode array) {
    return Objects.requireNonNull(array.getType().getComponentType());
  }

  static List<@Nullable String> texts(List<?> values) {
    List<@Nullable String> texts = new ArrayList<>(values.size());
    for (Object value : values) {
      texts.add(
          value instanceof BigDecimal number
              ? number.toPlainString()
              : value == null ? null : value.toString());
    }
    return texts;
  }

  /** Sorts elements, NULLs first, or the other way round. */
  @SuppressWarnings("unchecked") // What the engine sorts can be compared.
  static List<?> sorted(List<?> values, boolean ascending) {
    List<@Nullable Comparable<Object>> sorted =
        new ArrayList<>((List<@Nullable Comparable<Object>>) values);
    Comparator<@Nullable Comparable<Object>> order =
        Comparator.nullsFirst(Comparator.<Comparable<Object>>naturalOrder());
    sorted.sort(ascending ? order : order.reversed());
    return sorted;
  }

  static List<?> reversed(List<?> values) {
    List<?> reversed = new ArrayList<>(values);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Returns the place of a number, from 1; 0 if it is not there. */
  static long position(List<?> values, Object number) {
    for (int i = 0; i < values.size(); i++) {
      if (areEqual(values.get(i), number)) {
        return i + 1L;
      }
    }
    return 0;
  }

  static List<?> without(List<?> values, Object number) {
    return values.stream().filter(each -> !areEqual(each, number)).toList();
  }

  /** Compares numbers as SQL does: exact ones by their value, others as fractions. */
  private static boolean areEqual(@Nullable Object one, Object other) {
    if (one == null) {
      return false;
    }
    return isFraction(one) || isFraction(other)
        ? ((Number) one).doubleValue() == ((Number) other).doubleValue()
        : new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
  }

  private static boolean isFraction(Object number) {
    return number instanceof Double || number instanceof Float;
  }
}
