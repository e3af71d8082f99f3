package dev.bricklane.scripting;

import groovy.sql.Sql;
import java.sql.Connection;

/** A {@code groovy.sql.Sql} over the binding's connection, which it does not close. */
final class GroovySql extends Sql {
  GroovySql(Connection connection) {
    super(connection);
  }

  /** Leaves the connection to the binding. */
  @Override
  public void close() {}
}
