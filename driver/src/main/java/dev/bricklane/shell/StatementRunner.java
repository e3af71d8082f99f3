package dev.bricklane.shell;

import dev.bricklane.jdbc.StatementProgress;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Runs statements, writes their results and shows their progress. Not thread safe. */
final class StatementRunner {
  private final Output output;
  private final Messages messages;
  private final Surroundings surroundings;
  private final boolean progress;
  private boolean first = true;

  /**
   * Makes one.
   *
   * @param progress whether progress may be shown; it is only where both standard output and
   *     standard error are terminals
   */
  StatementRunner(Output output, Messages messages, Surroundings surroundings, boolean progress) {
    this.output = output;
    this.messages = messages;
    this.surroundings = surroundings;
    this.progress =
        progress
            && surroundings.streams().isTerminal(StandardStreams.Stream.OUTPUT)
            && surroundings.streams().isTerminal(StandardStreams.Stream.ERROR);
  }

  /** Forgets the results written so far, which the next one would be set apart from. */
  void startAfresh() {
    first = true;
  }

  /** Sets a statement up before it runs. */
  @FunctionalInterface
  interface Setup {
    void apply(Statement statement) throws SQLException;
  }

  /**
   * Runs a statement to its end.
   *
   * @param style how to write the result
   * @throws SQLException if the statement fails; rows that came before are written
   */
  void run(Connection connection, String sql, Style style, Setup setup, Cancellation cancellation)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      setup.apply(statement);
      cancellation.running(statement);
      AtomicLong rows = new AtomicLong();
      try (ProgressLine line = progressLine(statement, rows)) {
        boolean hasRows = statement.execute(sql);
        while (hasRows) {
          try (ResultSet result = statement.getResultSet()) {
            print(result, style, rows);
            messages.warnings(result.getWarnings());
          }
          hasRows = statement.getMoreResults();
        }
      }
      messages.warnings(statement.getWarnings());
    } finally {
      cancellation.running(null);
    }
  }

  /**
   * How to write results.
   *
   * @param header whether to write column names and row counts
   */
  record Style(OutputFormat format, boolean header) {}

  private void print(ResultSet result, Style style, AtomicLong rows) throws SQLException {
    ResultColumns columns = ResultColumns.of(result.getMetaData());
    RowPrinter printer =
        style.format().printer(output, style.header(), surroundings.streams().width());
    // Nothing is written before the first row is there: a statement that fails leaves no header.
    boolean begun = false;
    try {
      while (result.next()) {
        var values = columns.read(result, printer.readsWhileItComes());
        if (!begun) {
          begun = begin(printer, columns, style);
        }
        printer.row(values);
        rows.incrementAndGet();
        output.flush();
      }
    } catch (UncheckedIOException e) {
      output.flush();
      // A text has broken off that was written while it came.
      Throwable broken = e.getCause();
      if (broken != null && broken.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    } catch (SQLException | RuntimeException e) {
      if (begun && !(e instanceof Output.Failed)) {
        printer.breakOff();
        output.flush();
      }
      throw e;
    }
    if (!begun) {
      begin(printer, columns, style);
    }
    printer.end();
    output.flush();
  }

  private boolean begin(RowPrinter printer, ResultColumns columns, Style style) {
    if (!first && style.format() != OutputFormat.JSON) {
      output.write("\n");
    }
    first = false;
    printer.begin(columns);
    return true;
  }

  private ProgressLine progressLine(Statement statement, AtomicLong rows) throws SQLException {
    return new ProgressLine(
        output,
        messages.screen(),
        progressOf(statement, rows),
        progress ? surroundings.streams().width() : StandardStreams.UNLIMITED,
        System::nanoTime,
        progress ? surroundings.ticker() : (wait, period, task) -> () -> {});
  }

  /** The one place that asks a statement for more than JDBC knows of its progress. */
  private static Progress progressOf(Statement statement, AtomicLong rows) throws SQLException {
    StatementProgress known =
        statement.isWrapperFor(StatementProgress.class)
            ? statement.unwrap(StatementProgress.class)
            : null;
    return new Progress() {
      @Override
      public long rows() {
        return rows.get();
      }

      @Override
      public OptionalLong calls() {
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.calls());
      }

      @Override
      public OptionalLong inFlight() {
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.callsInFlight());
      }

      @Override
      public Optional<BigDecimal> cost() {
        return known == null ? Optional.empty() : known.cost();
      }

      @Override
      public OptionalLong tokens() {
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.tokens());
      }
    };
  }
}
