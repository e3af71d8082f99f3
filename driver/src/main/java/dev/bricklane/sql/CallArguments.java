package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Puts the arguments of a call in a function's own order.
 *
 * <p>Calcite takes arguments either all by position or all by name. Warehouse SQL mixes them:
 * {@code complete(model, prompt, max_tokens => 100)}.
 *
 * @param function its name
 * @param names of its arguments, in order
 * @param signature how it is called
 * @param instead what to say after the name of an argument that it does not have
 */
record CallArguments(
    String function, List<String> names, String signature, UnaryOperator<String> instead) {

  /** Returns the arguments of a call, null for each that is not given. */
  @Nullable SqlNode[] of(SqlCall call) {
    @Nullable SqlNode[] placed = new SqlNode[names.size()];
    boolean named = false;
    int position = 0;
    for (SqlNode operand : call.getOperandList()) {
      int index;
      SqlNode value = operand;
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        named = true;
        index = indexOf(((SqlCall) operand).operand(1));
        value = ((SqlCall) operand).operand(0);
      } else if (named) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "in %s an argument by position follows one by name".formatted(function));
      } else {
        index = position++;
      }
      if (index >= placed.length) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "%s has too many arguments: %s".formatted(function, signature));
      }
      if (placed[index] != null) {
        throw SqlErrors.at(
            operand.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION,
            "%s has argument %s twice".formatted(function, names.get(index)));
      }
      placed[index] = value;
    }
    return placed;
  }

  /** Refuses a call that lacks arguments. */
  RuntimeException lacking(SqlCall call, List<String> missing) {
    return SqlErrors.at(
        call.getParserPosition(),
        ErrorCode.UNKNOWN_FUNCTION,
        "%s lacks %s: %s".formatted(function, String.join(" and ", missing), signature));
  }

  private int indexOf(SqlIdentifier name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name.getSimple())) {
        return i;
      }
    }
    throw SqlErrors.at(
        name.getParserPosition(),
        ErrorCode.UNKNOWN_FUNCTION,
        "%s has no argument %s; %s"
            .formatted(function, name.getSimple(), instead.apply(name.getSimple())));
  }
}
