package dev.bricklane.error;

import java.util.Locale;

/**
 * The catalogue of errors: one entry per meaning, with what JDBC reports of it.
 *
 * <p>SQLSTATEs follow the SQL standard's classes, and PostgreSQL's codes where the standard is
 * silent. Class 08 is kept for the network alone: connection pools throw a connection away when
 * they see it, which a rate limit or a model's error does not deserve.
 */
public enum ErrorCode {
  /** The workspace refused the token, or the identity provider the client's secret. */
  BAD_CREDENTIALS(
      "28000",
      1001,
      false,
      "Check the token or client secret and that it has not expired or been revoked."),
  /** No way to sign in was given. */
  MISSING_CREDENTIALS(
      "28000",
      1002,
      false,
      "Set the property token, or clientId and clientSecret, or name a profile."),
  /** Signed in, but not allowed to query this model. */
  PERMISSION_DENIED("42501", 1003, false, "Ask the endpoint's owner for the CAN QUERY permission."),

  /** No endpoint or model service of that name. */
  MODEL_NOT_FOUND(
      "42704", 2001, false, "List the models you can use with: SELECT name, task FROM models."),
  /** The workspace does not offer the API surface that was asked for. */
  SURFACE_ABSENT(
      "42704", 2002, false, "Set surface=serving, or use the endpoint's databricks- name."),
  /** The endpoint refused the request's content. */
  BAD_REQUEST("22023", 2003, false, "Correct the argument that the message names."),
  /** Prompt and answer do not fit the model's context window. */
  CONTEXT_TOO_LONG(
      "54000",
      2004,
      false,
      "Shorten the prompt, lower max_tokens, or use a model with a longer context."),
  /** The request body is larger than the endpoint accepts. */
  PAYLOAD_TOO_LARGE("54000", 2005, false, "Send less in one call."),
  /** A guardrail of the endpoint blocked the prompt or the answer. */
  GUARDRAIL(
      "22Z01", 2006, false, "Change the prompt, or ask the endpoint's owner about its guardrails."),

  /** The workspace's or endpoint's rate limit was met, also after retries. */
  RATE_LIMITED("53400", 3001, true, "Wait, lower maximumPoolSize, or ask for a higher rate limit."),
  /** The endpoint was overloaded, or failed inside, also after retries. */
  OVERLOADED("53000", 3002, true, "Try again later."),
  /** Every client of the pool stayed in use for {@code connectionTimeout}. */
  POOL_EXHAUSTED("53300", 3003, true, "Raise maximumPoolSize or connectionTimeout."),
  /** A call or a statement took longer than it was allowed to. */
  DEADLINE_EXCEEDED("57014", 3004, true, "Raise requestTimeout or the statement's query timeout."),
  /** The statement was cancelled by its user. */
  CANCELLED("57014", 3005, false, "Run the statement again if it was cancelled by mistake."),
  /** The next model call would pass a limit that the user has set on calls, tokens or cost. */
  BUDGET_EXCEEDED(
      "54Z01",
      3006,
      false,
      "Raise the limit, or make fewer or smaller calls: WHERE, LIMIT, max_tokens, a shorter prompt."),
  /** A limit on cost is set, and nobody knows what the model costs. */
  PRICE_UNKNOWN(
      "54Z02",
      3007,
      false,
      "Give the model's price in a file that the property prices names, or take the limit on cost"
          + " away."),

  /** The endpoint starts, or scales up from zero, and did not answer yet, also after retries. */
  COLD_START(
      "53Z01",
      3008,
      true,
      "Wait until the endpoint is ready, which may take minutes, and send the statement again, or"
          + " have its owner switch scaling to zero off."),

  /** The workspace could not be reached in time, or the connection broke. */
  UNREACHABLE("08001", 4001, true, "Check the host name, the network and the proxy."),
  /** The connection has been closed. */
  CONNECTION_CLOSED("08003", 4002, false, "Open a new connection."),
  /** The answer was not what its protocol promises. */
  MALFORMED_ANSWER(
      "58000",
      4003,
      false,
      "Check that the URL is a Databricks workspace or a compatible gateway."),
  /** The host's name has no address. */
  HOST_UNKNOWN(
      "08001", 4004, true, "Check the spelling of the host, and the network's name service (DNS)."),
  /** Nobody listens at the host's port. */
  CONNECTION_REFUSED(
      "08001", 4005, true, "Check host and port, and that the service there is running."),
  /** Nobody whom this JVM trusts vouches for the certificate, or it has expired. */
  CERTIFICATE_UNTRUSTED(
      "08001",
      4006,
      false,
      "If your organisation has an authority of its own, name a file with its certificate in the"
          + " property trustStore."),
  /** The certificate is for another host. */
  CERTIFICATE_OF_OTHER_HOST(
      "08001", 4007, false, "Use the host name that the certificate is made for."),
  /** No common ground for TLS, or it was broken off. */
  TLS_FAILED(
      "08001",
      4008,
      false,
      "Check that the port speaks TLS, which versions it allows, and the JVM's own TLS settings."),
  /** The proxy wants credentials, or others. */
  PROXY_CREDENTIALS(
      "08001", 4009, false, "Give proxyUser and proxyPassword beside proxyHost, or correct them."),
  /** The proxy could not be reached, or does not let the connection through. */
  PROXY_FAILED(
      "08001",
      4010,
      true,
      "Check the properties proxyHost and proxyPort, or the JVM's https.proxyHost, and that the"
          + " proxy allows the host."),

