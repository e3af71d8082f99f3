package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;

/** Plans queries over the catalogue of one connection. Thread-safe. */
public final class SqlEngine {

  /**
   * Parses, checks and plans one query; makes no model call.
   *
   * @param sql one statement; a trailing {@code ;} and comments are allowed
   * @throws BricklaneException if it is not a query, or not a correct one; the message says where
   */
  public PreparedQuery prepare(String sql) {
    throw new BricklaneException(ErrorCode.UNSUPPORTED, "not yet");
  }

  /** Returns what there is to query. */
  public Catalogue catalogue() {
    throw new BricklaneException(ErrorCode.UNSUPPORTED, "not yet");
  }

  /** Returns the catalog that unqualified names are looked up in. */
  public String defaultCatalog() {
    return "bricklane";
  }

  /** Returns the schema that unqualified names are looked up in. */
  public String defaultSchema() {
    return "main";
  }
}
