package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ModelFunction.Argument;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Checks the types of a model function's arguments, each against its row of the catalogue. */
final class ModelArguments implements SqlOperandMetadata {
  private static final Set<SqlTypeName> UNKNOWN =
      EnumSet.of(SqlTypeName.ANY, SqlTypeName.NULL, SqlTypeName.UNKNOWN);

  private final ModelFunction function;

  ModelArguments(ModelFunction function) {
    this.function = function;
  }

  /**
   * Gives a {@code ?} the type of the argument that it stands for. Types that are known stay:
   * Calcite casts to what is given here, as soon as any argument is of any type.
   */
  static SqlOperandTypeInference inference(ModelFunction function) {
    return (binding, returnType, types) -> {
      for (int i = 0; i < types.length; i++) {
        if (types[i] == null || UNKNOWN.contains(types[i].getSqlTypeName())) {
          types[i] = RelTypes.of(binding.getTypeFactory(), function.arguments().get(i).type());
        }
      }
    };
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    for (int i = 0; i < binding.getOperandCount(); i++) {
      Argument argument = function.arguments().get(i);
      RelDataType type = binding.getOperandType(i);
      if (!accepts(argument, type)) {
        if (throwOnFailure) {
          throw refuse(binding.operand(i), argument, type);
        }
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(Argument argument, RelDataType type) {
    if (type.getSqlTypeName() == SqlTypeName.NULL || type.getSqlTypeName() == SqlTypeName.ANY) {
      return true;
    }
    return switch (argument.type()) {
      case TEXT, JSON -> SqlTypeUtil.inCharFamily(type);
      case TEXTS ->
          SqlTypeUtil.inCharFamily(type)
              || (type.getComponentType() != null
                  && SqlTypeUtil.inCharFamily(type.getComponentType()));
      case WHOLE -> SqlTypeUtil.isExactNumeric(type);
      case NUMBER -> SqlTypeUtil.isNumeric(type);
      case FLAG -> SqlTypeUtil.inBooleanFamily(type);
      case MEDIA ->
          isTextOrBytes(type)
              || (type.getComponentType() != null && isTextOrBytes(type.getComponentType()));
    };
  }

  private static boolean isTextOrBytes(RelDataType type) {
    return SqlTypeUtil.inCharFamily(type)
        || SqlTypeUtil.isBinary(type)
        || type.getSqlTypeName() == SqlTypeName.ANY
        || type.getSqlTypeName() == SqlTypeName.NULL;
  }

  private RuntimeException refuse(SqlNode operand, Argument argument, RelDataType type) {
    String wanted =
        switch (argument.type()) {
          case TEXT -> "a text";
          case JSON -> "a text of JSON";
          case FLAG -> "true or false";
          case MEDIA -> "a text or bytes, or an array of these";
          case TEXTS -> "a text or an array of texts";
          case WHOLE -> "a whole number";
          case NUMBER -> "a number";
        };
    return SqlErrors.at(
        operand.getParserPosition(),
        ErrorCode.TYPE_MISMATCH,
        "argument %s of %s is %s, but must be %s"
            .formatted(argument.name(), function.name(), RelTypes.plainName(type), wanted));
  }

  @Override
  public List<RelDataType> paramTypes(RelDataTypeFactory types) {
    return function.arguments().stream().map(a -> RelTypes.of(types, a.type())).toList();
  }

  @Override
  public List<String> paramNames() {
    return function.arguments().stream().map(Argument::name).toList();
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return SqlOperandCountRanges.of(function.arguments().size());
  }

  @Override
  public boolean isFixedParameters() {
    return true;
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return function.signature();
  }
}
