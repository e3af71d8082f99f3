package dev.bricklane.sql;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.TableFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlUserDefinedTableFunction;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * The operators that calls of templates are checked as. None is left in a plan: {@link
 * TemplateExpansion} writes what they stand for.
 */
final class TemplateOperators {
  private TemplateOperators() {}

  /** Returns whether an operator is one of these, whatever function its name is that of. */
  static boolean has(SqlOperator operator) {
    return operator instanceof Value || operator instanceof Rows;
  }

  /** A template that is an expression. */
  static final class Value extends SqlFunction {
    private final Template template;
    private final boolean deterministic;

    Value(
        Template template, RelDataType result, TemplateArguments arguments, boolean deterministic) {
      super(
          template.definition().name(),
          SqlKind.OTHER_FUNCTION,
          binding -> result,
          arguments.inference(),
          arguments,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.template = template;
      this.deterministic = deterministic;
    }

    Template template() {
      return template;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
      return ModelOperators.deriveType(this, validator, scope, call);
    }

    @Override
    public boolean isDeterministic() {
      return deterministic;
    }

    /** Nothing folds it while planning. */
    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /**
   * A template that is a query; or, without a template, the one row of a template's arguments, over
   * which its body is checked.
   */
  static final class Rows extends SqlUserDefinedTableFunction {
    private final @Nullable Template template;
    private final RelDataType rowType;

    Rows(
        @Nullable Template template,
        String name,
        RelDataType rowType,
        TemplateArguments arguments) {
      super(
          new SqlIdentifier(name, SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.CURSOR,
          arguments.inference(),
          arguments,
          new NoCode(rowType));
      this.template = template;
      this.rowType = rowType;
    }

    @Nullable Template template() {
      return template;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
      return ModelOperators.deriveType(this, validator, scope, call);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
      return binding -> rowType;
    }

    @Override
    public Type getElementType(SqlOperatorBinding binding) {
      return Object[].class;
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /** What Calcite wants of a function, which is never asked for code here. */
  private record NoCode(RelDataType rowType) implements TableFunction {
    @Override
    public RelDataType getRowType(
        RelDataTypeFactory types, List<? extends @Nullable Object> arguments) {
      return rowType;
    }

    @Override
    public Type getElementType(List<? extends @Nullable Object> arguments) {
      return Object[].class;
    }

    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }
  }
}
