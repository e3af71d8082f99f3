package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ModelFunction.Argument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Binds each call of a model function in a parse tree to its operator, with every argument in its
 * place.
 *
 * <p>Calcite takes arguments either all by position or all by name. Warehouse SQL mixes them:
 * {@code complete(model, prompt, max_tokens => 100)}. So they are put in order here, the missing
 * ones as NULL, and mistakes are named.
 */
final class ModelCallRewriter extends SqlShuttle {

  static SqlNode rewrite(SqlNode statement) {
    SqlNode rewritten = statement.accept(new ModelCallRewriter());
    return rewritten == null ? statement : rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall inner) {
      Optional<ModelFunction> function = functionOf(inner, true);
      if (function.isPresent()) {
        SqlNode bound = bind(function.get(), inner);
        return call.getOperator().createCall(call.getParserPosition(), bound);
      }
    }
    Optional<ModelFunction> function = functionOf(call, false);
    return function.isPresent() ? bind(function.get(), call) : super.visit(call);
  }

  private static Optional<ModelFunction> functionOf(SqlCall call, boolean table) {
    if (!(call.getOperator() instanceof SqlFunction operator)) {
      return Optional.empty();
    }
    SqlIdentifier name = operator.getSqlIdentifier();
    return name != null && name.isSimple()
        ? ModelFunctions.find(name.getSimple(), table)
        : Optional.empty();
  }

  private SqlNode bind(ModelFunction function, SqlCall call) {
    SqlNode[] bound = new SqlNode[function.arguments().size()];
    boolean named = false;
    int position = 0;
    for (SqlNode operand : call.getOperandList()) {
      int index;
      SqlNode value = operand;
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        named = true;
        SqlIdentifier name = ((SqlCall) operand).operand(1);
        index = indexOf(function, name);
        value = ((SqlCall) operand).operand(0);
      } else if (named) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "in %s an argument by position follows one by name".formatted(function.name()));
      } else {
        index = position++;
      }
      if (index >= bound.length) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "%s has too many arguments: %s".formatted(function.name(), function.signature()));
      }
      if (bound[index] != null) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "%s has argument %s twice"
                .formatted(function.name(), function.arguments().get(index).name()));
      }
      bound[index] = argument(value);
    }
    fill(function, call.getParserPosition(), bound);
    return ModelOperators.of(function).createCall(call.getParserPosition(), bound);
  }

  private SqlNode argument(SqlNode value) {
    SqlNode rewritten = value.accept(this);
    return rewritten == null ? value : rewritten;
  }

  private static int indexOf(ModelFunction function, SqlIdentifier name) {
    int index = function.indexOf(name.getSimple());
    if (index < 0) {
      throw SqlErrors.at(
          name.getParserPosition(),
          ErrorCode.UNKNOWN_FUNCTION,
          "%s has no argument %s; %s"
              .formatted(function.name(), name.getSimple(), instead(function, name.getSimple())));
    }
    return index;
  }

  private static String instead(ModelFunction function, String name) {
    if (KnownFields.of(function.kind()).contains(name)) {
      return "give it in params, as in params => '{\"%s\": …}'".formatted(name);
    }
    Set<String> names =
        function.arguments().stream()
            .map(Argument::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return KnownFields.nearest(name, names)
            .map(near -> "did you mean " + near + "? It")
            .orElse("it")
        + " has "
        + String.join(", ", names);
  }

  private static void fill(ModelFunction function, SqlParserPos position, SqlNode[] bound) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] == null) {
        Argument argument = function.arguments().get(i);
        if (argument.required() && !isReplaced(function, argument, bound)) {
          missing.add(argument.name());
        }
        bound[i] = SqlLiteral.createNull(position);
      }
    }
    if (!missing.isEmpty()) {
      throw SqlErrors.at(
          position,
          ErrorCode.UNKNOWN_FUNCTION,
          "%s lacks %s: %s"
              .formatted(function.name(), String.join(" and ", missing), function.signature()));
    }
  }

  /** A whole conversation needs no prompt beside it. */
  private static boolean isReplaced(
      ModelFunction function, Argument argument, @Nullable SqlNode[] bound) {
    int messages = function.indexOf("messages");
    return argument.name().equals("prompt")
        && messages >= 0
        && bound[messages] != null
        && !SqlUtil.isNullLiteral(bound[messages], false);
  }
}
