package dev.bricklane.scripting;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The object that scripts call {@code databricks}: models and SQL, over one connection that is
 * opened at the first use.
 *
 * <p>Thread-safe: the connection may be shared. Every method throws {@link SQLException} when the
 * driver does; its message says what to do.
 */
public final class Databricks implements AutoCloseable {
  /** Names the environment variable with the JDBC URL for scripts that give none. */
  static final String URL_VARIABLE = "BRICKLANE_URL";

  private final String url;
  private final Properties properties;
  private @Nullable Connection connection;
  private boolean closed;

  private Databricks(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  /**
   * Makes a binding for a URL; nothing is connected yet.
   *
   * @param url such as {@code jdbc:bricklane:embedded}
   */
  public static Databricks connect(String url) {
    return connect(url, new Properties());
  }

  /**
   * Makes a binding for a URL; nothing is connected yet.
   *
   * @param url such as {@code jdbc:bricklane://dbc-1.cloud.databricks.com}
   * @param properties the driver's connection properties, copied
   */
  public static Databricks connect(String url, Map<?, ?> properties) {
    Properties copy = new Properties();
    properties.forEach((name, value) -> copy.setProperty(name.toString(), value.toString()));
    return new Databricks(url, copy);
  }

  /**
   * Makes the binding that the engine puts in place: {@code BRICKLANE_URL}, else environment and
   * profile.
   */
  static Databricks ofEnvironment() {
    String url = System.getenv(URL_VARIABLE);
    return connect(url == null || url.isBlank() ? "jdbc:bricklane://" : url);
  }

  /**
   * Asks a model to answer a prompt.
   *
   * @param model the endpoint or model service
   * @param prompt the user's message; a GString is read once
   * @return the answer's text
   */
  public @Nullable String complete(CharSequence model, CharSequence prompt) throws SQLException {
    return complete(Map.of(), model, prompt);
  }

  /**
   * Asks a model to answer a prompt, with named arguments as the SQL function {@code complete} has
   * them.
   *
   * @param arguments such as {@code max_tokens: 100}
   * @param model the endpoint or model service
   * @param prompt the user's message; a GString is read once
   * @return the answer's text
   */
  public @Nullable String complete(
      Map<String, ?> arguments, CharSequence model, CharSequence prompt) throws SQLException {
    return (String) call("complete", arguments, model.toString(), prompt.toString());
  }

  /**
   * Asks a model to embed a text.
   *
   * @param model the endpoint
   * @param text the text
   * @return the vector
   */
  public float[] embed(CharSequence model, CharSequence text) throws SQLException {
    Array vector = (Array) call("embed", Map.of(), model.toString(), text.toString());
    if (vector == null) {
      throw new SQLException("The model gave no vector", "58000");
    }
    Object[] numbers = (Object[]) vector.getArray();
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = ((Number) numbers[i]).floatValue();
    }
    return floats;
  }

  /**
   * Runs a query.
   *
   * @param query the SQL
   * @param parameters the values of its {@code ?}
   * @return a map per row, from column labels to values
   */
  public List<Map<String, Object>> sql(String query, Object... parameters) throws SQLException {
    try (PreparedStatement statement = open().prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** Closes the connection, if one was opened; the binding cannot be used again. */
  @Override
  public synchronized void close() throws SQLException {
    closed = true;
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "databricks";
  }

  private @Nullable Object call(String function, Map<String, ?> arguments, Object... positional)
      throws SQLException {
    StringBuilder query = new StringBuilder("SELECT ").append(function).append("(?, ?");
    List<Object> values = new ArrayList<>(Arrays.asList(positional));
    for (Map.Entry<String, ?> argument : arguments.entrySet()) {
      query.append(", ").append(name(argument.getKey())).append(" => ?");
      Object value = argument.getValue();
      values.add(value instanceof CharSequence text ? text.toString() : value);
    }
    try (PreparedStatement statement = open().prepareStatement(query.append(')').toString())) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getObject(1);
      }
    }
  }

  /** Lets nothing but a name into the statement. */
  private static String name(String argument) throws SQLException {
    if (!argument.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw new SQLException("An argument's name has other than letters, digits and _", "42601");
    }
    return argument;
  }

  private static List<Map<String, Object>> read(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<Map<String, Object>> result = new ArrayList<>();
    while (rows.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnLabel(i), rows.getObject(i));
      }
      result.add(row);
    }
    return result;
  }

  private synchronized Connection open() throws SQLException {
    if (closed) {
      throw new SQLException("This databricks binding has been closed", "08003");
    }
    if (connection == null) {
      connection = DriverManager.getConnection(url, properties);
    }
    return connection;
  }
}
