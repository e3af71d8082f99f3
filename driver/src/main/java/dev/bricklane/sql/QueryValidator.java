package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's validator, with a type for a {@code ?} that stands where nothing gives it one, as in
 * {@code SELECT ?}.
 */
final class QueryValidator extends SqlValidatorImpl {
  /** NULLs sort low, as in a Databricks warehouse. */
  private static final Config CONFIG =
      Config.DEFAULT
          .withConformance(BricklaneConformance.INSTANCE)
          .withDefaultNullCollation(NullCollation.LOW)
          .withIdentifierExpansion(true)
          .withTypeCoercionFactory(MomentCoercion::new);

  /** The types of {@code ?} by their number, as Calcite writes some of them twice. */
  private final Map<Integer, RelDataType> noted = new HashMap<>();

  QueryValidator(SqlOperatorTable operators, CalciteCatalogReader reader) {
    super(operators, reader, reader.getTypeFactory(), CONFIG);
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlCase choice) {
      noteTypes(choice, scope);
    }
    super.inferUnknownTypes(
        node instanceof SqlDynamicParam parameter ? typeOf(parameter, inferredType) : inferredType,
        scope,
        node);
  }

  /** Calcite asks for the type of a {@code ?} in the condition of a CASE before it has one. */
  @Override
  public RelDataType getValidatedNodeType(SqlNode node) {
    return node instanceof SqlDynamicParam && getValidatedNodeTypeIfKnown(node) == null
        ? unknownType
        : super.getValidatedNodeType(node);
  }

  /**
   * Gives a {@code ?} that is a result of CASE the type of the others. COALESCE(?, 1) is {@code
   * CASE WHEN ? IS NOT NULL THEN ? ELSE 1 END} by now: of the same value, the first place says
   * VARCHAR, the second what it is. Beside texts it is a text of any length, and so is the result:
   * {@code COALESCE(?, 'x')} would be one of one character else.
   */
  private void noteTypes(SqlCase choice, SqlValidatorScope scope) {
    RelDataType result = deriveType(scope, choice);
    List<SqlNode> values = new ArrayList<>(choice.getThenOperands().getList());
    values.add(choice.getElseOperand());
    List<SqlDynamicParam> parameters =
        values.stream().flatMap(value -> parameter(value).stream()).toList();
    if (parameters.isEmpty()
        || result.equals(unknownType)
        || result.getSqlTypeName() == SqlTypeName.NULL) {
      return;
    }
    if (SqlTypeUtil.inCharFamily(result)) {
      setValidatedNodeType(
          choice, typeFactory.createTypeWithNullability(text(), result.isNullable()));
    }
    RelDataType type =
        SqlTypeUtil.inCharFamily(result)
            ? text()
            : typeFactory.createTypeWithNullability(result, true);
    parameters.forEach(parameter -> noted.put(parameter.getIndex(), type));
  }

  private static Optional<SqlDynamicParam> parameter(@Nullable SqlNode value) {
    SqlNode bare =
        value instanceof SqlCall call && call.getOperator() == SqlInternalOperators.CAST_NOT_NULL
            ? call.operand(0)
            : value;
    return bare instanceof SqlDynamicParam parameter ? Optional.of(parameter) : Optional.empty();
  }

  private RelDataType typeOf(SqlDynamicParam parameter, RelDataType inferred) {
    RelDataType known = noted.get(parameter.getIndex());
    if (known != null) {
      return known;
    }
    if (inferred.equals(unknownType)) {
      return text();
    }
    if (!SqlTypeUtil.inCharFamily(inferred)) {
      noted.put(parameter.getIndex(), inferred);
    }
    return inferred;
  }

  private RelDataType text() {
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.VARCHAR), true);
  }
}
