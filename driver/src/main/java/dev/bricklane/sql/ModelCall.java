package dev.bricklane.sql;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.config.DriverConfig.OnError;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.AnswerStream;
import dev.bricklane.exec.CallForecast;
import dev.bricklane.exec.MediaFiles;
import dev.bricklane.exec.RowErrors;
import dev.bricklane.exec.StatementCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A model function applied to one row's arguments: from arguments to a request, and from its answer
 * to results.
 *
 * <p>A NULL prompt or text makes no request; its result is NULL, or no row.
 */
abstract sealed class ModelCall {
  private ModelCall() {}

  /**
   * Starts the call that the arguments ask for, if any.
   *
   * @param streams whether a completion may be given while it comes
   */
  static ModelCall start(
      StatementCalls calls, ModelFunction function, @Nullable Object[] values, boolean streams) {
    ArgumentValues arguments = new ArgumentValues(function, values);
    OnError said = arguments.onError();
    boolean goesOn = (said == null ? calls.onError() : said) == OnError.NULL;
    return switch (function.kind()) {
      case COMPLETION -> {
        if (!Conversation.isAsked(arguments)) {
          yield NONE;
        }
        if (streams && Boolean.TRUE.equals(arguments.value(CompleteArguments.STREAM.name()))) {
          ModelCall stream = stream(calls, arguments, goesOn);
          if (stream != null) {
            yield stream;
          }
        }
        yield new Completion(
            arguments.requiredText("model"),
            Outcome.of(calls, completion(calls, arguments), goesOn));
      }
      case EMBEDDING -> {
        List<String> texts = arguments.texts("text");
        yield texts.isEmpty()
            ? NONE
            : new Embedding(
                texts,
                calls.embed(function.name(), ModelRequests.embedding(arguments, texts)).stream()
                    .map(answer -> Outcome.of(calls, answer, goesOn))
                    .toList());
      }
    };
  }

  /** What is wrong with a row's arguments is an error of its call, as if the model had said so. */
  private static CompletableFuture<ChatCompletion> completion(
      StatementCalls calls, ArgumentValues arguments) {
    ChatRequest request;
    try {
      request = ModelRequests.chat(arguments, calls.files());
    } catch (BricklaneException e) {
      return CompletableFuture.failedFuture(e);
    }
    return calls.chat(arguments.function().name(), request);
  }

  /** Starts a call to be read while it comes; null if something is wrong with its arguments. */
  private static @Nullable ModelCall stream(
      StatementCalls calls, ArgumentValues arguments, boolean goesOn) {
    ChatRequest request;
    try {
      request = ModelRequests.chat(arguments, calls.files());
    } catch (BricklaneException e) {
      return null;
    }
    AnswerStream stream = calls.stream(arguments.function().name(), request);
    return new Streaming(calls, arguments.requiredText("model"), stream, goesOn);
  }

  /** Counts the call that the arguments ask for, if any, and makes none. */
  static void forecast(
      MediaFiles files, CallForecast forecast, ModelFunction function, @Nullable Object[] values) {
    ArgumentValues arguments = new ArgumentValues(function, values);
    switch (function.kind()) {
      case COMPLETION -> {
        if (Conversation.isAsked(arguments)) {
          forecast.add(ModelRequests.chat(arguments, files));
        }
      }
      case EMBEDDING -> {
        List<String> texts = arguments.texts("text");
        if (!texts.isEmpty()) {
          forecast.add(ModelRequests.embedding(arguments, texts));
        }
      }
    }
  }

  /** The call that is not made. */
  static final ModelCall NONE = new Nothing();

  /** Returns the answers to wait for; they fail only where the statement is to fail. */
  abstract List<CompletableFuture<?>> answers();

  /** Returns what its row does not wait for; it fails only where the statement is to fail. */
  List<CompletableFuture<?>> streams() {
    return List.of();
  }

  /** Returns the result of a scalar function, once the answer is there. Called once. */
  abstract @Nullable Object scalar();

