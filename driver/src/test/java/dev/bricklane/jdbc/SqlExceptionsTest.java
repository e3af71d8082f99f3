package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SqlExceptionsTest {
  /** The SQLSTATEs at which HikariCP throws a connection away. */
  private static final Set<String> EVICTING = Set.of("0A000", "57P01", "57P02", "57P03", "01002");

  private static Class<?> subclass(ErrorCode code) {
    return SqlExceptions.of(code, "It failed").getClass();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void carriesTheCatalogueEntry(ErrorCode code) {
    BricklaneException failure = new BricklaneException(code, "It failed");
    SQLException translated = SqlExceptions.of(failure);
    assertThat(translated.getSQLState()).isEqualTo(code.sqlState());
    assertThat(translated.getErrorCode()).isEqualTo(code.vendorCode());
    assertThat((Throwable) translated).hasMessage(failure.fullMessage()).hasCause(failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tokn: is not a property; did you mean token? | tokn: is not a property; did you mean token? C
          The URL is null                              | The URL is null. C
          It failed.                                   | It failed. C
          """)
  void endsASentenceOnce(String message, String start) {
    assertThat(SqlExceptions.of(ErrorCode.INVALID_CONFIGURATION, message).getMessage())
        .startsWith(start);
  }

  /** Spark and others carry exceptions from one JVM to another. */
  @Test
  void canBeCarriedToAnotherJvm() throws Exception {
    Origin origin =
        new Origin(429, "C", "r", 2, Duration.ofSeconds(3), new RateLimit("queries", 5));
    SQLException thrown =
        SqlExceptions.of(new BricklaneException(ErrorCode.RATE_LIMITED, "no", origin, null));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(thrown);
    SQLException read =
        (SQLException)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat((Throwable) read).hasMessage(thrown.getMessage());
    assertThat(((BricklaneException) read.getCause()).origin()).isEqualTo(origin);
  }

  @Test
  void choosesTheSubclassByMeaning() {
    assertThat(subclass(ErrorCode.BAD_CREDENTIALS))
        .isEqualTo(SQLInvalidAuthorizationSpecException.class);
    assertThat(subclass(ErrorCode.PERMISSION_DENIED))
        .isEqualTo(SQLInvalidAuthorizationSpecException.class);
    assertThat(subclass(ErrorCode.SYNTAX_ERROR)).isEqualTo(SQLSyntaxErrorException.class);
    assertThat(subclass(ErrorCode.UNKNOWN_TABLE)).isEqualTo(SQLSyntaxErrorException.class);
    assertThat(subclass(ErrorCode.OUT_OF_RANGE)).isEqualTo(SQLDataException.class);
    assertThat(subclass(ErrorCode.DEADLINE_EXCEEDED)).isEqualTo(SQLTimeoutException.class);
    assertThat(subclass(ErrorCode.CANCELLED)).isEqualTo(SQLException.class);
    assertThat(subclass(ErrorCode.RATE_LIMITED)).isEqualTo(SQLTransientConnectionException.class);
    assertThat(subclass(ErrorCode.POOL_EXHAUSTED)).isEqualTo(SQLTransientConnectionException.class);
    assertThat(subclass(ErrorCode.UNREACHABLE)).isEqualTo(SQLTransientConnectionException.class);
    assertThat(subclass(ErrorCode.CERTIFICATE_UNTRUSTED))
        .isEqualTo(SQLNonTransientConnectionException.class);
    assertThat(subclass(ErrorCode.COLD_START)).isEqualTo(SQLTransientConnectionException.class);
    assertThat(subclass(ErrorCode.CONNECTION_CLOSED))
        .isEqualTo(SQLNonTransientConnectionException.class);
    assertThat(subclass(ErrorCode.UNSUPPORTED)).isEqualTo(SQLFeatureNotSupportedException.class);
    assertThat(subclass(ErrorCode.READ_ONLY)).isEqualTo(SQLNonTransientException.class);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void onlyTheNetworkAndRealRefusalsCostAPoolItsConnection(ErrorCode code) {
    String state = SqlExceptions.of(code, "It failed").getSQLState();
    boolean evicts = state.startsWith("08") || EVICTING.contains(state);
    assertThat(evicts)
        .isEqualTo(
            Set.of(
                    ErrorCode.UNREACHABLE,
                    ErrorCode.HOST_UNKNOWN,
                    ErrorCode.CONNECTION_REFUSED,
                    ErrorCode.CERTIFICATE_UNTRUSTED,
                    ErrorCode.CERTIFICATE_OF_OTHER_HOST,
                    ErrorCode.TLS_FAILED,
                    ErrorCode.PROXY_CREDENTIALS,
                    ErrorCode.PROXY_FAILED,
                    ErrorCode.CONNECTION_CLOSED,
                    ErrorCode.UNSUPPORTED)
                .contains(code));
  }

  @Test
  void hidesWhatALibraryThrew() {
    RuntimeException generated = new IllegalStateException("public Object apply() { int x; }");
    SQLException translated = SqlExceptions.of(generated);
    assertThat((Throwable) translated).hasCause(generated);
    assertThat(translated.getMessage()).doesNotContain("apply").contains("IllegalStateException");
    assertThat(translated.getSQLState()).isEqualTo(ErrorCode.INTERNAL.sqlState());
    assertThat(SqlExceptions.of(new StackOverflowError()).getErrorCode())
        .isEqualTo(ErrorCode.INTERNAL.vendorCode());
  }

  @Test
  void findsTheKnownErrorInsideALibrarysOne() {
    RuntimeException wrapped =
        new RuntimeException(new BricklaneException(ErrorCode.RATE_LIMITED, "Too fast"));
    assertThat((Throwable) SqlExceptions.of(wrapped)).isInstanceOf(SQLTransientException.class);
  }

  @Test
  void leavesAnSqlExceptionAsItIs() {
    SQLException already = new SQLException("x", "12345");
    assertThatThrownBy(() ->
            SqlExceptions.translating(() -> {
              throw already;
            }))
        .isSameAs(already);
  }
}
