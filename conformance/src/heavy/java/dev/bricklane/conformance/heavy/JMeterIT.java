package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JMeter without its windows: a plan of four users, whose three connections are a pool's. */
@Timeout(180)
class JMeterIT {
  private static final int LABEL = 2;
  private static final int CODE = 3;
  private static final int MESSAGE = 4;
  private static final int SUCCESS = 7;

  /** Each user's each round. */
  private static final List<String> TURNS =
      IntStream.rangeClosed(1, 4)
          .boxed()
          .flatMap(user -> IntStream.rangeClosed(1, 3).mapToObj(round -> user + "." + round))
          .toList();

  private static final String[] WORKING = {
    "prepared",
    "variables",
    "most rows",
    "count",
    "types",
    "manual",
    "commit",
    "rollback",
    "automatic"
  };

  private static Path home;

  /** Puts JMeter together as its makers do, and the driver into its folder of libraries. */
  @BeforeAll
  static void install() throws IOException {
    home = Client.named("jmeter").folder("home");
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(lib.resolve("junit"));
    Path ext = Files.createDirectories(lib.resolve("ext"));
    for (Path jar : Client.named("jmeter").jars()) {
      String name = jar.getFileName().toString();
      if (name.startsWith("ApacheJMeter_config-")) {
        settings(jar);
      } else if (name.startsWith("ApacheJMeter-")) {
        copy(jar, bin.resolve("ApacheJMeter.jar"));
      } else {
        copy(jar, (name.startsWith("ApacheJMeter_") ? ext : lib).resolve(name));
      }
    }
    copy(Client.JAR, lib.resolve("bricklane.jar"));
    copy(Client.SCRIPTING, lib.resolve("bricklane-scripting.jar"));
  }

  @Test
  void runsAPlanAndAsksOnceForEachRowThatItReads() throws IOException, InterruptedException {
    try (AskedWorkspace workspace = new AskedWorkspace()) {
      List<List<String>> results = run("bricklane", workspace);
      assertThat(results)
          .filteredOn(result -> result.get(SUCCESS).equals("true"))
          .extracting(result -> result.get(LABEL))
          .containsOnly(WORKING)
          .hasSize(TURNS.size() * WORKING.length);
      assertThat(results)
          .filteredOn(result -> result.get(LABEL).equals("update"))
          .hasSize(TURNS.size())
          .allSatisfy(result -> {
            assertThat(result.get(CODE)).isEqualTo("25006 5009");
            assertThat(result.get(MESSAGE)).endsWith("Bricklane is read-only: send a query.");
          });
      assertThat(results)
          .filteredOn(result -> result.get(LABEL).equals("refused"))
          .hasSize(TURNS.size())
          .allSatisfy(result -> {
            assertThat(result.get(CODE)).isEqualTo("42501 1003");
            assertThat(result.get(MESSAGE)).contains("does not have CAN_QUERY");
          });
      assertThat(workspace.asked())
          .containsExactlyInAnyOrderElementsOf(
              TURNS.stream()
                  .flatMap(turn ->
                      Stream.of(
                          "Question " + turn,
                          "Row 1 of " + turn,
                          "Row 2 of " + turn,
                          "Refused " + turn))
                  .toList());
    }
  }

  /** JMeter's own Groovy with the thin jar, and the engine by its name. */
  @Test
  void runsScriptsAndAsksOnceForEachSample() throws IOException, InterruptedException {
    try (AskedWorkspace workspace = new AskedWorkspace()) {
      List<List<String>> results = run("scripts", workspace);
      assertThat(results)
          .filteredOn(result -> result.get(SUCCESS).equals("true"))
          .extracting(result -> result.get(LABEL))
          .containsOnly("groovy", "databricks")
          .hasSize(TURNS.size() * 2);
      assertThat(results)
          .filteredOn(result -> result.get(LABEL).equals("fails"))
          .hasSize(TURNS.size())
          .allSatisfy(result -> assertThat(result.toString()).contains("no-such-model"));
      assertThat(workspace.asked())
          .containsExactlyInAnyOrderElementsOf(
              TURNS.stream()
                  .flatMap(turn -> Stream.of("Groovy " + turn, "Engine " + turn, "Fails " + turn))
                  .toList());
    }
  }

  /** Runs a plan; returns its results, a list of fields for each sample. */
  private static List<List<String>> run(String name, AskedWorkspace workspace)
      throws IOException, InterruptedException {
    Path plan = home.resolve(name + ".jmx");
    try (InputStream source =
        Objects.requireNonNull(JMeterIT.class.getResourceAsStream(name + ".jmx"))) {
      Files.copy(source, plan, StandardCopyOption.REPLACE_EXISTING);
    }
    Path results = home.resolve(name + ".csv");
    Files.deleteIfExists(results);
    Path log = home.resolve(name + ".log");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "-Djava.awt.headless=true", "-jar", home.resolve("bin/ApacheJMeter.jar").toString()));
    arguments.addAll(List.of("-n", "-t", plan.toString(), "-l", results.toString()));
    arguments.addAll(List.of("-j", log.toString()));
    arguments.add("-Jbricklane.url=" + workspace.address());
    arguments.add("-Jbricklane.token=" + workspace.token());
    ProcessBuilder process = Client.process(Client.java(), arguments).directory(home.toFile());
    process.environment().put("BRICKLANE_URL", workspace.url());
    Client.run(process, home.resolve("printed.txt"));
    try (Stream<String> lines = Files.lines(results)) {
      return lines.skip(1).map(line -> List.of(line.split(","))).toList();
    }
  }

  private static void settings(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (!entry.isDirectory() && entry.getName().matches("bin/[^/]+")) {
          try (InputStream setting = file.getInputStream(entry)) {
            Files.copy(setting, home.resolve(entry.getName()), StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
