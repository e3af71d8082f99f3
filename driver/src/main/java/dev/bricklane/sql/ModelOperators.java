package dev.bricklane.sql;

import dev.bricklane.sql.ModelFunction.Result;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.schema.TableFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.apache.calcite.sql.validate.SqlUserDefinedTableFunction;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * The operators that Calcite plans with, one for each entry of {@link ModelFunctions}.
 *
 * <p>They are dynamic functions, like {@code CURRENT_TIMESTAMP}: the same within a statement, but
 * never folded while planning, since that would call the model.
 */
final class ModelOperators {
  private static final Map<ModelFunction, SqlOperator> OPERATORS = operators();

  private ModelOperators() {}

  private static Map<ModelFunction, SqlOperator> operators() {
    // By identity: the hash codes of records are costly when a JVM has just begun.
    Map<ModelFunction, SqlOperator> operators = new IdentityHashMap<>();
    for (ModelFunction function : ModelFunctions.ALL) {
      operators.put(function, function.table() ? new Table(function) : new Scalar(function));
    }
    return operators;
  }

  static SqlOperator of(ModelFunction function) {
    SqlOperator operator = OPERATORS.get(function);
    if (operator == null) {
      throw new IllegalArgumentException(function.name());
    }
    return operator;
  }

  /** Returns the scalar model function that an operator stands for. */
  static Optional<ModelFunction> functionOf(SqlOperator operator) {
    return operator instanceof Scalar scalar ? Optional.of(scalar.calls) : Optional.empty();
  }

  /** Returns the table model function that an operator stands for. */
  static Optional<ModelFunction> tableFunctionOf(SqlOperator operator) {
    return operator instanceof Table table ? Optional.of(table.rows) : Optional.empty();
  }

  static SqlOperatorTable table() {
    return SqlOperatorTables.of(new ArrayList<>(OPERATORS.values()));
  }

  /**
   * Has generated code call a method of {@link GeneratedCodeBridge} with the function's name and
   * arguments.
   */
  private static CallImplementor callTo(String method, ModelFunction function, Class<?> result) {
    Method target =
        Types.lookupMethod(
            GeneratedCodeBridge.class, method, DataContext.class, String.class, Object[].class);
    return (translator, call, nullAs) -> {
      List<Expression> arguments = new ArrayList<>();
      for (Expression argument : translator.translateList(call.getOperands())) {
        arguments.add(Expressions.box(argument));
      }
      return Expressions.convert_(
          Expressions.call(
              target,
              translator.getRoot(),
              Expressions.constant(function.name()),
              Expressions.newArrayInit(Object.class, arguments)),
          result);
    };
  }

  private static RelDataType rowType(RelDataTypeFactory types, ModelFunction function) {
    RelDataTypeFactory.Builder row = types.builder();
    for (Result result : function.results()) {
      row.add(result.name(), RelTypes.of(types, result.type()));
    }
    return row.build();
  }

  /**
   * Skips Calcite's look-up by name and argument types: the parser's output is already bound to
   * this operator.
   */
  static RelDataType deriveType(
      SqlOperator operator, SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
    return operator.validateOperands(validator, scope, call);
  }

  private static final class Scalar extends SqlUserDefinedFunction {
    private final ModelFunction calls;

    Scalar(ModelFunction function) {
      super(
          new SqlIdentifier(function.name(), SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          result(function),
          ModelArguments.inference(function),
          new ModelArguments(function),
          new ScalarImplementation(function),
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          SqlSyntax.FUNCTION);
      this.calls = function;
    }

    private static SqlReturnTypeInference result(ModelFunction function) {
      return binding -> RelTypes.of(binding.getTypeFactory(), function.results().get(0).type());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
      return ModelOperators.deriveType(this, validator, scope, call);
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }

    private record ScalarImplementation(ModelFunction function)
        implements ScalarFunction, ImplementableFunction {
      @Override
      public RelDataType getReturnType(RelDataTypeFactory types) {
        return RelTypes.of(types, function.results().get(0).type());
      }

      @Override
      public List<FunctionParameter> getParameters() {
        return List.of();
      }

      @Override
      public CallImplementor getImplementor() {
        return callTo(
            "scalar",
            function,
            function.kind() == ModelFunction.Kind.EMBEDDING ? List.class : String.class);
      }
    }
  }

  private static final class Table extends SqlUserDefinedTableFunction {
    private final ModelFunction rows;

    Table(ModelFunction function) {
      super(
          new SqlIdentifier(function.name(), SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.CURSOR,
          ModelArguments.inference(function),
          new ModelArguments(function),
          new TableImplementation(function));
      this.rows = function;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
      return ModelOperators.deriveType(this, validator, scope, call);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
      return binding -> rowType(binding.getTypeFactory(), rows);
    }

    @Override
    public Type getElementType(SqlOperatorBinding binding) {
      return Object[].class;
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }

    private record TableImplementation(ModelFunction function)
        implements TableFunction, ImplementableFunction {
      @Override
      public RelDataType getRowType(
          RelDataTypeFactory types, List<? extends @Nullable Object> arguments) {
        return rowType(types, function);
      }

      @Override
      public Type getElementType(List<? extends @Nullable Object> arguments) {
        return Object[].class;
      }

      @Override
      public List<FunctionParameter> getParameters() {
        return List.of();
      }

      @Override
      public CallImplementor getImplementor() {
        return callTo("table", function, Enumerable.class);
      }
    }
  }
}
