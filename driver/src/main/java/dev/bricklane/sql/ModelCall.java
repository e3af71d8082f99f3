package dev.bricklane.sql;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Embeddings;
import dev.bricklane.exec.StatementCalls;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
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

  /** Starts the call that the arguments ask for, if any. */
  static ModelCall start(StatementCalls calls, ModelFunction function, @Nullable Object[] values) {
    ArgumentValues arguments = new ArgumentValues(function, values);
    return switch (function.kind()) {
      case COMPLETION -> {
        String prompt = arguments.text("prompt");
        yield prompt == null
            ? NONE
            : new Completion(calls.chat(function.name(), ModelRequests.chat(arguments, prompt)));
      }
      case EMBEDDING -> {
        List<String> texts = arguments.texts("text");
        yield texts.isEmpty()
            ? NONE
            : new Embedding(
                texts, calls.embed(function.name(), ModelRequests.embedding(arguments, texts)));
      }
    };
  }

  /** The call that is not made. */
  static final ModelCall NONE = new Nothing();

  /** Returns the answer to wait for. */
  abstract CompletableFuture<?> answer();

  /** Returns the result of a scalar function, once the answer is there. */
  abstract @Nullable Object scalar();

  /** Returns the rows of a table function, once the answer is there. */
  abstract List<@Nullable Object[]> rows();

  private static final class Nothing extends ModelCall {
    @Override
    CompletableFuture<?> answer() {
      return CompletableFuture.completedFuture(null);
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
    private final CompletableFuture<ChatCompletion> answer;

    Completion(CompletableFuture<ChatCompletion> answer) {
      this.answer = answer;
    }

    @Override
    CompletableFuture<?> answer() {
      return answer;
    }

    @Override
    @Nullable Object scalar() {
      return answer.join().content();
    }

    @Override
    List<@Nullable Object[]> rows() {
      ChatCompletion given = answer.join();
      @Nullable Object[] row = {
        given.content(),
        given.reasoning(),
        given.finishReason(),
        given.model(),
        given.usage().promptTokens(),
        given.usage().completionTokens(),
        given.usage().totalTokens(),
        given.latency().toMillis(),
        given.requestId()
      };
      return List.<@Nullable Object[]>of(row);
    }
  }

  private static final class Embedding extends ModelCall {
    private final List<String> texts;
    private final CompletableFuture<Embeddings> answer;

    Embedding(List<String> texts, CompletableFuture<Embeddings> answer) {
      this.texts = texts;
      this.answer = answer;
    }

    @Override
    CompletableFuture<?> answer() {
      return answer;
    }

    @Override
    Object scalar() {
      return new Vector(answer.join().vectors().get(0));
    }

    @Override
    List<@Nullable Object[]> rows() {
      Embeddings given = answer.join();
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        rows.add(
            new @Nullable Object[] {
              i, texts.get(i), new Vector(given.vectors().get(i)), given.model(), given.requestId()
            });
      }
      return rows;
    }
  }

  /** A vector as Calcite holds a REAL ARRAY, without a copy of its numbers. */
  private static final class Vector extends AbstractList<Float> implements RandomAccess {
    private final float[] numbers;

    Vector(float[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public Float get(int index) {
      return numbers[index];
    }

    @Override
    public int size() {
      return numbers.length;
    }
  }
}
