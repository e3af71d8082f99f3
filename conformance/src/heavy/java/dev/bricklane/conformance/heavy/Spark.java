package dev.bricklane.conformance.heavy;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with a local Spark that takes orders. */
final class Spark implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The last JDK that Hadoop 3.3 runs on: later ones have no security manager. */
  private static final int LAST_JAVA = 23;

  /** As {@code JavaModuleOptions} of Spark's launcher has them. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private final Process process;
  private final Path log;
  private final Writer orders;
  private final BufferedReader answers;

  private Spark(Process process, Path log) {
    this.process = process;
    this.log = log;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it, or skips the test where there is no JDK that it runs on.
   *
   * @param configuration {@code name=value} each
   */
  static Spark start(String... configuration) throws IOException {
    Client client = Client.named("spark");
    Path folder = client.folder("work");
    List<String> arguments = new ArrayList<>(List.of("-Xmx1g"));
    OPENED.forEach(name -> arguments.add("--add-opens=" + name + "=ALL-UNNAMED"));
    arguments.addAll(
        List.of("-cp", client.classPath(), "dev.bricklane.clients.spark.SparkQueries"));
    arguments.addAll(List.of(configuration));
    Path log = Files.createTempFile(folder, "spark", ".log");
    return new Spark(
        Client.process(java(), arguments)
            .directory(folder.toFile())
            .redirectError(log.toFile())
            .start(),
        log);
  }

  /** Gives an order and waits for its answer. */
  JsonNode ask(Object order) throws IOException {
    orders.write(JSON.writeValueAsString(order) + "\n");
    orders.flush();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("@")) {
        return JSON.readTree(line.substring(1));
      }
    }
    throw new AssertionError("Spark has ended: " + Files.readString(log));
  }

  @Override
  public void close() throws IOException {
    try {
      orders.close();
    } finally {
      process.destroy();
    }
  }

  private static Path java() throws IOException {
    if (Runtime.version().feature() <= LAST_JAVA) {
      return Client.java();
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(installed, "*17*")) {
        for (Path jdk : found) {
          Path java = jdk.resolve("bin/java");
          if (Files.isExecutable(java)) {
            return java;
          }
        }
      }
    }
    String reason = "Spark 3.5 runs on JDK 17 to 23, and there is no 17 in " + installed;
    System.out.println("Skipped: " + reason);
    return abort(reason);
  }
}
