package dev.bricklane.sql;

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
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Binds each call of a model function in a parse tree to its operator, with every argument in its
 * place.
 *
 * <p>Missing ones are NULL, and mistakes are named.
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
    CallArguments arguments =
        new CallArguments(
            function.name(),
            function.arguments().stream().map(Argument::name).toList(),
            function.signature(),
            name -> instead(function, name));
    @Nullable SqlNode[] bound = arguments.of(call);
    for (int i = 0; i < bound.length; i++) {
      SqlNode value = bound[i];
      bound[i] = value == null ? null : argument(value);
    }
    return ModelOperators.of(function)
        .createCall(call.getParserPosition(), filled(function, call, bound, arguments));
  }

  private SqlNode argument(SqlNode value) {
    SqlNode rewritten = value.accept(this);
    return rewritten == null ? value : rewritten;
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

  private static List<SqlNode> filled(
      ModelFunction function, SqlCall call, @Nullable SqlNode[] bound, CallArguments arguments) {
    List<SqlNode> filled = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < bound.length; i++) {
      SqlNode value = bound[i];
      Argument argument = function.arguments().get(i);
      if (value == null && argument.required() && !isReplaced(function, argument, bound)) {
        missing.add(argument.name());
      }
      filled.add(value == null ? SqlLiteral.createNull(call.getParserPosition()) : value);
    }
    if (!missing.isEmpty()) {
      throw arguments.lacking(call, missing);
    }
    return filled;
  }

  /** A whole conversation needs no prompt beside it. */
  private static boolean isReplaced(
      ModelFunction function, Argument argument, @Nullable SqlNode[] bound) {
    int index = function.indexOf("messages");
    SqlNode messages = index < 0 ? null : bound[index];
    return argument.name().equals("prompt")
        && messages != null
        && !SqlUtil.isNullLiteral(messages, false);
  }
}
