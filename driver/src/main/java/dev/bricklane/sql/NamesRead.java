package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.EnumSet;
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
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The tables and functions that a parsed query names. A name of a WITH is none where it is in
 * scope.
 */
final class NamesRead extends SqlBasicVisitor<Void> {
  /** What may stand around a table in FROM. */
  private static final Set<SqlKind> AROUND_TABLE =
      EnumSet.of(
          SqlKind.AS,
          SqlKind.LATERAL,
          SqlKind.TABLE_REF,
          SqlKind.TABLESAMPLE,
          SqlKind.SNAPSHOT,
          SqlKind.PIVOT,
          SqlKind.UNPIVOT,
          SqlKind.MATCH_RECOGNIZE,
          SqlKind.EXTEND);

  private final List<List<String>> tables = new ArrayList<>();
  private final Set<String> functions = new HashSet<>();

  /** The names of WITH that are in scope, in small letters. */
  private Set<String> own = Set.of();

  private NamesRead() {}

  static NamesRead in(SqlNode parsed) {
    NamesRead names = new NamesRead();
    parsed.accept(names);
    return names;
  }

  /** Returns the names of tables, as written. */
  List<List<String>> tables() {
    return tables;
  }

  /** Returns the names of functions without their schemas, in small letters. */
  Set<String> functions() {
    return functions;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWith with) {
      return visit(with);
    }
    if (call instanceof SqlSelect select && select.getFrom() != null) {
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
        functions.add(lower(name.names.get(name.names.size() - 1)));
      }
    }
    return super.visit(call);
  }

  /** Each query of a WITH sees the names before it; its own only where it is recursive. */
  private @Nullable Void visit(SqlWith with) {
    Set<String> outside = own;
    own = new HashSet<>(outside);
    for (SqlNode each : with.withList) {
      SqlWithItem item = (SqlWithItem) each;
      String name = lower(item.name.getSimple());
      if (item.recursive.booleanValue()) {
        own.add(name);
      }
      item.query.accept(this);
      own.add(name);
    }
    with.body.accept(this);
    own = outside;
    return null;
  }

  private void table(SqlNode from) {
    SqlNode node = from;
    while (AROUND_TABLE.contains(node.getKind())) {
      node = ((SqlCall) node).operand(0);
    }
    if (node instanceof SqlIdentifier name
        && !(name.isSimple() && own.contains(lower(name.getSimple())))) {
      tables.add(List.copyOf(name.names));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
