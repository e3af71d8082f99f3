package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXT;
import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXTS;
import static dev.bricklane.sql.ModelFunction.ArgumentType.WHOLE;

import dev.bricklane.sql.ModelFunction.Argument;
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

/** The catalogue of functions that call models: each is listed here once, and nowhere else. */
final class ModelFunctions {
  private static final List<Argument> EMBED_PARAMETERS =
      List.of(
          Argument.field(
              "instruction",
              TEXT,
              "The instruction for models that take one, such as BGE for queries."),
          Argument.number(
              "dimensions",
              WHOLE,
              1,
              Integer.MAX_VALUE,
              "The length of the vectors, for models that offer a choice."),
          CompleteArguments.ON_ERROR,
          CompleteArguments.PARAMS,
          CompleteArguments.EXTRA_BODY);

  static final ModelFunction COMPLETE =
      new ModelFunction(
          Kind.COMPLETION,
          "complete",
          false,
          CompleteArguments.ALL,
          List.of(new Result("complete", ResultType.TEXT, "The answer's text.")),
          "Asks a model to answer a prompt and returns the answer's text.");

  static final ModelFunction EMBED =
      new ModelFunction(
          Kind.EMBEDDING,
          "embed",
          false,
          join(Argument.required("text", TEXT, "The text. NULL gives NULL without a call.")),
          List.of(new Result("embed", ResultType.VECTOR, "The vector.")),
          "Asks a model to embed a text and returns the vector.");

  static final ModelFunction COMPLETE_TABLE =
      new ModelFunction(
          Kind.COMPLETION,
          "complete",
          true,
          CompleteArguments.OF_TABLE,
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
              new Result("error", ResultType.TEXT, "What went wrong, with on_error => 'null'."),
              new Result("refusal", ResultType.TEXT, "Why the model declined, in its words."),
              new Result("tool_calls", ResultType.TEXT, "The tools to call: a JSON array."),
              new Result(
                  "thinking",
                  ResultType.TEXT,
                  "The reasoning's blocks with their signatures: a JSON array."),
              new Result("citations", ResultType.TEXT, "What it cites: a JSON array."),
              new Result(
                  "message",
                  ResultType.TEXT,
                  "The whole message as JSON, for the argument messages of the next turn."),
              new Result(
                  "output",
                  ResultType.TEXT,
                  "What a custom or agent endpoint gave that is no message, as JSON."),
              new Result(
                  "cached_tokens", ResultType.INTEGER, "Of the input, read from a prompt cache."),
              new Result(
                  "cache_write_tokens", ResultType.INTEGER, "Of the input, written to that cache."),
              new Result("reasoning_tokens", ResultType.INTEGER, "Of the answer, for reasoning."),
              new Result("served_model", ResultType.TEXT, "The served model that answered."),
              new Result(
                  "logprobs",
                  ResultType.TEXT,
                  "The tokens' probabilities, where they were asked for, as JSON.")),
          "Asks a model to answer a prompt and returns a row with the answer and what it cost.");

  static final ModelFunction EMBED_TABLE =
      new ModelFunction(
          Kind.EMBEDDING,
          "embed",
          true,
          join(Argument.required("text", TEXTS, "The text, or an array of texts.")),
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

  private static List<Argument> join(Argument text) {
    return Stream.concat(Stream.of(CompleteArguments.MODEL, text), EMBED_PARAMETERS.stream())
        .toList();
  }
}
