package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.PreparedQuery;
import java.time.Duration;

/**
 * What a connection needs of the parts behind it. Thread-safe. Methods may throw {@code
 * BricklaneException}.
 */
interface Session extends AutoCloseable {
  /**
   * Plans a query; makes no model call.
   *
   * @param catalog where unqualified names are looked up first: a catalog of the catalogue
   * @param schema likewise, a schema of that catalog
   */
  PreparedQuery prepare(String sql, String catalog, String schema);

  /** Returns what there is to query. */
  Catalogue catalogue();

  /**
   * Asks the workspace whether it answers and accepts the credentials.
   *
   * @param timeout the longest to wait; zero for the session's own limit
   */
  boolean ping(Duration timeout);

  /** Bounds the wait for the answer to each later request; zero for no limit but the session's. */
  void waitAtMost(Duration limit);

  /** Tells the workspace in later calls which application asks; blank for none. */
  void calledBy(String application);

  /** Returns the catalog that a new connection looks unqualified names up in. */
  String defaultCatalog();

  /** Returns the schema that a new connection looks unqualified names up in. */
  String defaultSchema();

  /** Returns the URL as metadata may show it: no secret in it. */
  String url();

  /** Returns whom the workspace knows this connection as, or an empty text. */
  String userName();

  /** Frees what the session holds. Called once. */
  @Override
  void close();
}
