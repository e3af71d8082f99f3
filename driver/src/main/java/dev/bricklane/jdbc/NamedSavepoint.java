package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint where nothing can be undone: tools make them, and nothing is lost by one.
 *
 * @param id its number on the connection
 * @param name its name, or null
 */
record NamedSavepoint(int id, @Nullable String name) implements Savepoint {
  @Override
  public int getSavepointId() throws SQLException {
    if (name != null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATE, "The savepoint has a name, so it has no number");
    }
    return id;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (name == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATE, "The savepoint has a number, so it has no name");
    }
    return name;
  }
}
