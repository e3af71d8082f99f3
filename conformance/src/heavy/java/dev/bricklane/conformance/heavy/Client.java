package dev.bricklane.conformance.heavy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A client's class path, as its own build has written it down, and a JVM to run it in. */
final class Client {
  /** The jar that users get. */
  static final Path JAR = Path.of(System.getProperty("bricklane.jar"));

  /** The thin jar for scripts. */
  static final Path SCRIPTING = Path.of(System.getProperty("scripting.thin.jar"));

  /** Variables that the driver or its JVM reads; only the tests' own are to count. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "^(BRICKLANE|DATABRICKS|CONNECT|RSTUDIO|POSIT|ACTIONS_ID|ARM|SPARK|JMETER)_"
              + "|JAVA_TOOL_OPTIONS");

  private final Path target;

  private Client(String name) {
    target = Path.of(System.getProperty("heavy.clients"), name, "target");
  }

  static Client named(String name) {
    return new Client(name);
  }

  /** Returns the jars that its build found. */
  List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String jar : Files.readString(target.resolve("class-path")).split(File.pathSeparator)) {
      jars.add(Path.of(jar.strip()));
    }
    return jars;
  }

  /** Returns its jars, its program and the driver. */
  String classPath() throws IOException {
    List<String> path = new ArrayList<>();
    path.add(target.resolve("classes").toString());
    jars().forEach(jar -> path.add(jar.toString()));
    path.add(JAR.toString());
    return String.join(File.pathSeparator, path);
  }

  /** Returns a folder of its own below its build's. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(target.resolve(name));
  }

  /**
   * Makes a process of a JVM, not yet started, without what the environment says to Bricklane.
   *
   * @param java the JVM's program
   */
  static ProcessBuilder process(Path java, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> FOREIGN.matcher(name).find());
    builder
        .environment()
        .put("DATABRICKS_CONFIG_FILE", JAR.resolveSibling("no-such-databrickscfg").toString());
    return builder;
  }

  /** Returns the program of the JVM that runs the tests. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * Runs a process to its end and returns what it has printed.
   *
   * @throws AssertionError if it fails, or takes more than two minutes; holds the end of what it
   *     printed
   */
  static String run(ProcessBuilder builder, Path log) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      String printed = Files.readString(log);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            (ended ? "It failed: " : "It has not ended: ")
                + printed.substring(Math.max(0, printed.length() - 4000)));
      }
      return printed;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
