package dev.bricklane.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Who wants to hear what becomes of a connection: whoever has lent it. Must not throw. */
interface ConnectionWatch {
  /** Hears nothing. */
  ConnectionWatch NONE = new ConnectionWatch() {};

  /** The connection has been closed by its user. */
  default void closed() {}

  /** The connection has been aborted, or a statement has found the workspace out of reach. */
  default void failed(SQLException failure) {}

  /** A prepared statement has been closed. */
  default void statementClosed(PreparedStatement statement) {}

  /** A run of a prepared statement has failed; the statement itself stays good. */
  default void statementFailed(PreparedStatement statement, SQLException failure) {}
}