  /** Returns the result as a text or a {@link StreamedText}, or null. Called once. */
  @Nullable Object text() {
    return scalar();
  }

  /** Returns the rows of a table function, once the answers are there. Called once. */
  abstract List<@Nullable Object[]> rows();

  private static final class Nothing extends ModelCall {
    @Override
    List<CompletableFuture<?>> answers() {
      return List.of();
    }

    @Override
    @Nullable Object scalar() {
      return null;
    }

    @Override
    List<@Nullable Object[]> rows() {
      return List.of();
    }
  }

  private static final class Completion extends ModelCall {
    /** The column of the request's id, after which the error comes. */
    private static final int REQUEST_ID = 8;

    private final String model;
    private final Outcome<ChatCompletion> outcome;

    Completion(String model, Outcome<ChatCompletion> outcome) {
      this.model = model;
      this.outcome = outcome;
    }

    @Override
    List<CompletableFuture<?>> answers() {
      return List.of(outcome.settled());
    }

    private @Nullable ChatCompletion given() {
      ChatCompletion answer = outcome.value();
      if (answer != null) {
        outcome.warn(model, answer);
      }
      return answer;
    }

    @Override
    @Nullable Object scalar() {
      ChatCompletion given = given();
      return given == null ? null : given.content();
    }

    @Override
    List<@Nullable Object[]> rows() {
      ChatCompletion given = given();
      return List.<@Nullable Object[]>of(given == null ? failed() : AnswerColumns.row(given));
    }

    private @Nullable Object[] failed() {
      @Nullable Object[] row = new @Nullable Object[ModelFunctions.COMPLETE_TABLE.results().size()];
      row[REQUEST_ID] = outcome.requestId();
      row[REQUEST_ID + 1] = outcome.error();
      return row;
    }
  }

  private static final class Streaming extends ModelCall {
    private final StatementCalls calls;
    private final String model;
    private final AnswerStream stream;
    private final boolean goesOn;

    Streaming(StatementCalls calls, String model, AnswerStream stream, boolean goesOn) {
      this.calls = calls;
      this.model = model;
      this.stream = stream;
      this.goesOn = goesOn;
    }

    @Override
    List<CompletableFuture<?>> answers() {
      return List.of();
    }

    @Override
    List<CompletableFuture<?>> streams() {
      return List.of(
          stream
              .answer()
              .exceptionallyCompose(failure ->
                  stream.isGivenUp() || (goesOn && RowErrors.isOfOneCall(failure))
                      ? CompletableFuture.completedFuture(null)
                      : CompletableFuture.failedFuture(failure)));
    }

    @Override
    Object text() {
      return new StreamedText(calls, model, stream, goesOn);
    }

    @Override
    @Nullable Object scalar() {
      throw new IllegalStateException("its row is given before it");
    }

    @Override
    List<@Nullable Object[]> rows() {
      throw new IllegalStateException("a stream is one value");
    }
  }

  private static final class Embedding extends ModelCall {
    private final List<String> texts;
    private final List<Outcome<Embeddings>> outcomes;

    Embedding(List<String> texts, List<Outcome<Embeddings>> outcomes) {
      this.texts = texts;
      this.outcomes = outcomes;
    }

    @Override
    List<CompletableFuture<?>> answers() {
      return outcomes.stream().<CompletableFuture<?>>map(Outcome::settled).toList();
    }

    @Override
    @Nullable Object scalar() {
      Embeddings given = outcomes.get(0).value();
      return given == null ? null : new Vector(given.vectors().get(0));
    }

    @Override
    List<@Nullable Object[]> rows() {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        Outcome<Embeddings> outcome = outcomes.get(i);
        Embeddings given = outcome.value();
        rows.add(
            given == null
                ? new @Nullable Object[] {
                  i, texts.get(i), null, null, outcome.requestId(), outcome.error()
                }
                : new @Nullable Object[] {
                  i,
                  texts.get(i),
                  new Vector(given.vectors().get(0)),
                  given.model(),
                  given.requestId(),
                  null
                });
      }
      return rows;
    }
  }
}
