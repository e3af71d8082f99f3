package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a query are called: one without an alias that is a call of a function has the
 * function's name. Immutable.
 */
final class ColumnLabels {
  private final List<@Nullable String> functions;

  private ColumnLabels(List<@Nullable String> functions) {
    this.functions = functions;
  }

  /** Looks at a query as it was written. */
  static ColumnLabels of(SqlNode query) {
    return new ColumnLabels(functionNames(query));
  }

  /** Returns the label of a column that Calcite has given a name. */
  String label(int column, String name) {
    String function = column < functions.size() ? functions.get(column) : null;
    return function != null && name.startsWith("EXPR$") ? function : name;
  }

  private static List<@Nullable String> functionNames(SqlNode query) {
    SqlNode body = query;
    while (true) {
      if (body instanceof SqlOrderBy ordered) {
        body = ordered.query;
      } else if (body instanceof SqlWith with) {
        body = with.body;
      } else {
        break;
      }
    }
    List<@Nullable String> names = new ArrayList<>();
    if (body instanceof SqlSelect select) {
      for (SqlNode item : select.getSelectList()) {
        if (item instanceof SqlIdentifier name && name.isStar()) {
          return List.of();
        }
        names.add(
            item instanceof SqlCall call && call.getOperator() instanceof SqlFunction function
                ? label(function)
                : null);
      }
    }
    return names;
  }

  private static @Nullable String label(SqlFunction function) {
    String name = function.getName().toLowerCase(Locale.ROOT);
    return name.matches("\\w+") ? name : null;
  }
}
