package dev.bricklane.shell;

import dev.bricklane.shell.StatementReader.ScriptStatement;
import dev.bricklane.shell.StatementRunner.Style;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jline.terminal.Terminal;
import sqlline.BuiltInProperty;
import sqlline.SqlLine;
import sqlline.SqlLineOpts;

/**
 * The interactive shell: SQLLine reads the lines, keeps the history, completes names and runs its
 * {@code !commands}; statements are run here, so that results look as they do everywhere, with
 * whole values, and show their progress.
 *
 * <p>Its settings and history live in {@code .bricklane} of the home directory.
 */
final class InteractiveShell {
  private static final String SESSION = "session:";

  private final CommandLine line;
  private final StatementRunner runner;
  private final Messages messages;
  private final String shownUrl;
  private final SessionDriver session;

  InteractiveShell(
      CommandLine line, Connection connection, StatementRunner runner, Messages messages)
      throws SQLException {
    this.line = line;
    this.runner = runner;
    this.messages = messages;
    // The driver's own text of its URL, in which it masks secrets.
    this.shownUrl = String.valueOf(connection.getMetaData().getURL());
    this.session = new SessionDriver(SESSION + shownUrl, line.url(), line.properties(), connection);
  }

  /** Runs until the user leaves. */
  int run() throws SQLException {
    Path state = Path.of(System.getProperty("user.home", "."), ".bricklane");
    try {
      createPrivately(state);
    } catch (IOException e) {
      messages.say("warning: cannot keep the history: cannot create " + state);
    }
    System.setProperty(SqlLine.SQLLINE_BASE_DIR, state.toString());
    messages.say("bricklane " + Version.bricklane() + ", connected to " + shownUrl);
    session.register();
    try {
      StatementConsole console = new StatementConsole(this::runStatements);
      // Pairs of quotes and brackets that close themselves surprise people and spoil pastes.
      console.getOpts().set(BuiltInProperty.AUTO_PAIRING, false);
      String[] arguments = {
        "-ac",
        SqlLineSettings.class.getName(),
        "--outputFormat=" + line.format().label(),
        "--showHeader=" + line.header(),
        "-u",
        SESSION + shownUrl
      };
      console.begin(arguments, null, true);
      return Shell.OK;
    } catch (IOException e) {
      messages.error("cannot use the terminal: " + e.getMessage());
      return Shell.FAILURE;
    } finally {
      session.deregister();
    }
  }

  /** The history holds prompts, which are nobody else's business. */
  private static void createPrivately(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Runs a line of statements; returns false if it is SQLLine's to run. */
  private boolean runStatements(StatementConsole console, String text) {
    SqlLineOpts options = console.getOpts();
    String format = options.get(BuiltInProperty.OUTPUT_FORMAT).toLowerCase(Locale.ROOT);
    String word = text.strip();
    if (word.isEmpty()
        || word.startsWith(SqlLine.COMMAND_PREFIX)
        || word.equals("?")
        || word.equalsIgnoreCase("help")
        || OutputFormat.named(format).isEmpty()
        || !(SESSION + shownUrl).equals(console.getConnectionMetadata().getUrl())) {
      return false;
    }
    Style style =
        new Style(
            OutputFormat.named(format).orElseThrow(),
            options.getBoolean(BuiltInProperty.SHOW_HEADER));
    Cancellation cancellation = new Cancellation();
    Terminal terminal = console.terminal();
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> cancellation.request());
    try (StatementReader reader = new StatementReader(new StringReader(text))) {
      runner.startAfresh();
      for (ScriptStatement next = reader.next(); next != null; next = reader.next()) {
        long start = System.nanoTime();
        runner.run(
            session.current(),
            next.sql(),
            style,
            statement -> limit(statement, options),
            cancellation);
        messages.say("%.3f s".formatted((System.nanoTime() - start) / 1e9));
      }
    } catch (SQLException e) {
      if (cancellation.isRequested()) {
        messages.say("cancelled");
      } else {
        messages.error("", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
    return true;
  }

  /** Obeys {@code !set timeout} and {@code !set rowLimit}. */
  private static void limit(Statement statement, SqlLineOpts options) throws SQLException {
    int timeout = options.getInt(BuiltInProperty.TIMEOUT);
    if (timeout > 0) {
      statement.setQueryTimeout(timeout);
    }
    statement.setMaxRows(Math.max(0, options.getInt(BuiltInProperty.ROW_LIMIT)));
  }
}
