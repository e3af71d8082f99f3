package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * What a query may call: the model functions, and a warehouse's functions as far as Calcite has
 * them. Thread-safe.
 *
 * <p>Calcite finds its functions by reflection over some hundreds of fields, so they are loaded
 * when a query names a function that is no model function. None of them has a model function's
 * name.
 */
final class QueryOperators implements SqlOperatorTable {
  private final SqlOperatorTable models = ModelOperators.table();

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    int before = found.size();
    models.lookupOperatorOverloads(name, category, syntax, found, matcher);
    if (found.size() == before) {
      Warehouse.OWN.lookupOperatorOverloads(name, category, syntax, found, matcher);
    }
    if (found.size() == before) {
      Warehouse.FUNCTIONS.lookupOperatorOverloads(name, category, syntax, found, matcher);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    List<SqlOperator> all = new ArrayList<>(models.getOperatorList());
    all.addAll(Warehouse.FUNCTIONS.getOperatorList());
    return all;
  }

  /** Returns whether the SQL standard, or what Calcite counts as such, has a function of a name. */
  static boolean isStandard(String name) {
    return SqlStdOperatorTable.instance().getOperatorList().stream()
        .anyMatch(operator ->
            operator instanceof SqlFunction && operator.getName().equalsIgnoreCase(name));
  }

  /** Other libraries than these read date formats differently. */
  static final class Warehouse {
    static final SqlOperatorTable FUNCTIONS =
        SqlOperatorTables.chain(
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                SqlLibrary.STANDARD, SqlLibrary.SPARK, SqlLibrary.BIG_QUERY),
            SqlOperatorTables.of(
                SqlLibraryOperators.ILIKE,
                SqlLibraryOperators.NOT_ILIKE,
                SqlLibraryOperators.INFIX_CAST,
                SqlLibraryOperators.TRY_CAST,
                SqlLibraryOperators.SPLIT_PART),
            VectorFunctions.TABLE);

    /** Stand for Calcite's of the same names. */
    static final SqlOperatorTable OWN = ArrayFunctions.TABLE;

    private Warehouse() {}
  }
}
