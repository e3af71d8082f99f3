package dev.bricklane.shell;

import dev.bricklane.shell.CommandLine.Action;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads arguments, once. */
final class CommandLineParser {
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<ScriptSource> sources = new ArrayList<>();
  private Action action = Action.RUN;
  private String url;
  private OutputFormat format = OutputFormat.TABLE;
  private boolean header = true;
  private boolean progress = true;

  CommandLineParser(Map<String, String> environment) {
    String fromEnvironment = environment.getOrDefault(CommandLine.URL_VARIABLE, "");
    this.url = fromEnvironment.isBlank() ? CommandLine.DEFAULT_URL : fromEnvironment.strip();
  }

  CommandLine parse(List<String> arguments) throws UsageException {
    requireReadable(arguments);
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next++);
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Option option = option(name);
      if (!option.takesValue()) {
        if (equals >= 0) {
          throw new UsageException("option " + name + " takes no value");
        }
        take(option);
      } else if (equals >= 0) {
        take(option, name, argument.substring(equals + 1));
      } else if (next < arguments.size() && Option.named(arguments.get(next)).isEmpty()) {
        take(option, name, arguments.get(next++));
      } else {
        throw new UsageException("option " + name + " needs a value: " + option.value());
      }
    }
    return new CommandLine(action, url, properties, sources, format, header, progress);
  }

  /**
   * In the locale C, which is that of most containers, the JVM puts U+FFFD in the place of every
   * byte beyond ASCII. A prompt that is garbled so would cost money and give nonsense.
   */
  private static void requireReadable(List<String> arguments) throws UsageException {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).indexOf('\uFFFD') >= 0) {
        throw new UsageException(
            "argument "
                + (i + 1)
                + " has characters that the locale cannot carry; set LC_ALL=C.UTF-8, or put the"
                + " SQL in a UTF-8 file for -f");
      }
    }
  }

  private static Option option(String name) throws UsageException {
    Optional<Option> option = Option.named(name);
    if (option.isPresent()) {
      return option.get();
    }
    if (!name.startsWith("-")) {
      throw new UsageException(
          "unexpected argument '" + name + "'; SQL goes after -e, a file's name after -f");
    }
    String hint =
        Suggestion.nearest(name, Option.longNames())
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElse("");
    throw new UsageException("unknown option " + name + hint);
  }

  private void take(Option option) {
    switch (option) {
      case NO_HEADER -> header = false;
      // Help wins: who asks for both wants to know more, not less.
      case VERSION -> action = action == Action.HELP ? Action.HELP : Action.VERSION;
      case HELP -> action = Action.HELP;
      default -> throw new IllegalArgumentException(option.name());
    }
  }

  private void take(Option option, String name, String value) throws UsageException {
    switch (option) {
      case URL -> url = value;
      case EXECUTE -> sources.add(new ScriptSource.Inline(value));
      case FILE -> sources.add(file(value));
      case PROPERTY -> property(name, value);
      case FORMAT ->
          format =
              OutputFormat.named(value)
                  .orElseThrow(() -> choice(name, value, OutputFormat.labels()));
      case PROGRESS -> {
        List<String> choices = List.of("auto", "never");
        if (!choices.contains(value)) {
          throw choice(name, value, choices);
        }
        progress = value.equals("auto");
      }
      default -> throw new IllegalArgumentException(option.name());
    }
  }

  private static ScriptSource file(String name) throws UsageException {
    try {
      return name.equals("-")
          ? new ScriptSource.StandardInput()
          : new ScriptSource.File(Path.of(name));
    } catch (InvalidPathException e) {
      throw new UsageException("not a file's name: '" + name + "'");
    }
  }

  private void property(String name, String value) throws UsageException {
    int equals = value.indexOf('=');
    if (equals < 1) {
      // The value is not shown: it may be the secret alone.
      throw new UsageException("option " + name + " needs NAME=VALUE, as in -p user=me");
    }
    properties.put(value.substring(0, equals).strip(), value.substring(equals + 1));
  }

  private static UsageException choice(String name, String value, List<String> choices) {
    return new UsageException(
        "option " + name + " cannot be '" + value + "'; choose " + String.join(", ", choices));
  }
}
