package dev.bricklane.conformance;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One run of the packaged jar in a JVM of its own, to its end.
 *
 * @param status the exit status
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record JarRun(int status, String output, String errors) {
  /** The jar that users get. */
  static final Path JAR = Path.of(System.getProperty("bricklane.jar"));

  /** Variables that the driver or its JVM reads; only the test's own are to count. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "^(BRICKLANE|DATABRICKS|CONNECT|RSTUDIO|POSIT|ACTIONS_ID|ARM)_|JAVA_TOOL_OPTIONS");

  private static final Map<String, String> EMBEDDED =
      Map.of("BRICKLANE_URL", "jdbc:bricklane:embedded");

  /** How long a program may take; the slowest reads a million rows. */
  private static final int SECONDS = 150;

  /** Runs {@code java -jar bricklane.jar}. */
  static JarRun of(String... arguments) throws IOException, InterruptedException {
    return run(List.of("-jar", JAR.toString()), List.of(arguments), Map.of());
  }

  /** Runs {@link AskOnce} for a URL, where nothing signs in but what these variables give. */
  static JarRun asking(String url, Map<String, String> environment)
      throws IOException, InterruptedException {
    String classPath = JAR + File.pathSeparator + location(AskOnce.class);
    return run(List.of("-cp", classPath, AskOnce.class.getName()), List.of(url), environment);
  }

  /** Runs a program of the tests with nothing but the jar and the tests' classes. */
  static JarRun program(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(options);
    all.add("-cp");
    all.add(JAR + File.pathSeparator + location(main));
    all.add(main.getName());
    return run(all, List.of(arguments), Map.of());
  }

  /**
   * Runs a JVM whose scripts are bound to the embedded workspace.
   *
   * @param input what it is piped in
   */
  static JarRun scripts(String input, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return run(options, List.of(arguments), EMBEDDED, input);
  }

  /**
   * Waits for a process to end, and ends it if it does not.
   *
   * @param errors where it writes its errors
   * @throws AssertionError if it took longer than two and a half minutes; holds its errors
   */
  static int status(Process process, Path errors) throws IOException, InterruptedException {
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError("It took more than " + SECONDS + " s: " + Files.readString(errors));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Returns where a class of the tests is. */
  static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static JarRun run(
      List<String> options, List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(options, arguments, environment, "");
  }

  private static JarRun run(
      List<String> options, List<String> arguments, Map<String, String> environment, String input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(arguments);
    Path output = Files.createTempFile("bricklane", ".out");
    Path errors = Files.createTempFile("bricklane", ".err");
    Path piped = Files.writeString(Files.createTempFile("bricklane", ".in"), input);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(piped.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().keySet().removeIf(name -> FOREIGN.matcher(name).find());
      builder.environment().putAll(environment);
      int status = status(builder.start(), errors);
      return new JarRun(status, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
      Files.delete(piped);
    }
  }
}
