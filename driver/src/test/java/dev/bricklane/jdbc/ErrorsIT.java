package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Fault;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a program that uses JDBC is told of each way to fail: SQLSTATE, vendor code, HTTP status,
 * the service's own code, its id of the request, its words, and what to do. {@link NetworkIT} has
 * those of the network.
 */
@Timeout(60)
class ErrorsIT {
  private static EmbeddedWorkspace workspace;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    workspace =
        EmbeddedWorkspace.builder()
            .responder(request ->
                request.body().contains("never answered")
                    ? Optional.of(Fault.STREAM_STALLS.reply())
                    : Optional.empty())
            .start();
    connection = open(new Properties());
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # bad token
          invalid-token           | 28000 | 1001 | 403 |                         | Invalid access token                             | Check the token or client secret
          no-credentials          | 28000 | 1001 | 401 |                         | Credential was not sent                          | Check the token or client secret
          # no permission
          permission-denied       | 42501 | 1003 | 403 | PERMISSION_DENIED       | User does not have CAN_QUERY                     | CAN QUERY permission
          # no such model
          endpoint-not-found      | 42704 | 2001 | 404 | ENDPOINT_NOT_FOUND      | The given endpoint does not exist                | SELECT name, task FROM models
          resource-does-not-exist | 42704 | 2001 | 404 | RESOURCE_DOES_NOT_EXIST | The resource does not exist                      | SELECT name, task FROM models
          # surface absent
          feature-disabled        | 42704 | 2002 | 404 | FEATURE_DISABLED        | The feature is disabled                          | Set surface=serving
          not-implemented         | 42704 | 2002 | 501 | NOT_IMPLEMENTED         | Not implemented in this workspace                | Set surface=serving
          # bad request, with the field
          bad-request             | 22023 | 2003 | 400 | BAD_REQUEST             | Bad request: the field is wrong                  | Correct the argument
          openai-shape            | 22023 | 2003 | 400 | unsupported_value       | Unsupported value: 'x'                           | Correct the argument
          text-error              | 22023 | 2003 | 400 |                         | The request is wrong                             | Correct the argument
          # context too long
          context-length          | 54000 | 2004 | 400 | BAD_REQUEST             | maximum context length is 8192 tokens            | Shorten the prompt
          context-length-openai   | 54000 | 2004 | 400 | context_length_exceeded | (field: messages)                                | Shorten the prompt
          # payload too large
          payload-too-large       | 54000 | 2005 | 413 |                         | Request entity too large                         | Send less
          # guardrail
          input-guardrail         | 22Z01 | 2006 | 400 | BAD_REQUEST             | (guardrail: privacy)                             | Change the prompt
          output-guardrail        | 22Z01 | 2006 | 400 | BAD_REQUEST             | output_guardrail blocked                         | Change the prompt
          # rate limit, and which
          rate-limit-input-tokens | 53400 | 3001 | 429 | REQUEST_LIMIT_EXCEEDED  | input tokens per minute                          | Wait, lower maximumPoolSize
          rate-limit-qps          | 53400 | 3001 | 429 | REQUEST_LIMIT_EXCEEDED  | QPS rate limit                                   | Wait, lower maximumPoolSize
          rate-limit-documented   | 53400 | 3001 | 429 | rate_limit_exceeded     | (limit: input_tokens_per_minute, 200150 of 20000 | Wait, lower maximumPoolSize
          resource-exhausted      | 53400 | 3001 | 429 | RESOURCE_EXHAUSTED      | Too many requests                                | Wait, lower maximumPoolSize
          # overloaded, and failed inside
          unavailable             | 53000 | 3002 | 503 | TEMPORARILY_UNAVAILABLE | temporarily unavailable                          | Try again later
          html-title              | 53000 | 3002 | 503 |                         | Service Unavailable                              | Try again later
          internal-error          | 53000 | 3002 | 500 | INTERNAL_ERROR          | Internal error                                   | Try again later
          deadline                | 53000 | 3002 | 504 | DEADLINE_EXCEEDED       | The request timed out                            | Try again later
          # cold start
          cold-start              | 53Z01 | 3008 | 503 | TEMPORARILY_UNAVAILABLE | scaled to zero                                   | Wait until the endpoint is ready
          # malformed answer
          not-json                | 58000 | 4003 | 200 |                         | embedded-fault-not-json                          | Check that the URL is a Databricks workspace
          half-json               | 58000 | 4003 | 200 |                         | embedded-fault-half-json                         | Check that the URL is a Databricks workspace
          # a connection that breaks
          cut-off                 | 08001 | 4001 | 0   |                         | broke within the answer                          | Check the host name
          hang-up                 | 08001 | 4001 | 0   |                         | broke before the answer                          | Check the host name
          private-link            | 08001 | 4001 | 302 |                         | by a private link only                           | Check the host name
          """)
  void tellsWhatHappenedAndWhatToDo(
      String fault,
      String sqlState,
      int vendorCode,
      int status,
      String serviceCode,
      String words,
      String advice) {
    SQLException e = fails("embedded-fault-" + fault, "p");
    assertThat(e.getSQLState()).isEqualTo(sqlState);
    assertThat(e.getErrorCode()).isEqualTo(vendorCode);
    assertThat((Throwable) e).hasMessageContaining(words).hasMessageContaining(advice);
    assertThat(e.getMessage()).endsWith(".").doesNotContain("..");
    Origin origin = ((BricklaneException) e.getCause()).origin();
    assertThat(origin.httpStatus()).isEqualTo(status);
    assertThat(origin.serviceCode()).isEqualTo(serviceCode);
    if (serviceCode != null) {
      assertThat((Throwable) e).hasMessageContaining("HTTP " + status + " " + serviceCode);
    }
    if (status >= 400) {
      assertThat(origin.requestId()).isNotBlank();
      assertThat((Throwable) e).hasMessageContaining("(request id " + origin.requestId() + "). ");
    }
  }

  @Test
  void tellsOfATimeLimitOfOnesOwn() {
    assertThat((Throwable) fails("embedded-responder", "never answered", 1))
        .isInstanceOfSatisfying(
            SQLTimeoutException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("57014");
              assertThat(e.getErrorCode()).isEqualTo(3004);
              assertThat(e.getMessage()).contains("query timeout");
            });
  }

  @Test
  void tellsOfTheTimeLimitOfACall() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("requestTimeout", "700ms");
    try (Connection hasty = open(properties)) {
      SQLException e = fails(hasty, "embedded-responder", "never answered", 0);
      assertThat(e.getSQLState()).isEqualTo("57014");
      assertThat(e.getErrorCode()).isEqualTo(3004);
      assertThat(e.getMessage())
          .containsPattern("within (?:700|69\\d) ms")
          .contains("Raise requestTimeout");
    }
  }

  /** For a row alone, where the statement goes on. */
  @Test
  void tellsTheSameOfARow() throws SQLException {
    for (String fault : List.of("cold-start", "hang-up")) {
      String model = "embedded-fault-" + fault;
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT complete('" + model + "', 'p', on_error => 'null')")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isNull();
        SQLException alone = fails(model, "p");
        assertThat(rows.getWarnings().getSQLState()).isEqualTo(alone.getSQLState());
        assertThat(rows.getWarnings().getErrorCode()).isEqualTo(alone.getErrorCode());
        assertThat(rows.getWarnings().getMessage().replaceAll("request id \\w+", ""))
            .isEqualTo(alone.getMessage().replaceAll("request id \\w+", ""));
      }
    }
  }

  private static SQLException fails(String model, String prompt) {
    return fails(model, prompt, 0);
  }

  private static SQLException fails(String model, String prompt, int seconds) {
    return fails(connection, model, prompt, seconds);
  }

  private static SQLException fails(Connection by, String model, String prompt, int seconds) {
    SQLException e =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              try (Statement statement = by.createStatement()) {
                statement.setQueryTimeout(seconds);
                try (ResultSet rows =
                    statement.executeQuery("SELECT complete('" + model + "', '" + prompt + "')")) {
                  rows.next();
                }
              }
            });
    assertThat((Throwable) e).isNotNull();
    return e;
  }

  private static Connection open(Properties properties) throws SQLException {
    properties.setProperty("token", workspace.token());
    properties.setProperty("maxRetries", "0");
    return DriverManager.getConnection(
        "jdbc:bricklane://" + workspace.uri().getAuthority() + ";ssl=false", properties);
  }
}
