package dev.bricklane.shell;

import java.util.List;

/** The main class of the jar: runs the {@link Shell} on the process's streams and exits. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process: 0 after success, 1 after an error of SQL or of the
   * connection, 2 after a mistake in the arguments, 130 after Ctrl-C.
   */
  public static void main(String[] args) {
    System.exit(new Shell(Surroundings.ofProcess()).run(List.of(args)));
  }
}
