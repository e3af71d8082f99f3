package dev.bricklane.scripting.shell;

import dev.bricklane.scripting.Databricks;
import dev.bricklane.scripting.shell.CommandLine.Action;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;

/** Reads the arguments, runs the script, and returns the exit code. One object runs once. */
final class ScriptShell {
  /** Success. */
  static final int OK = 0;

  /** The script failed, or cannot be read. */
  static final int FAILURE = 1;

  /** A mistake in the arguments. */
  static final int USAGE = 2;

  private final StandardInput input;
  private final PrintStream output;
  private final PrintStream errors;
  private final Map<String, String> environment;
  private final Interrupt interrupt;

  /**
   * Makes a shell.
   *
   * @param output for the texts of {@code --help} and {@code --version}
   * @param interrupt what ends the binding with the process
   */
  ScriptShell(
      StandardInput input,
      PrintStream output,
      PrintStream errors,
      Map<String, String> environment,
      Interrupt interrupt) {
    this.input = input;
    this.output = output;
    this.errors = errors;
    this.environment = environment;
    this.interrupt = interrupt;
  }

  /** Runs with these arguments. */
  int run(List<String> arguments) {
    CommandLine line;
    try {
      line = CommandLine.parse(arguments, environment);
    } catch (UsageException e) {
      say("error: " + e.getMessage() + "\nSee --help.");
      return USAGE;
    }
    ScriptSource script = line.script();
    if (line.action() != Action.RUN || script == null) {
      output.print(line.action() == Action.VERSION ? Help.version() : Help.TEXT);
      output.flush();
      return OK;
    }
    String text;
    try {
      text = script.text(input);
    } catch (IOException e) {
      say("error: cannot read " + script.name() + ": " + reason(e, script));
      return FAILURE;
    }
    return run(line, script, text);
  }

  private static String reason(IOException failure, ScriptSource script) {
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    return script instanceof ScriptSource.File file && Files.isDirectory(file.path())
        ? "it is a folder"
        : String.valueOf(failure.getMessage());
  }

  private int run(CommandLine line, ScriptSource script, String text) {
    Databricks databricks = Databricks.connect(line.url(), line.properties());
    Databricks bound =
        script instanceof ScriptSource.Inline ? databricks.withInput(input.ofPrompt()) : databricks;
    Runnable ended = interrupt.closing(databricks);
    int status = OK;
    try {
      evaluate(bound, script, text, line.arguments());
    } catch (Throwable e) { // A script may throw anything, and an error of its code is one too.
      if (!interrupt.hasCome()) {
        new Failure(script.name()).lines(e).forEach(message -> say("error: " + message));
        if (line.stackTrace()) {
          e.printStackTrace(errors);
        }
      }
      status = FAILURE;
    }
    ended.run();
    try {
      databricks.close();
    } catch (SQLException e) {
      say("warning: " + e.getMessage());
    }
    return status;
  }

  private void evaluate(
      Databricks databricks, ScriptSource script, String text, List<String> arguments) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    if (script.folder() != null) {
      configuration.setClasspathList(List.of(script.folder().toString()));
    }
    GroovyShell shell =
        new GroovyShell(
            ScriptShell.class.getClassLoader(),
            new ScriptBinding(databricks, input),
            configuration);
    Object unused = shell.run(text, script.name(), arguments.toArray(new String[0]));
  }

  private void say(String message) {
    errors.println(Failure.visible(message));
    errors.flush();
  }
}
