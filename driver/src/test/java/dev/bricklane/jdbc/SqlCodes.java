package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.ErrorCode;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects failures by their entry in the catalogue of errors. */
final class SqlCodes {
  private SqlCodes() {}

  static void assertCode(ErrorCode expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo(expected.sqlState());
              assertThat(e.getErrorCode()).isEqualTo(expected.vendorCode());
            });
  }
}
