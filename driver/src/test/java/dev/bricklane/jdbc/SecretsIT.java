package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants secrets in all places that hold them, and looks for them in all that a user or a log can
 * see, at the finest level, over success, failure, retries and a token that is revoked.
 */
class SecretsIT {
  private static final String HEADER = "canary-header-5f1c7a90";
  private static final String FIELD = "canary-field-77ab01d3";

  private static final List<Fault> FAILURES =
      Stream.of(Fault.values())
          // Those that hang would only make the test slow.
          .filter(fault -> !fault.name().contains("STALL"))
          .toList();

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger("dev.bricklane");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          Object[] parameters = entry.getParameters();
          see(entry.getMessage() + " " + (parameters == null ? "" : List.of(parameters)));
          see(entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private EmbeddedWorkspace workspace;
  private Level before;
  @TempDir private Path folder;

  @BeforeEach
  void listens() {
    workspace = EmbeddedWorkspace.start();
    before = logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  @AfterEach
  void listensNoMore() {
    logger.removeHandler(handler);
    logger.setLevel(before);
    workspace.close();
  }

  @Test
  void showsNoTokenAnywhere() throws Exception {
    use(Map.of("token", workspace.token()));
    assertThat(workspace.modelCalls()).isGreaterThan(FAILURES.size());
    finds(workspace.token(), HEADER, FIELD);
  }

  @Test
  void showsNoClientSecretAnywhere() throws Exception {
    use(Map.of("clientId", workspace.clientId(), "clientSecret", workspace.clientSecret()));
    finds(workspace.clientSecret(), HEADER, FIELD);
    workspace.requests().stream()
        .map(request -> request.headers().toString())
        .forEach(sent -> assertThat(sent).doesNotContain(workspace.clientSecret()));
  }

  @Test
  void showsNoSecretThatIsRefused() throws Exception {
    Properties properties = properties(Map.of("token", "dapicanary0123456789abcdef01234567"));
    try (Connection connection = DriverManager.getConnection(url(), properties)) {
      see(connection.toString());
    } catch (SQLException e) {
      see(e);
    }
    assertThat(seen).isNotEmpty();
    finds("dapicanary0123456789abcdef01234567", "canary0123456789", HEADER, FIELD);
  }

  private void finds(String... secrets) {
    for (String secret : secrets) {
      assertThat(seen.stream().filter(text -> text.contains(secret)))
          .as("what shows " + secret.substring(0, 8))
          .isEmpty();
    }
  }

  private void use(Map<String, String> credentials) throws SQLException, java.io.IOException {
    Path recording = folder.resolve("recording.jsonl");
    Properties properties = properties(credentials);
    properties.setProperty("recording", "record:" + recording);
    try (Connection connection = DriverManager.getConnection(url(), properties)) {
      see(connection.toString());
      see(connection.getMetaData().getURL());
      see(connection.getMetaData().getUserName());
      query(connection, "SELECT complete('embedded-responder', 'hello')");
      query(connection, "SELECT embed('embedded-hashing-384', 'hello')");
      for (Fault fault : FAILURES) {
        String end = fault.ordinal() % 2 == 0 ? "" : ", on_error => 'null'";
        query(connection, "SELECT complete('" + fault.model() + "', 'p'" + end + ")");
      }
      for (String table : new String[] {"properties", "calls", "usage", "pool", "models"}) {
        query(connection, "SELECT * FROM " + table);
      }
      query(connection, "SELECT no_such_function(1)");
    }
    see(Files.readString(recording));
  }

  private void query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(20);
      try (ResultSet rows = statement.executeQuery(sql)) {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(rows.getString(i));
          }
        }
        see(values.toString());
        for (SQLWarning w = rows.getWarnings(); w != null; w = w.getNextWarning()) {
          see(w);
        }
      }
      see(statement.toString());
    } catch (SQLException e) {
      see(e);
    }
  }

  private Properties properties(Map<String, String> credentials) {
    Properties properties = new Properties();
    properties.putAll(credentials);
    properties.setProperty("extraHeaders", "{\"x-portkey-api-key\":\"" + HEADER + "\"}");
    properties.setProperty("extraBody", "{\"usage_context\":{\"key\":\"" + FIELD + "\"}}");
    properties.setProperty("maxRetries", "1");
    properties.setProperty("requestTimeout", "2s");
    return properties;
  }

  private String url() {
    return "jdbc:bricklane://127.0.0.1:" + workspace.uri().getPort() + ";ssl=false";
  }

  private void see(Throwable thrown) {
    if (thrown != null) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      see(text.toString());
    }
  }

  private void see(String text) {
    if (text != null) {
      seen.add(text);
    }
  }
}
