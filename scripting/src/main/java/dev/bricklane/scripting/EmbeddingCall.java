package dev.bricklane.scripting;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts to embed, in one query. */
final class EmbeddingCall {
  private EmbeddingCall() {}

  /** Returns the texts' vectors, in their order. */
  static Embeddings of(Connection connection, String model, Iterable<?> texts, Map<?, ?> arguments)
      throws SQLException {
    List<String> inputs = new ArrayList<>();
    for (Object text : texts) {
      if (text == null) {
        throw new SQLException("Text " + (inputs.size() + 1) + " to embed is null", "22004");
      }
      inputs.add(text.toString());
    }
    if (inputs.isEmpty()) {
      return new Embeddings(List.of());
    }
    List<@Nullable Object> parameters = new ArrayList<>(List.of(model, inputs));
    String call = new Arguments(arguments).call("embed", "?, CAST(? AS VARCHAR ARRAY)", parameters);
    return new Query("SELECT embedding FROM " + call, parameters)
        .run(
            connection,
            rows -> {
              List<float[]> vectors = new ArrayList<>(inputs.size());
              while (rows.next()) {
                vectors.add(floats(rows.getArray(1)));
              }
              return new Embeddings(vectors);
            });
  }

  private static float[] floats(@Nullable Array array) throws SQLException {
    if (array == null) {
      throw new SQLException("The model gave no vector", "58000");
    }
    Object[] numbers = (Object[]) array.getArray();
    float[] vector = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      vector[i] = ((Number) numbers[i]).floatValue();
    }
    return vector;
  }
}
