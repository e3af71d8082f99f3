package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;

/**
 * What embeddings are compared by, under Databricks' names for it. Each takes two arrays of numbers
 * and gives a DOUBLE: NULL if one is NULL or has a NULL in it, an error if their lengths differ.
 */
final class VectorFunctions {
  static final SqlOperatorTable TABLE =
      SqlOperatorTables.of(
          function("VECTOR_COSINE_SIMILARITY", "cosineSimilarity"),
          function("VECTOR_INNER_PRODUCT", "innerProduct"),
          function("VECTOR_L2_DISTANCE", "l2Distance"));

  private VectorFunctions() {}

  private static SqlOperator function(String name, String method) {
    Method target = Types.lookupMethod(GeneratedCodeBridge.class, method, List.class, List.class);
    return new SqlUserDefinedFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.DOUBLE).andThen(SqlTypeTransforms.FORCE_NULLABLE),
        null,
        OperandTypes.operandMetadata(
            List.of(SqlTypeFamily.ARRAY, SqlTypeFamily.ARRAY),
            types -> List.of(vector(types), vector(types)),
            index -> index == 0 ? "vector1" : "vector2",
            index -> false),
        ScalarFunctionImpl.createUnsafe(target));
  }

  private static RelDataType vector(RelDataTypeFactory types) {
    return types.createArrayType(types.createSqlType(SqlTypeName.REAL), -1);
  }

  /** Returns the cosine of the angle between two vectors, -1 to 1; NULL if one has no length. */
  static @Nullable Double cosineSimilarity(@Nullable List<?> first, @Nullable List<?> second) {
    Double product = innerProduct(first, second);
    Double ofFirst = innerProduct(first, first);
    Double ofSecond = innerProduct(second, second);
    if (product == null || ofFirst == null || ofSecond == null) {
      return null;
    }
    double lengths = Math.sqrt(ofFirst) * Math.sqrt(ofSecond);
    return lengths == 0 ? null : Double.valueOf(Math.max(-1, Math.min(1, product / lengths)));
  }

  static @Nullable Double innerProduct(@Nullable List<?> first, @Nullable List<?> second) {
    return sum(first, second, (a, b) -> a * b);
  }

  static @Nullable Double l2Distance(@Nullable List<?> first, @Nullable List<?> second) {
    Double squares = sum(first, second, (a, b) -> (a - b) * (a - b));
    return squares == null ? null : Double.valueOf(Math.sqrt(squares));
  }

  private static @Nullable Double sum(
      @Nullable List<?> first, @Nullable List<?> second, DoubleBinaryOperator term) {
    if (first == null || second == null) {
      return null;
    }
    if (first.size() != second.size()) {
      throw new BricklaneException(
          ErrorCode.INVALID_ARGUMENT,
          "Two vectors of %d and %d numbers cannot be compared; they come from two models, or with"
                  .formatted(first.size(), second.size())
              + " two values of dimensions");
    }
    double sum = 0;
    for (int i = 0; i < first.size(); i++) {
      if (!(first.get(i) instanceof Number a && second.get(i) instanceof Number b)) {
        return null;
      }
      sum += term.applyAsDouble(a.doubleValue(), b.doubleValue());
    }
    return sum;
  }
}