  /** The JDBC URL or a property is wrong. */
  INVALID_CONFIGURATION("22023", 5001, false, "Correct the properties that the message names."),
  /** The text is not SQL. */
  SYNTAX_ERROR("42601", 5002, false, "Correct the statement at the position given."),
  /** A table, view or schema is not there. */
  UNKNOWN_TABLE(
      "42P01", 5003, false, "Check the name; quote it if it has other than letters, digits and _."),
  /** A column is not there. */
  UNKNOWN_COLUMN("42703", 5004, false, "Check the name; text literals take single quotes."),
  /** A function is not there, or not with these arguments. */
  UNKNOWN_FUNCTION(
      "42883", 5005, false, "Check the function's name, and the names and types of its arguments."),
  /** A name fits more than one column. */
  AMBIGUOUS_NAME("42702", 5006, false, "Qualify the name with its table."),
  /** Types do not fit. */
  TYPE_MISMATCH("42804", 5007, false, "Add a CAST."),
  /** The statement is SQL, but makes no sense otherwise. */
  INVALID_STATEMENT("42000", 5008, false, "Correct the statement at the position given."),
  /** Anything but a query. */
  READ_ONLY("25006", 5009, false, "Bricklane is read-only: send a query."),
  /** A feature that Bricklane does not have. */
  UNSUPPORTED("0A000", 5010, false, "Rewrite the statement without it."),
  /** A {@code ?} of a prepared statement has no value, or there is no such {@code ?}. */
  INVALID_PARAMETER("07001", 5011, false, "Set every ? from 1 on before executing."),
  /** No column of that number or label in the result. */
  NO_SUCH_COLUMN("07009", 5012, false, "Columns count from 1; labels are the names after AS."),
  /** A value cannot be read as the type asked for. */
  INVALID_CONVERSION("22018", 5013, false, "Read it as another type, or CAST it in the statement."),
  /** A number does not fit its type. */
  OUT_OF_RANGE("22003", 5014, false, "Use a wider type."),
  /** Division by zero. */
  DIVISION_BY_ZERO("22012", 5015, false, "Guard the divisor with NULLIF(x, 0)."),
  /** A value made the statement fail while it ran. */
  DATA_EXCEPTION("22000", 5016, false, "Look at the values the expression met."),
  /** An argument of a JDBC method is out of its range. */
  INVALID_ARGUMENT("HY024", 5017, false, "Correct the argument that the message names."),
  /** The statement or result set has been closed, or is not on a row. */
  INVALID_STATE("24000", 5018, false, "Check the order of the calls."),

  /** A file of Bricklane's cannot be used: it is not there, not readable, damaged, or full. */
  FILE_UNUSABLE(
      "58030", 6001, false, "Correct the file that the message names, or name another one."),
  /** A replayed recording does not hold the answer to this call. */
  NOT_RECORDED(
      "58Z01",
      6002,
      false,
      "Run the statement once with recording=record: and the same file, or make it ask what was"
          + " recorded."),

  /** An attached source cannot be reached, or refuses to be read. */
  SOURCE_UNREACHABLE(
      "HV00N",
      7001,
      true,
      "Check the attach properties of the source, that it runs, and that its driver is on the class"
          + " path or in the folder that attachDrivers names."),
  /** An attached source failed to answer a query. */
  SOURCE_FAILED("HV000", 7002, false, "EXPLAIN PLAN FOR shows what the source is asked."),

  /** A mistake of Bricklane's own. */
  INTERNAL("XX000", 9001, false, "Please report it, with the statement and the stack trace.");

  private final String sqlState;
  private final int vendorCode;
  private final boolean retriable;
  private final String advice;

  ErrorCode(String sqlState, int vendorCode, boolean retriable, String advice) {
    this.sqlState = sqlState;
    this.vendorCode = vendorCode;
    this.retriable = retriable;
    this.advice = advice;
  }

  /** Returns the five-character SQLSTATE. */
  public String sqlState() {
    return sqlState;
  }

  /** Returns the number that {@code SQLException.getErrorCode} gives; unique in the catalogue. */
  public int vendorCode() {
    return vendorCode;
  }

  /** Returns whether the same statement may succeed later without a change. */
  public boolean retriable() {
    return retriable;
  }

  /** Returns whether the network failed, or the way to the service, and not what answers there. */
  public boolean ofNetwork() {
    return sqlState.equals("08001");
  }

  /** Returns one sentence on what to do. */
  public String advice() {
    return advice;
  }

  /** Returns the entry's name as logs and tables write it, such as {@code rate_limited}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
