package dev.bricklane.conformance.strangers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of the machine that the strangers need.
 *
 * @param command starts it
 * @param major the version that it must have at the least
 * @param minor the second number of that version
 */
record Tool(List<String> command, int major, int minor) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final int SECONDS = 60;

  /** Says what is wrong with it, such as that it is missing or too old. */
  Optional<String> lack() throws InterruptedException {
    String name = String.join(" ", command);
    String said;
    try {
      said = run("--version");
    } catch (IOException | AssertionError e) {
      return Optional.of(name + " is missing: " + e.getMessage());
    }
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      return Optional.of(name + " does not say its version, but: " + said.strip());
    }
    int first = Integer.parseInt(version.group(1));
    int second = Integer.parseInt(version.group(2));
    boolean old = first < major || (first == major && second < minor);
    return old
        ? Optional.of("%s is %s; %d.%d is needed".formatted(name, version.group(), major, minor))
        : Optional.empty();
  }

  /**
   * Runs it in the folder of temporary files, and returns what it printed.
   *
   * @throws AssertionError if it fails
   */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return Program.run(all, Path.of(System.getProperty("java.io.tmpdir")), Map.of(), SECONDS);
  }
}
