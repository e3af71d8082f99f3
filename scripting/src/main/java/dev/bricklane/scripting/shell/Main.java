package dev.bricklane.scripting.shell;

import dev.bricklane.scripting.StandardStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The main class of the jar that runs alone: runs a script with {@code databricks} bound. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process: 0 after success, 1 after an error of the script, 2
   * after a mistake in the arguments, 130 after Ctrl-C, or what the script gives to {@code
   * System.exit}. Threads that the script has started end with it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    // A Windows console has a character set of its own; all else takes UTF-8, whatever the locale.
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      System.setOut(TextOutput.of(new FileOutputStream(FileDescriptor.out)));
      System.setErr(
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
    StandardInput input = new StandardInput(System.in, StandardStream.INPUT::isTerminal);
    System.setIn(input.ofScript());
    ScriptShell shell =
        new ScriptShell(input, System.out, System.err, System.getenv(), new Interrupt());
    System.exit(shell.run(List.of(args)));
  }
}
