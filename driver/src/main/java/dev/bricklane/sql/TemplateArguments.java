package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Checks the types of a template's arguments: each may be what can be put, without a CAST of the
 * user's, where its type is wanted.
 *
 * @param function the template's name
 * @param names of its arguments
 * @param types of its arguments
 * @param signature how it is called
 */
record TemplateArguments(
    String function, List<String> names, List<RelDataType> types, String signature)
    implements SqlOperandMetadata {

  /** Gives a {@code ?} the type of the argument that it stands for. */
  SqlOperandTypeInference inference() {
    return (binding, returnType, found) -> {
      for (int i = 0; i < found.length; i++) {
        SqlTypeName known = found[i] == null ? SqlTypeName.UNKNOWN : found[i].getSqlTypeName();
        if (known == SqlTypeName.UNKNOWN || known == SqlTypeName.NULL || known == SqlTypeName.ANY) {
          found[i] = types.get(i);
        }
      }
    };
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    for (int i = 0; i < binding.getOperandCount(); i++) {
      RelDataType given = binding.getOperandType(i);
      if (!accepts(types.get(i), given)) {
        if (throwOnFailure) {
          throw SqlErrors.at(
              binding.operand(i).getParserPosition(),
              ErrorCode.TYPE_MISMATCH,
              "argument %s of %s is %s, but must be %s"
                  .formatted(
                      names.get(i),
                      function,
                      RelTypes.plainName(given),
                      RelTypes.plainName(types.get(i))));
        }
        return false;
      }
    }
    return true;
  }

  /** Returns whether a value of one type can be put where another is wanted. */
  static boolean accepts(RelDataType wanted, RelDataType given) {
    return given.getSqlTypeName() == SqlTypeName.NULL
        || given.getSqlTypeName() == SqlTypeName.ANY
        || SqlTypeUtil.canAssignFrom(wanted, given);
  }

  @Override
  public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
    return types;
  }

  @Override
  public List<String> paramNames() {
    return names;
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return SqlOperandCountRanges.of(types.size());
  }

  @Override
  public boolean isFixedParameters() {
    return true;
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return signature;
  }
}
