package dev.bricklane.scripting.shell;

import dev.bricklane.scripting.Databricks;
import dev.bricklane.scripting.shell.CommandLine.Action;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads arguments, once: options, then the script, then what is the script's own. */
final class CommandLineParser {
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<String> inline = new ArrayList<>();
  private Action action = Action.RUN;
  private String url;
  private boolean stackTrace;

  CommandLineParser(Map<String, String> environment) {
    String ofEnvironment = environment.getOrDefault(Databricks.URL_VARIABLE, "");
    // As the binding has it: environment and profile say where the workspace is.
    this.url = ofEnvironment.isBlank() ? "jdbc:bricklane://" : ofEnvironment.strip();
  }

  CommandLine parse(List<String> arguments) throws UsageException {
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next);
      if (argument.equals("--")) {
        next++;
        break;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        break;
      }
      next++;
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (take(name)) {
        if (equals >= 0) {
          throw new UsageException("option " + name + " takes no value");
        }
      } else if (equals >= 0) {
        take(name, argument.substring(equals + 1));
      } else {
        String value = next < arguments.size() ? arguments.get(next++) : null;
        take(name, value);
      }
    }
    ScriptSource script = null;
    if (!inline.isEmpty()) {
      script = new ScriptSource.Inline(readable(String.join("\n", inline)));
    } else if (next < arguments.size()) {
      script = source(arguments.get(next++));
    } else if (action == Action.RUN) {
      throw new UsageException(
          "no script: name a file, or - for standard input, or write one after -e");
    }
    List<String> own = arguments.subList(next, arguments.size());
    return new CommandLine(action, url, properties, script, own, stackTrace);
  }

  /** Takes an option without a value; returns whether it is one. */
  private boolean take(String name) {
    switch (name) {
      case "-h", "--help" -> action = Action.HELP;
      case "-V", "--version" -> action = action == Action.HELP ? action : Action.VERSION;
      case "--stacktrace" -> stackTrace = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void take(String name, @Nullable String given) throws UsageException {
    switch (name) {
      case "-e", "--execute" -> inline.add(value(name, "SCRIPT", given));
      case "-u", "--url" -> url = value(name, "URL", given);
      case "-m", "--model" -> properties.put("model", value(name, "NAME", given));
      case "-p", "--property" -> property(name, value(name, "NAME=VALUE", given));
      default -> throw new UsageException("unknown option " + name);
    }
  }

  private static String value(String name, String what, @Nullable String given)
      throws UsageException {
    if (given == null) {
      throw new UsageException("option " + name + " needs a value: " + what);
    }
    return given;
  }

  private void property(String option, String given) throws UsageException {
    int equals = given.indexOf('=');
    if (equals < 1) {
      // The value is not shown: it may be the secret alone.
      throw new UsageException("option " + option + " needs NAME=VALUE, as in -p profile=dev");
    }
    properties.put(given.substring(0, equals).strip(), given.substring(equals + 1));
  }

  private static ScriptSource source(String name) throws UsageException {
    try {
      return name.equals("-") ? new ScriptSource.Piped() : new ScriptSource.File(Path.of(name));
    } catch (InvalidPathException e) {
      throw new UsageException("not a file's name: '" + name + "'");
    }
  }

  /**
   * In the locale C, which is that of most containers, the JVM puts U+FFFD in the place of every
   * byte beyond ASCII. A prompt that is garbled so would cost money and give nonsense.
   */
  private static String readable(String script) throws UsageException {
    if (script.indexOf('\uFFFD') >= 0) {
      throw new UsageException(
          "the script after -e has characters that the locale cannot carry; set LC_ALL=C.UTF-8, or"
              + " put the script into a UTF-8 file");
    }
    return script;
  }
}
