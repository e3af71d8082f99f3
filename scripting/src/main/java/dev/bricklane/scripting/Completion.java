package dev.bricklane.scripting;

import groovy.lang.GString;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer: its text, with all that came with it. Immutable and thread-safe.
 *
 * <p>It is a {@code GString}, so that Groovy takes it for a text wherever one is wanted; other
 * languages get the text by {@code toString()}. {@code as Map} and {@code as List} read the text as
 * JSON, {@code as Integer}, {@code as BigDecimal} and {@code as Boolean} as that.
 */
public final class Completion extends GString {
  private static final long serialVersionUID = 1;
  private static final String[] NO_PIECES = {""};

  private final transient Map<String, @Nullable Object> columns;
  private final String text;

  /**
   * Makes an answer.
   *
   * @param columns those of {@code FROM complete(…)}, by their names
   */
  Completion(Map<String, ? extends @Nullable Object> columns) {
    super(new Object[0]);
    this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    this.text = columns.get("content") instanceof String content ? content : "";
  }

  /** Returns the text; null if the answer has none, as where it calls tools or has failed. */
  public @Nullable String getText() {
    return string("content");
  }

  /** Returns the readable reasoning, or null. */
  public @Nullable String getReasoning() {
    return string("reasoning");
  }

  /**
   * Returns why the answer ended: {@code stop}, {@code length}, {@code tool_calls}, {@code
   * content_filter}; null if the service does not say.
   */
  public @Nullable String getFinishReason() {
    return string("finish_reason");
  }

  /** Returns the model's name as the service echoes it, or null. */
  public @Nullable String getModel() {
    return string("model");
  }

  /** Returns the service's id of the request, or null. */
  public @Nullable String getRequestId() {
    return string("request_id");
  }

  /**
   * Returns what the call has failed with, where {@code on_error: 'null'} was asked for, or null.
   */
  public @Nullable String getError() {
    return string("error");
  }

  /** Returns why the model declined, in its words, or null. */
  public @Nullable String getRefusal() {
    return string("refusal");
  }

  /** Returns the calls of tools that the model wants, as the wire has them; empty if none. */
  public List<Map<String, Object>> getToolCalls() {
    return maps("tool_calls");
  }

  /** Returns what the answer cites; empty if nothing. */
  public List<Map<String, Object>> getCitations() {
    return maps("citations");
  }

  /** Returns the whole message, to be put unchanged into the next {@code messages}; or null. */
  public @Nullable Map<String, Object> getMessage() {
    return map(string("message"));
  }

  /** Returns the tokens that were used. */
  public Usage getUsage() {
    return Usage.of(columns);
  }

  /** Returns how long the answer took; zero if that is not known. */
  public Duration getLatency() {
    return columns.get("latency_ms") instanceof Number millis
        ? Duration.ofMillis(millis.longValue())
        : Duration.ZERO;
  }

  /** Returns all columns of {@code FROM complete(…)}, by their names. */
  public Map<String, @Nullable Object> getDetails() {
    return columns;
  }

  private @Nullable String string(String column) {
    return columns.get(column) instanceof String value ? value : null;
  }

  @SuppressWarnings("unchecked") // The JSON of an object.
  private static @Nullable Map<String, Object> map(@Nullable String json) {
    return json == null ? null : (Map<String, Object>) Json.read(json);
  }

  @SuppressWarnings("unchecked") // The JSON of a list of objects.
  private List<Map<String, Object>> maps(String column) {
    String json = string(column);
    return json != null && Json.read(json) instanceof List<?> list
        ? (List<Map<String, Object>>) list
        : List.of();
  }

  /**
   * Converts the answer, as Groovy's {@code as} does.
   *
   * @param type {@code String}; {@code Map}, {@code List} or {@code Object}, which read the text as
   *     JSON; a number's class or {@code Boolean}
   * @throws IllegalArgumentException if the text is nothing of the kind
   */
  public @Nullable Object asType(Class<?> type) {
    if (type.isInstance(this) && type != Object.class) {
      return this;
    }
    if (type == String.class) {
      return text;
    }
    if (type == Object.class) {
      return Json.read(JsonText.in(text));
    }
    if (type == Map.class || type == List.class || type == Collection.class) {
      Object value = Json.read(JsonText.in(text));
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            "The answer is JSON, but no " + type.getSimpleName() + ": " + Json.beginning(text));
      }
      return value;
    }
    return scalar(type);
  }

  private Object scalar(Class<?> type) {
    String word = text.strip();
    try {
      if (type == Integer.class || type == int.class) {
        return new BigDecimal(word).intValueExact();
      }
      if (type == Long.class || type == long.class) {
        return new BigDecimal(word).longValueExact();
      }
      if (type == BigDecimal.class || type == Number.class) {
        return new BigDecimal(word);
      }
      if (type == Double.class || type == double.class) {
        return Double.valueOf(word);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw cannotBe(type);
    }
    if (type == Boolean.class || type == boolean.class) {
      return switch (word.toLowerCase(Locale.ROOT).replaceAll("\\p{Punct}+$", "")) {
        case "true", "yes" -> true;
        case "false", "no" -> false;
        default -> throw cannotBe(type);
      };
    }
    throw cannotBe(type);
  }

  private IllegalArgumentException cannotBe(Class<?> type) {
    return new IllegalArgumentException(
        "The answer cannot be read as "
            + type.getSimpleName()
            + ": "
            + Json.beginning(text)
            + (type.isPrimitive() || Number.class.isAssignableFrom(type)
                ? ""
                : "; databricks.extract gives typed values"));
  }

  @Override
  public String[] getStrings() {
    String[] pieces = NO_PIECES.clone();
    pieces[0] = text;
    return pieces;
  }

  /** Returns the text; empty if the answer has none. */
  @Override
  public String toString() {
    return text;
  }

  /** Equals a text, or another answer, with the same characters. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CharSequence && text.equals(other.toString());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
