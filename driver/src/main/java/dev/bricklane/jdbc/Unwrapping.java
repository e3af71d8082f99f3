package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** A {@link Wrapper} that wraps nothing: it unwraps to what it is itself. */
interface Unwrapping extends Wrapper {
  @Override
  default <T> T unwrap(@Nullable Class<T> type) throws SQLException {
    if (type != null && type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlExceptions.of(
        ErrorCode.INVALID_ARGUMENT,
        getClass().getSimpleName() + " is no " + (type == null ? "null" : type.getName()));
  }

  @Override
  default boolean isWrapperFor(@Nullable Class<?> type) {
    return type != null && type.isInstance(this);
  }
}
