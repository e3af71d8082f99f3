package dev.bricklane.shell;

import dev.bricklane.shell.StatementReader.ScriptStatement;
import dev.bricklane.shell.StatementRunner.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The command line: reads the arguments, runs what they ask for and returns the exit code. One
 * object runs once.
 */
final class Shell {
  /** Success; also when the reader of standard output went away. */
  static final int OK = 0;

  /** An error of SQL, of the connection or of a file. */
  static final int FAILURE = 1;

  /** A mistake in the arguments. */
  static final int USAGE = 2;

  /** Ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private static final Logger LOGGER = Logger.getLogger(Shell.class.getName());
  private static final long SECONDS_TO_CANCEL = 2;

  private final Surroundings surroundings;
  private final Output output;
  private final Messages messages;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch finished = new CountDownLatch(1);

  Shell(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.output = new Output(surroundings.output(), surroundings.streams().charset());
    this.messages =
        new Messages(new Output(surroundings.errors(), surroundings.streams().charset()));
  }

  /** Runs with these arguments. */
  int run(List<String> arguments) {
    try {
      CommandLine line = CommandLine.parse(arguments, surroundings.environment());
      return switch (line.action()) {
        case HELP -> print(Help.TEXT);
        case VERSION -> print(Version.text());
        case RUN -> isInteractive(line) ? interactive(line) : untilInterrupted(line);
      };
    } catch (UsageException e) {
      messages.error(e.getMessage() + "\nSee --help.");
      return USAGE;
    } catch (Output.Failed e) {
      if (e.isBrokenPipe()) {
        return OK;
      }
      messages.error("cannot write to standard output: " + e.getMessage());
      return FAILURE;
    } catch (RuntimeException e) {
      LOGGER.log(Level.FINE, "unexpected", e);
      messages.error("unexpected " + e + "\nPlease report it, with the statement.");
      return FAILURE;
    }
  }

  private int print(String text) {
    output.write(text);
    output.flush();
    return OK;
  }

  private boolean isInteractive(CommandLine line) {
    return line.sources().isEmpty()
        && surroundings.streams().isTerminal(StandardStreams.Stream.INPUT);
  }

  private int interactive(CommandLine line) {
    try (Connection connection = Connections.open(line.url(), line.properties())) {
      StatementRunner runner = new StatementRunner(output, messages, surroundings, line.progress());
      return new InteractiveShell(line, connection, runner, messages).run();
    } catch (SQLException e) {
      messages.error("", e);
      return FAILURE;
    }
  }

  private int untilInterrupted(CommandLine line) {
    Runnable stopListening = surroundings.interrupts().onInterrupt(this::interrupt);
    try {
      return runAll(line);
    } finally {
      finished.countDown();
      stopListening.run();
    }
  }

  /** Gives the statement and its connection a moment to end in good order. */
  private void interrupt() {
    if (finished.getCount() == 0) {
      return;
    }
    cancellation.request();
    try {
      boolean unused = finished.await(SECONDS_TO_CANCEL, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int runAll(CommandLine line) {
    List<ScriptSource> sources =
        line.sources().isEmpty() ? List.of(new ScriptSource.StandardInput()) : line.sources();
    for (ScriptSource source : sources) {
      // Before anything runs: a call that is made costs money.
      if (source instanceof ScriptSource.File file && !Files.isReadable(file.path())) {
        messages.error(
            "cannot read " + file.path() + (Files.exists(file.path()) ? "" : ": no such file"));
        return FAILURE;
      }
    }
    StatementRunner runner = new StatementRunner(output, messages, surroundings, line.progress());
    Style style = new Style(line.format(), line.header());
    try (Connection connection = Connections.open(line.url(), line.properties())) {
      messages.warnings(connection.getWarnings());
      int statements = 0;
      for (ScriptSource source : sources) {
        int count = run(source, connection, runner, style);
        if (count < 0) {
          return cancellation.isRequested() ? INTERRUPTED : FAILURE;
        }
        statements += count;
      }
      if (statements == 0) {
        messages.say("nothing to run: no statement was given. See --help.");
      }
      return OK;
    } catch (SQLException e) {
      return failed("", e);
    }
  }

  /** Runs a source's statements; returns how many, or -1 after a failure, which is reported. */
  private int run(ScriptSource source, Connection connection, StatementRunner runner, Style style) {
    int count = 0;
    try (StatementReader reader = new StatementReader(source.open(surroundings.input()))) {
      for (ScriptStatement next = reader.next(); next != null; next = reader.next()) {
        try {
          runner.run(connection, next.sql(), style, statement -> {}, cancellation);
          count++;
        } catch (SQLException e) {
          failed(source.place(next.line()), e);
          return -1;
        }
      }
      return count;
    } catch (IOException e) {
      messages.error("cannot read " + source.name() + ": " + e.getMessage());
      return -1;
    }
  }

  private int failed(String place, SQLException error) {
    if (cancellation.isRequested()) {
      messages.say("cancelled");
      return INTERRUPTED;
    }
    messages.error(place, error);
    return FAILURE;
  }
}
