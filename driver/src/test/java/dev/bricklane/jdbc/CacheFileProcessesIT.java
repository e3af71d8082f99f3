package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache file and two processes: one that holds it, and one that comes later. */
class CacheFileProcessesIT {
  private static final String PROMPT = "SELECT complete('embedded-responder', 'Hello %d')";
  private static final int ENOUGH = 40;

  @TempDir Path folder;

  @Test
  void worksWithoutTheFileWhileAnotherProcessHasItAndSurvivesItsDeath() throws Exception {
    String url = "jdbc:bricklane:embedded;cache=" + folder.resolve("answers.mv");
    Process other = start(url);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("0");
      try (Connection connection = DriverManager.getConnection(url)) {
        SQLWarning warning = connection.getWarnings();
        assertThat(warning.getMessage())
            .contains(folder.resolve("answers.mv").toString(), "in use by another process");
        assertThat(warning.getSQLState()).isEqualTo("01Z02");
        // Then it keeps them in memory.
        assertThat(cached(connection, 0)).isFalse();
        assertThat(cached(connection, 0)).isTrue();
      }
      String line = lines.readLine();
      while (line != null && Integer.parseInt(line) < ENOUGH) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo(String.valueOf(ENOUGH));
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat((Object) connection.getWarnings()).isNull();
      List<Boolean> found = new ArrayList<>();
      for (int i = 0; i <= ENOUGH; i++) {
        found.add(cached(connection, i));
      }
      // What was written last may be missing, and nothing before that.
      assertThat(found.get(0)).isTrue();
      assertThat(found).isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(cached(connection, ENOUGH)).isTrue();
    }
  }

  private static Process start(String url) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Asker.class.getName(),
                url))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static boolean cached(Connection connection, int number) throws SQLException {
    ask(connection, number);
    try (Statement statement = connection.createStatement();
        ResultSet calls =
            statement.executeQuery("SELECT cached FROM calls ORDER BY call_id DESC LIMIT 1")) {
      assertThat(calls.next()).isTrue();
      return calls.getBoolean(1);
    }
  }

  private static void ask(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(PROMPT.formatted(number))) {
      assertThat(rows.next()).isTrue();
    }
  }

  /** The other process: asks something new again and again until it is killed. */
  static final class Asker {
    private Asker() {}

    public static void main(String[] arguments) {
      try (Connection connection = DriverManager.getConnection(arguments[0])) {
        for (int i = 0; i < 100_000; i++) {
          ask(connection, i);
          System.out.println(i);
          if (System.out.checkError()) {
            return;
          }
        }
      } catch (SQLException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }
}
