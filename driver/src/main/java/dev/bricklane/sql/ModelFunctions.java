package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ArgumentType.NUMBER;
import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXT;
import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXTS;
import static dev.bricklane.sql.ModelFunction.ArgumentType.WHOLE;

import dev.bricklane.sql.ModelFunction.Argument;
import dev.bricklane.sql.ModelFunction.ArgumentType;
import dev.bricklane.sql.ModelFunction.Kind;
import dev.bricklane.sql.ModelFunction.Result;
import dev.bricklane.sql.ModelFunction.ResultType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue of functions that call models: each is listed here once, and nowhere else. */
final class ModelFunctions {
  private static final Argument MODEL =
      text("model", "The endpoint or model service, such as databricks-claude-sonnet-4-5.");

  private static final Argument ON_ERROR =
      optionalText(
          "on_error",
          null,
          "What a failed call does: 'fail' the statement, or give 'null' and a warning.");

  private static final List<Argument> COMPLETE_ARGUMENTS =
      List.of(
          MODEL,
          text("prompt", "The user's message. NULL gives NULL without a call."),
          optionalText("system", null, "The system message, put before the prompt."),
          number("max_tokens", WHOLE, 1, Integer.MAX_VALUE, "The most tokens to generate."),
          number("temperature", NUMBER, 0, 2, "Sampling temperature, from 0 to 2."),
          number("top_p", NUMBER, Double.MIN_VALUE, 1, "Nucleus sampling, above 0 and up to 1."),
          number("top_k", WHOLE, 1, Integer.MAX_VALUE, "Samples from the k likeliest tokens."),
          number(
              "seed",
              WHOLE,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              "Has a model that can repeat itself sample the same way again."),
          new Argument(
              "stop", TEXTS, false, "stop", 0, 0, "Ends the answer: a text, or an array of them."),
          optionalText(
              "response_format",
              "response_format",
              "text, json_object, a JSON schema, or a response_format object as JSON."),
          new Argument(
              "sample",
              WHOLE,
              false,
              null,
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              "Any whole number: equal calls with different ones are calls of their own."),
          ON_ERROR);

  private static final List<Argument> EMBED_PARAMETERS =
      List.of(
          optionalText(
              "instruction",
              "instruction",
              "The instruction for models that take one, such as BGE for queries."),
          number(
              "dimensions",
              WHOLE,
              1,
              Integer.MAX_VALUE,
              "The length of the vectors, for models that offer a choice."),
          ON_ERROR);

  static final ModelFunction COMPLETE =
      new ModelFunction(
          Kind.COMPLETION,
          "complete",
          false,
          COMPLETE_ARGUMENTS,
          List.of(new Result("complete", ResultType.TEXT, "The answer's text.")),
          "Asks a model to answer a prompt and returns the answer's text.");

  static final ModelFunction EMBED =
      new ModelFunction(
          Kind.EMBEDDING,
          "embed",
          false,
          join(MODEL, text("text", "The text. NULL gives NULL without a call."), EMBED_PARAMETERS),
          List.of(new Result("embed", ResultType.VECTOR, "The vector.")),
          "Asks a model to embed a text and returns the vector.");

  static final ModelFunction COMPLETE_TABLE =
      new ModelFunction(
          Kind.COMPLETION,
          "complete",
          true,
          COMPLETE_ARGUMENTS,
          List.of(
              new Result("content", ResultType.TEXT, "The answer's text."),
              new Result("reasoning", ResultType.TEXT, "The readable reasoning, if any."),
              new Result("finish_reason", ResultType.TEXT, "stop, length, content_filter, …"),
              new Result("model", ResultType.TEXT, "The model's name as the service echoes it."),
              new Result("prompt_tokens", ResultType.INTEGER, "Tokens of the input."),
              new Result("completion_tokens", ResultType.INTEGER, "Tokens of the answer."),
              new Result("total_tokens", ResultType.INTEGER, "Tokens in all, as reported."),
              new Result("latency_ms", ResultType.BIGINT, "How long the answer took."),
              new Result("request_id", ResultType.TEXT, "The service's id of the request."),
              new Result("error", ResultType.TEXT, "What went wrong, with on_error => 'null'.")),
          "Asks a model to answer a prompt and returns a row with the answer and what it cost.");

  static final ModelFunction EMBED_TABLE =
      new ModelFunction(
          Kind.EMBEDDING,
          "embed",
          true,
          join(
              MODEL,
              new Argument("text", TEXTS, true, null, 0, 0, "The text, or an array of texts."),
              EMBED_PARAMETERS),
          List.of(
              new Result("index", ResultType.INTEGER, "The input's place, from 0."),
              new Result("input", ResultType.TEXT, "The text."),
              new Result("embedding", ResultType.VECTOR, "The vector."),
              new Result("model", ResultType.TEXT, "The model's name as the service echoes it."),
              new Result("request_id", ResultType.TEXT, "The service's id of the request."),
              new Result("error", ResultType.TEXT, "What went wrong, with on_error => 'null'.")),
          "Asks a model to embed one or more texts and returns a row for each.");

  /** All of them, sorted by name, scalar before table. */
  static final List<ModelFunction> ALL = List.of(COMPLETE, COMPLETE_TABLE, EMBED, EMBED_TABLE);

  private static final Map<String, ModelFunction> BY_KEY =
      ALL.stream()
          .collect(
              Collectors.toUnmodifiableMap(f -> key(f.name(), f.table()), Function.identity()));

  private ModelFunctions() {}

  /** Finds a function by its name, whatever its case. */
  static Optional<ModelFunction> find(String name, boolean table) {
    return Optional.ofNullable(BY_KEY.get(key(name, table)));
  }

  private static String key(String name, boolean table) {
    return name.toLowerCase(Locale.ROOT) + (table ? "(table)" : "(scalar)");
  }

  private static Argument text(String name, String remarks) {
    return new Argument(name, TEXT, true, null, 0, 0, remarks);
  }

  private static Argument optionalText(String name, @Nullable String wireName, String remarks) {
    return new Argument(name, TEXT, false, wireName, 0, 0, remarks);
  }

  private static Argument number(
      String name, ArgumentType type, double minimum, double maximum, String remarks) {
    return new Argument(name, type, false, name, minimum, maximum, remarks);
  }

  private static List<Argument> join(Argument model, Argument text, List<Argument> rest) {
    return Stream.concat(Stream.of(model, text), rest.stream()).toList();
  }
}
