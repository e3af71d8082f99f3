package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** The tables and functions that a parsed query names; names of its own WITH left out. */
final class NamesRead extends SqlBasicVisitor<Void> {
  private final List<List<String>> tables = new ArrayList<>();
  private final Set<String> functions = new HashSet<>();
  private final Set<String> own = new HashSet<>();

  private NamesRead() {}

  static NamesRead in(SqlNode parsed) {
    NamesRead names = new NamesRead();
    parsed.accept(names);
    return names;
  }

  /** Returns whether a view is among the tables, for names in a schema. */
  boolean readsTable(String schema, Definition.View view) {
    return tables.stream().anyMatch(path -> isNamed(path, schema, view));
  }

  private boolean isNamed(List<String> path, String schema, Definition.View view) {
    int last = path.size() - 1;
    if (!path.get(last).equalsIgnoreCase(view.name()) || last > 2) {
      return false;
    }
    if (last == 0) {
      return !own.contains(path.get(0).toLowerCase(Locale.ROOT))
          && (view.schema().equalsIgnoreCase(schema) || view.schema().equals(SqlEngine.SCHEMA));
    }
    return view.schema().equalsIgnoreCase(path.get(last - 1))
        && (last == 1 || path.get(0).equalsIgnoreCase(SqlEngine.CATALOG));
  }

  boolean callsFunction(String name) {
    return functions.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWithItem item) {
      own.add(item.name.getSimple().toLowerCase(Locale.ROOT));
    } else if (call instanceof SqlSelect select && select.getFrom() != null) {
      table(select.getFrom());
    } else if (call instanceof SqlJoin join) {
      table(join.getLeft());
      table(join.getRight());
    } else if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
      table(call.operand(0));
    }
    if (call.getOperator() instanceof SqlFunction function) {
      SqlIdentifier name = function.getSqlIdentifier();
      if (name != null) {
        functions.add(name.names.get(name.names.size() - 1).toLowerCase(Locale.ROOT));
      }
    }
    return super.visit(call);
  }

  private void table(SqlNode from) {
    SqlNode node = from;
    while (node.getKind() == SqlKind.AS
        || node.getKind() == SqlKind.LATERAL
        || node.getKind() == SqlKind.TABLE_REF) {
      node = ((SqlCall) node).operand(0);
    }
    if (node instanceof SqlIdentifier name) {
      tables.add(List.copyOf(name.names));
    }
  }
}
