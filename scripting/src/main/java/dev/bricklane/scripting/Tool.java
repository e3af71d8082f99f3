package dev.bricklane.scripting;

import groovy.lang.GroovyRuntimeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.InvokerInvocationException;
import org.jspecify.annotations.Nullable;

/**
 * A function of a script that models may call. Immutable; as thread-safe as the function.
 *
 * <p>Its arguments are checked against their types and converted before it is called. What is wrong
 * with them, and what the function throws, the model is told as the result, so that it can mend its
 * call; an {@link Error} ends the conversation's question, as does an {@link InterruptedException}.
 */
public final class Tool {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final String name;
  private final String description;
  private final @Nullable Schema parameters;
  private final Function<Object, ?> body;

  private Tool(
      CharSequence name,
      CharSequence description,
      @Nullable Schema parameters,
      Function<Object, ?> body) {
    this.name = name.toString();
    this.description = description.toString();
    this.parameters = parameters;
    this.body = body;
    if (!NAME.matcher(this.name).matches()) {
      throw new IllegalArgumentException(
          "A tool's name is 1 to 64 letters, digits, '-' and '_', not "
              + Json.beginning(this.name));
    }
  }

  /**
   * Makes a tool.
   *
   * @param name 1 to 64 letters, digits, {@code -} and {@code _}
   * @param description tells the model what it does, and when to call it
   * @param parameters a map from the arguments' names to their types, such as {@code [id: Integer,
   *     tags: [String]]}, or a record or class; as in {@code databricks.extract}
   * @param body takes the arguments, a map from names to typed values or an object of that class;
   *     what it returns the model is told, a text as it is and anything else as JSON
   * @throws IllegalArgumentException if the name or the parameters cannot be that
   */
  @SuppressWarnings("unchecked") // What the schema reads is what the script wrote its function for.
  public static <A> Tool of(
      CharSequence name, CharSequence description, Object parameters, Function<A, ?> body) {
    Schema schema =
        parameters instanceof Map<?, ?> map && map.isEmpty() ? null : Schema.of(parameters);
    if (schema != null && !schema.isObject()) {
      throw new IllegalArgumentException(
          "The parameters of a tool are a map from their names to their types, or a class with"
              + " properties");
    }
    return new Tool(name, description, schema, (Function<Object, ?>) body);
  }

  /**
   * Makes a tool without arguments.
   *
   * @param name 1 to 64 letters, digits, {@code -} and {@code _}
   * @param description tells the model what it does, and when to call it
   * @param body returns what the model is told, a text as it is and anything else as JSON
   * @throws IllegalArgumentException if the name cannot be one
   */
  public static Tool of(CharSequence name, CharSequence description, Supplier<?> body) {
    return new Tool(name, description, null, none -> body.get());
  }

  /** Returns the name. */
  public String getName() {
    return name;
  }

  /** Returns what the model is told of it. */
  public String getDescription() {
    return description;
  }

  /** Returns what stands for it in {@code tools}. */
  Map<String, Object> definition() {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    function.put("description", description);
    if (parameters != null) {
      function.put("parameters", parameters.json());
    }
    return Map.of("type", "function", "function", function);
  }

  /** Calls the function, and returns what the model is told. */
  ToolResult run(ToolCall call) {
    Object arguments;
    try {
      arguments = arguments(call);
    } catch (IllegalArgumentException e) {
      return ToolResult.error(call, String.valueOf(e.getMessage()));
    }
    try {
      Object value = body.apply(arguments);
      return ToolResult.of(call, value instanceof CharSequence ? value.toString() : json(value));
    } catch (Exception e) {
      return ToolResult.error(call, words(unwrapped(e)));
    }
  }

  private Object arguments(ToolCall call) {
    Map<String, Object> given = call.getArguments();
    Set<?> known =
        parameters != null && parameters.json().get("properties") instanceof Map<?, ?> properties
            ? properties.keySet()
            : Set.of();
    for (String argument : given.keySet()) {
      if (!known.contains(argument)) {
        throw new IllegalArgumentException(
            "There is no argument " + argument + "; there are " + known);
      }
    }
    Object read = parameters == null ? null : parameters.read(given, name);
    return read == null ? given : read;
  }

  private static String json(@Nullable Object value) {
    return Json.write(value);
  }

  /** Returns what a function threw: Groovy wraps what is checked, and so do proxies. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable e = thrown;
    while (e.getCause() != null
        && (e instanceof UndeclaredThrowableException
            || e instanceof InvocationTargetException
            || e instanceof InvokerInvocationException
            || e.getClass() == GroovyRuntimeException.class)) {
      e = e.getCause();
    }
    return e;
  }

  private static String words(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("A tool was interrupted", e);
    }
    if (e instanceof ToolRejection) {
      return "The call was rejected: " + e.getMessage();
    }
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  /** Such as {@code lookup: what it does}. */
  @Override
  public String toString() {
    return name + ": " + description;
  }
}
