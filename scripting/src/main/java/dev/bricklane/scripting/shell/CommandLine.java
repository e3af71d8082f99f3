package dev.bricklane.scripting.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments ask for. Immutable; its text shows neither URL nor properties, as both may
 * hold secrets.
 *
 * @param action what to do
 * @param url the JDBC URL
 * @param properties connection properties, and {@code model} if one was named
 * @param script what to run; null unless the action is to run
 * @param arguments the script's
 * @param stackTrace whether an error shows where it comes from
 */
record CommandLine(
    Action action,
    String url,
    Map<String, String> properties,
    @Nullable ScriptSource script,
    List<String> arguments,
    boolean stackTrace) {
  /** What to do. */
  enum Action {
    RUN,
    HELP,
    VERSION
  }

  CommandLine {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    arguments = List.copyOf(arguments);
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
