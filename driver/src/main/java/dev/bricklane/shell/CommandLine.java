package dev.bricklane.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the arguments ask for. Immutable; its text shows neither URL nor properties, as both may
 * hold secrets.
 *
 * @param action what to do
 * @param url the JDBC URL
 * @param properties what {@code -p} gave, in order; for a name given twice, the last value
 * @param sources what {@code -e} and {@code -f} gave, in order; empty to read standard input
 * @param format how to write results
 * @param header whether to write column names and row counts
 * @param progress whether progress may be shown
 */
record CommandLine(
    Action action,
    String url,
    Map<String, String> properties,
    List<ScriptSource> sources,
    OutputFormat format,
    boolean header,
    boolean progress) {
  /** The environment variable that holds the URL if {@code -u} is not given. */
  static final String URL_VARIABLE = "BRICKLANE_URL";

  /** The URL if nothing else names one: the workspace inside the process. */
  static final String DEFAULT_URL = "jdbc:bricklane:embedded";

  /** What to do. */
  enum Action {
    RUN,
    HELP,
    VERSION
  }

  CommandLine {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    sources = List.copyOf(sources);
  }

  /** Reads the arguments. */
  static CommandLine parse(List<String> arguments, Map<String, String> environment)
      throws UsageException {
    return new CommandLineParser(environment).parse(arguments);
  }

  @Override
  public String toString() {
    return "CommandLine[" + action + ", " + new ArrayList<>(properties.keySet()) + "]";
  }
}
