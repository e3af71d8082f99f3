package dev.bricklane.conformance.strangers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a stranger's program to its end. */
final class Program {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Program() {}

  /**
   * Runs a command and reads what it printed last as JSON.
   *
   * @param seconds how long it may take
   * @throws AssertionError if it fails or takes too long; holds the end of what it printed
   */
  static JsonNode json(
      List<String> command, Path folder, Map<String, String> environment, int seconds)
      throws IOException, InterruptedException {
    String output = run(command, folder, environment, seconds);
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  /** Runs a command and returns what it printed, errors included. */
  static String run(List<String> command, Path folder, Map<String, String> environment, int seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("stranger", ".out");
    try {
      Process process = start(command, folder, environment, output);
      boolean ended;
      try {
        ended = process.waitFor(seconds, TimeUnit.SECONDS);
      } finally {
        end(process);
      }
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            command.get(0)
                + (ended ? " failed: " : " took more than " + seconds + " s: ")
                + tail(output));
      }
      return Files.readString(output);
    } finally {
      Files.delete(output);
    }
  }

  /**
   * Starts a command whose output, errors included, goes to a file. It inherits the environment,
   * except for what is given here; an empty value takes a variable away.
   */
  static Process start(
      List<String> command, Path folder, Map<String, String> environment, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    environment.forEach((name, value) -> {
      if (value.isEmpty()) {
        builder.environment().remove(name);
      } else {
        builder.environment().put(name, value);
      }
    });
    return builder.start();
  }

  /** Ends a process and those that it started, also when the thread is interrupted. */
  static void end(Process process) throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Returns the end of a file. */
  static String tail(Path output) throws IOException {
    String text = Files.readString(output);
    return text.substring(Math.max(0, text.length() - 3000));
  }
}
