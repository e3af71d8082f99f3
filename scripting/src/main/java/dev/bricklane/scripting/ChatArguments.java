package dev.bricklane.scripting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script gives to begin a conversation with, by name. */
final class ChatArguments {
  private ChatArguments() {}

  /** Returns named arguments with the names that SQL has; a GString is evaluated now. */
  static Map<String, @Nullable Object> named(Map<?, ?> given) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    given.forEach((name, value) ->
        named.put(
            Arguments.snake(String.valueOf(name)),
            value instanceof CharSequence ? value.toString() : value));
    return named;
  }

  /** Reads {@code messages}: maps, or the JSON of a list of them. */
  static List<Turn> messages(Object given) {
    if (!((given instanceof CharSequence text ? Json.read(text.toString()) : given)
        instanceof Iterable<?> messages)) {
      throw new IllegalArgumentException("messages is a list of messages, or the JSON of one");
    }
    List<Turn> turns = new ArrayList<>();
    messages.forEach(message -> turns.add(Turn.of(Json.write(message))));
    return List.copyOf(turns);
  }

  /** Reads {@code tools}. */
  static List<Tool> tools(Object given) {
    List<Tool> tools = new ArrayList<>();
    for (Object each : given instanceof Iterable<?> several ? several : List.of(given)) {
      if (!(each instanceof Tool tool)) {
        throw new IllegalArgumentException(
            "tools is a list of tools, made by Tool.of; in the closure of a chat, and of a chat,"
                + " tool(name, description, [id: Integer]) { args -> … } gives one");
      }
      tools.add(tool);
    }
    return tools;
  }

  /** Reads {@code out}. */
  static Appendable out(Object given) {
    if (given instanceof Appendable out) {
      return out;
    }
    throw new IllegalArgumentException(
        "out is a writer or a print stream, not a " + given.getClass().getName());
  }

  /** Reads {@code maxRounds}. */
  static int count(Object given) {
    if (given instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("maxRounds is a number, not " + given);
  }
}
