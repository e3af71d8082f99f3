package dev.bricklane.sql.attach;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/**
 * A query that a source works out, for generated code to read; public for that reason alone.
 * Immutable.
 */
public final class SourceQuery {
  private final SourceDatabase database;
  private final SourceSql sql;
  private final Product product;
  private final List<ValueReader> readers;
  private final boolean scalar;

  /**
   * Makes a query.
   *
   * @param product what kind of database it is
   * @param readers for each column
   * @param scalar whether a row is its one value itself, not an array of it
   */
  SourceQuery(
      SourceDatabase database,
      SourceSql sql,
      Product product,
      List<ValueReader> readers,
      boolean scalar) {
    this.database = database;
    this.sql = sql;
    this.product = product;
    this.readers = List.copyOf(readers);
    this.scalar = scalar;
  }

  SourceDatabase database() {
    return database;
  }

  SourceSql sql() {
    return sql;
  }

  Product product() {
    return product;
  }

  List<ValueReader> readers() {
    return readers;
  }

  boolean scalar() {
    return scalar;
  }

  /**
   * Returns its rows; the source is asked when the first one is read, each time they are read.
   *
   * @param computed the values of {@link SourceSql#computed}, as generated code has them
   */
  public Enumerable<Object> rows(DataContext context, @Nullable Object[] computed) {
    SourceRun run = ((SourceRun.Context) context).sources();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object> enumerator() {
        return new SourceRows(SourceQuery.this, run, computed);
      }
    };
  }
}
