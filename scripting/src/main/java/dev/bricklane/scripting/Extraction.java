package dev.bricklane.scripting;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Structured data out of a text. */
final class Extraction {
  /** What the answer's only field is called where the wanted value is no object. */
  private static final String VALUE = "value";

  private static final String TASK =
      "Extract the data that the schema asks for from the user's text.";

  private final Schema wanted;
  private final Schema sent;

  /**
   * Wants data.
   *
   * @param spec what {@link Schema#of} takes
   */
  Extraction(Object spec) {
    wanted = Schema.of(spec);
    sent = wanted.isObject() ? wanted : wanted.within(VALUE);
  }

  /**
   * Asks for data.
   *
   * @param arguments with {@code system} in the place of our own
   * @param spec what {@link Schema#of} takes
   * @throws SQLException if the call fails, or its answer is not what was asked for
   */
  static @Nullable Object of(
      ModelCalls calls,
      @Nullable CharSequence model,
      CharSequence text,
      Arguments arguments,
      Object spec)
      throws SQLException {
    Extraction extraction = new Extraction(spec);
    return extraction.value(calls.complete(model, text, extraction.in(arguments)));
  }

  /** Puts what has a model give the data among the arguments of a call. */
  Arguments in(Arguments arguments) {
    if (!arguments.has("system")) {
      arguments.put("system", TASK);
    }
    return arguments.put("response_format", sent.responseFormat());
  }

  /**
   * Returns the data of an answer.
   *
   * @throws SQLException if it is not what was asked for
   */
  @Nullable Object value(Completion answer) throws SQLException {
    Object value = read(answer, sent);
    return wanted.isObject() || value == null ? value : ((Map<?, ?>) value).get(VALUE);
  }

  /** Reads an answer that was asked for by {@link Schema#responseFormat}. */
  static @Nullable Object read(Completion answer, Schema schema) throws SQLException {
    if (answer.getText() == null) {
      String reason = answer.getRefusal() == null ? answer.getError() : answer.getRefusal();
      throw new SQLException(
          "The model gave no data" + (reason == null ? "" : ": " + reason), "22000");
    }
    try {
      return schema.read(Json.read(JsonText.in(answer.toString())), "the answer");
    } catch (IllegalArgumentException e) {
      throw new SQLException(
          ("length".equals(answer.getFinishReason())
                  ? "The answer was cut off at its limit of tokens: raise max_tokens. "
                  : "The model's answer is not the data that was asked for: ")
              + e.getMessage(),
          "22000",
          e);
    }
  }
}
