package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ArgumentType.FLAG;
import static dev.bricklane.sql.ModelFunction.ArgumentType.JSON;
import static dev.bricklane.sql.ModelFunction.ArgumentType.MEDIA;
import static dev.bricklane.sql.ModelFunction.ArgumentType.NUMBER;
import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXT;
import static dev.bricklane.sql.ModelFunction.ArgumentType.TEXTS;
import static dev.bricklane.sql.ModelFunction.ArgumentType.WHOLE;

import dev.bricklane.sql.ModelFunction.Argument;
import java.util.List;
import java.util.stream.Stream;

/** The arguments of {@code complete}, some of which {@code embed} has too. */
final class CompleteArguments {
  static final Argument MODEL =
      Argument.required(
          "model", TEXT, "The endpoint or model service, such as databricks-claude-sonnet-4-5.");

  static final Argument PARAMS =
      Argument.optional(
          "params",
          JSON,
          "Further fields of the request as a JSON object; where an argument gives one too, this"
              + " counts.");

  static final Argument EXTRA_BODY =
      Argument.optional(
          "extra_body", JSON, "As params, for fields whose names Bricklane does not know.");

  static final Argument ON_ERROR =
      Argument.optional(
          "on_error",
          TEXT,
          "What a failed call does: 'fail' the statement, or give 'null' and a warning.");

  static final Argument STREAM =
      Argument.optional(
          "stream",
          FLAG,
          "Whether the row is given at once, and its column read while the answer comes.");

  /** In the order in which they can be given without a name. */
  static final List<Argument> OF_TABLE =
      List.of(
          MODEL,
          Argument.required("prompt", TEXT, "The user's message. NULL gives NULL without a call."),
          Argument.optional("system", TEXT, "The system message, put before the prompt."),
          Argument.number(
              "max_tokens", WHOLE, 1, Integer.MAX_VALUE, "The most tokens to generate."),
          Argument.number("temperature", NUMBER, 0, 2, "Sampling temperature, from 0 to 2."),
          Argument.number(
              "top_p", NUMBER, Double.MIN_VALUE, 1, "Nucleus sampling, above 0 and up to 1."),
          Argument.number(
              "top_k", WHOLE, 1, Integer.MAX_VALUE, "Samples from the k likeliest tokens."),
          Argument.number(
              "seed",
              WHOLE,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              "Has a model that can repeat itself sample the same way again."),
          Argument.field("stop", TEXTS, "Ends the answer: a text, or an array of them."),
          Argument.field(
              "response_format",
              JSON,
              "text, json_object, a JSON schema, or a response_format object as JSON."),
          Argument.optional(
              "sample",
              WHOLE,
              "Any whole number: equal calls with different ones are calls of their own."),
          ON_ERROR,
          Argument.optional(
              "messages",
              JSON,
              "A conversation before the prompt, or without one: a JSON array of messages."),
          Argument.optional(
              "images",
              MEDIA,
              "Images beside the prompt: https URL, data URI, file below the folder of files,"
                  + " bytes, or an array of these."),
          Argument.optional("audio", MEDIA, "Sound beside the prompt, given as images are."),
          Argument.optional("video", MEDIA, "Films beside the prompt, given as images are."),
          Argument.field(
              "reasoning_effort",
              TEXT,
              "How much to reason: none, minimal, low, medium, high, …; for Claude it becomes"
                  + " thinking."),
          Argument.field(
              "thinking",
              JSON,
              "Claude's and Gemini's thinking object as JSON, a budget in tokens, or adaptive."),
          Argument.field("tools", JSON, "Functions that the model may call: a JSON array."),
          Argument.field(
              "tool_choice",
              JSON,
              "auto, none, required, a function's name, or a tool_choice object as JSON."),
          Argument.field(
              "parallel_tool_calls", FLAG, "Whether several tools may be called at once."),
          Argument.number(
              "max_completion_tokens",
              WHOLE,
              1,
              Integer.MAX_VALUE,
              "The newer name of max_tokens, which is sent instead."),
          Argument.number(
              "presence_penalty",
              NUMBER,
              -2,
              2,
              "Has the answer turn to new subjects, from -2 to 2, where the model knows it."),
          Argument.number(
              "frequency_penalty",
              NUMBER,
              -2,
              2,
              "Has the answer repeat itself less, from -2 to 2, where the model knows it."),
          Argument.field(
              "logprobs",
              FLAG,
              "Whether to give the tokens' probabilities, in a column of that name."),
          Argument.number(
              "top_logprobs", WHOLE, 0, 20, "Also those of so many likely other tokens, 0 to 20."),
          Argument.field("service_tier", TEXT, "Such as priority, for models that have tiers."),
          Argument.field("user", TEXT, "Who asks, for services that want to know."),
          Argument.field(
              "usage_context", JSON, "Tags for the accounting of usage: a JSON object of texts."),
          Argument.field(
              "client_request_id", TEXT, "Your own id of the request, kept in inference tables."),
          Argument.field(
              "extra_params", JSON, "For external models: further parameters, a JSON object."),
          PARAMS,
          EXTRA_BODY,
          Argument.optional("headers", JSON, "Further HTTP headers: a JSON object of texts."),
          Argument.optional(
              "api",
              TEXT,
              "The protocol: chat, completions, responses, open_responses, gemini or invocations."),
          Argument.optional(
              "surface", TEXT, "The surface for this call: auto, serving or gateway."));

  /** The same, and what only a single value can be. */
  static final List<Argument> ALL = Stream.concat(OF_TABLE.stream(), Stream.of(STREAM)).toList();

  private CompleteArguments() {}
}
