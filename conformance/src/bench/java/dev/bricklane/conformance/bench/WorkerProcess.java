package dev.bricklane.conformance.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that waits for orders; see {@link LineService}. Ends with {@link #close()} or its parent.
 */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private WorkerProcess(Process process) {
    this.process = process;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a program with a class path of its own. */
  static WorkerProcess start(Class<?> main, String classPath, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    try {
      return new WorkerProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives an order and waits for its facts. */
  Facts ask(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(LineService.MARK)) {
          return Facts.parse(line.substring(LineService.MARK.length()));
        }
        System.err.println(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("a worker ended before it had answered");
  }

  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.destroy();
  }

  /** The class path of the packaged jar alone, with these programs. */
  static String jarAlone() {
    return String.join(
        File.pathSeparator,
        Path.of(System.getProperty("bricklane.jar")).toString(),
        System.getProperty("bench.classes"));
  }

  /** This JVM's own class path: everything. */
  static String everything() {
    return System.getProperty("java.class.path");
  }
}
