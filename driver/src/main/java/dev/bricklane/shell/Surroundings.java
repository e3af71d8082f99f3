package dev.bricklane.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * All that the shell knows of the process it runs in, so that a test can put its own in place.
 *
 * @param input standard input
 * @param output standard output
 * @param errors standard error
 * @param environment the environment variables
 * @param streams what the three streams are
 * @param interrupts where Ctrl-C is heard
 * @param ticker what redraws the progress line
 */
record Surroundings(
    InputStream input,
    OutputStream output,
    OutputStream errors,
    Map<String, String> environment,
    StandardStreams streams,
    Interrupts interrupts,
    Ticker ticker) {

  /** Returns the real ones. */
  static Surroundings ofProcess() {
    // Not System.out: a PrintStream swallows errors, and a broken pipe has to end the statement.
    return new Surroundings(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        new ProcessStreams(System.getenv()),
        Interrupts.OF_PROCESS,
        Ticker.DAEMON);
  }
}
