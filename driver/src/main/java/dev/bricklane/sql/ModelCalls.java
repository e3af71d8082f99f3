package dev.bricklane.sql;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Embeddings;
import dev.bricklane.exec.StatementCalls;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Turns a row's arguments into a request, and its answer into the function's result. */
final class ModelCalls {
  private ModelCalls() {}

  static @Nullable Object scalar(StatementCalls calls, String name, @Nullable Object[] values) {
    ModelFunction function = find(name, false);
    ArgumentValues arguments = new ArgumentValues(function, values);
    return switch (function.kind()) {
      case COMPLETION -> {
        String prompt = arguments.text("prompt");
        yield prompt == null
            ? null
            : calls.chat(name, ModelRequests.chat(arguments, prompt)).content();
      }
      case EMBEDDING -> {
        String text = arguments.text("text");
        yield text == null
            ? null
            : vector(
                calls
                    .embed(name, ModelRequests.embedding(arguments, List.of(text)))
                    .vectors()
                    .get(0));
      }
    };
  }

  static List<@Nullable Object[]> table(
      StatementCalls calls, String name, @Nullable Object[] values) {
    ModelFunction function = find(name, true);
    ArgumentValues arguments = new ArgumentValues(function, values);
    return switch (function.kind()) {
      case COMPLETION -> {
        String prompt = arguments.text("prompt");
        yield prompt == null
            ? List.of()
            : List.<@Nullable Object[]>of(
                row(calls.chat(name, ModelRequests.chat(arguments, prompt))));
      }
      case EMBEDDING -> {
        List<String> texts = arguments.texts("text");
        yield texts.isEmpty()
            ? List.of()
            : rows(texts, calls.embed(name, ModelRequests.embedding(arguments, texts)));
      }
    };
  }

  private static ModelFunction find(String name, boolean table) {
    return ModelFunctions.find(name, table)
        .orElseThrow(() -> new IllegalStateException("no function " + name));
  }

  private static @Nullable Object[] row(ChatCompletion answer) {
    return new @Nullable Object[] {
      answer.content(),
      answer.reasoning(),
      answer.finishReason(),
      answer.model(),
      answer.usage().promptTokens(),
      answer.usage().completionTokens(),
      answer.usage().totalTokens(),
      answer.latency().toMillis(),
      answer.requestId()
    };
  }

  private static List<@Nullable Object[]> rows(List<String> texts, Embeddings answer) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(
          new @Nullable Object[] {
            i, texts.get(i), vector(answer.vectors().get(i)), answer.model(), answer.requestId()
          });
    }
    return rows;
  }

  /** A vector as Calcite holds a REAL ARRAY, without a copy of its numbers. */
  private static List<Float> vector(float[] numbers) {
    return new Vector(numbers);
  }

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
