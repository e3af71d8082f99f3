package dev.bricklane.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the shell in a test against an H2 database of its own, with streams in memory. */
final class ShellRun {
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private OutputStream sink = output;
  private String input = "";
  private Set<StandardStreams.Stream> terminals = EnumSet.noneOf(StandardStreams.Stream.class);
  private int width = StandardStreams.UNLIMITED;
  private Interrupts interrupts = action -> () -> {};
  private Ticker ticker = (first, period, task) -> () -> {};

  ShellRun() {
    environment.put("BRICKLANE_URL", "jdbc:h2:mem:");
  }

  ShellRun variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ShellRun input(String text) {
    input = text;
    return this;
  }

  ShellRun output(OutputStream stream) {
    sink = stream;
    return this;
  }

  ShellRun onTerminal(int columns) {
    terminals = EnumSet.of(StandardStreams.Stream.OUTPUT, StandardStreams.Stream.ERROR);
    width = columns;
    return this;
  }

  ShellRun terminal(StandardStreams.Stream stream) {
    terminals = EnumSet.of(stream);
    return this;
  }

  ShellRun interrupts(Interrupts source) {
    interrupts = source;
    return this;
  }

  ShellRun ticker(Ticker source) {
    ticker = source;
    return this;
  }

  Result run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            sink,
            errors,
            environment,
            new Streams(terminals, width),
            interrupts,
            ticker);
    int code = new Shell(surroundings).run(List.of(arguments));
    return new Result(
        code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  /** Runs SQL in a format, which has to succeed, and returns what it printed. */
  static String print(String format, String sql) {
    Result result = new ShellRun().run("--format", format, "-e", sql);
    if (result.code() != 0) {
      throw new AssertionError(result.errors());
    }
    return result.output();
  }

  record Result(int code, String output, String errors) {}

  record Streams(Set<Stream> terminals, int width) implements StandardStreams {
    @Override
    public boolean isTerminal(Stream stream) {
      return terminals.contains(stream);
    }

    @Override
    public Charset charset() {
      return StandardCharsets.UTF_8;
    }
  }
}
