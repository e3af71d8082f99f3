package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users of databricks-jdbc complained of, one test for each that is not shown elsewhere. */
class ForeignComplaintsIT {
  private EmbeddedWorkspace workspace;

  @BeforeEach
  void start() {
    workspace = EmbeddedWorkspace.start();
  }

  @AfterEach
  void stop() {
    workspace.close();
  }

  private Connection connect(String... properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://%s;ssl=false;token=%s;%s"
            .formatted(
                workspace.uri().getAuthority(), workspace.token(), String.join(";", properties)));
  }

  /**
   * A container may be read-only; a folder of logs that nobody can write to is no reason to fail.
   */
  @Test
  void writesNoLogFile() throws Exception {
    List<Path> before = workingDirectory();
    try (Connection connection = connect("LogLevel=6", "LogPath=/nowhere/at/all");
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT complete('embedded-responder', 'x')").next();
    }
    assertThat(workingDirectory()).isEqualTo(before);
    assertThat(Path.of("/nowhere")).doesNotExist();
  }

  private static List<Path> workingDirectory() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
      return files.sorted().toList();
    }
  }

  @Test
  void saysNothingInTheLogInNormalWork() throws SQLException {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getLevel().intValue() > Level.FINE.intValue()) {
              records.add(record);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.bricklane.jdbc");
    logger.addHandler(handler);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT complete('embedded-responder', 'x')").next();
      connection.isValid(1);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(records).isEmpty();
  }

  @Test
  void takesReadOnlyAndTransactions() throws SQLException {
    try (Connection connection = connect()) {
      assertThatCode(
              () -> {
                connection.setReadOnly(true);
                connection.setReadOnly(false);
                connection.setAutoCommit(false);
                connection.commit();
                connection.rollback();
              })
          .doesNotThrowAnyException();
      assertThat(connection.isReadOnly()).isTrue();
    }
  }

  /** The path of a warehouse is ignored wherever it stands, with a warning that says so. */
  @Test
  void treatsAPropertyAlikeInUrlAndProperties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("httpPath", "/sql/1.0/warehouses/abc");
    properties.setProperty("token", workspace.token());
    String url = "jdbc:bricklane://%s;ssl=false".formatted(workspace.uri().getAuthority());
    try (Connection byUrl = connect("httpPath=/sql/1.0/warehouses/abc");
        Connection byProperties = DriverManager.getConnection(url, properties)) {
      assertThat(byUrl.getWarnings().getMessage())
          .startsWith("httpPath (URL) is ignored")
          .isEqualTo(byProperties.getWarnings().getMessage().replace("(Properties)", "(URL)"));
      assertThat(byUrl.getWarnings().getSQLState()).isEqualTo("01S00");
    }
  }

  /** Columns of everything come out of memory: the workspace is not asked for a tree. */
  @Test
  void givesAllColumnsWithoutAskingTheWorkspace() throws SQLException {
    try (Connection connection = connect()) {
      int before = workspace.requests().size();
      assertThat(connection.getMetaData().getColumns(null, null, null, null).next()).isTrue();
      assertThat(workspace.requests()).hasSize(before);
    }
  }
}
