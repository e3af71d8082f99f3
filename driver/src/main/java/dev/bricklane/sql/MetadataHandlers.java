package dev.bricklane.sql;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Answers the optimiser's questions about relational expressions (row counts, keys, orders, costs)
 * with Calcite's own handlers, which it finds by reflection.
 *
 * <p>Calcite by itself writes Java for each kind of question when it is first asked, and compiles
 * it, which takes 10 to 40 ms a kind in a fresh JVM; a join and a grouping ask some twenty kinds.
 *
 * <p>Thread-safe.
 */
final class MetadataHandlers implements MetadataHandlerProvider {
  private static final MetadataHandlers INSTANCE = new MetadataHandlers();

  /** One object that answers every kind: a class for each would have to be made at run time. */
  private final Object all;

  private MetadataHandlers() {
    Class<?>[] kinds =
        Arrays.stream(BuiltInMetadata.class.getClasses())
            .flatMap(metadata -> Stream.of(metadata.getClasses()))
            .filter(MetadataHandler.class::isAssignableFrom)
            .toArray(Class<?>[]::new);
    Map<Method, MetadataQuestion> questions = new HashMap<>();
    for (Class<?> kind : kinds) {
      for (Method method : kind.getDeclaredMethods()) {
        if (!method.isDefault()) {
          questions.put(method, new MetadataQuestion(method, kind));
        }
      }
    }
    this.all =
        Proxy.newProxyInstance(
            RelMetadataQuery.class.getClassLoader(),
            kinds,
            (proxy, method, arguments) -> {
              MetadataQuestion question = questions.get(method);
              if (question == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return question.ask(arguments);
            });
  }

  /** Starts a session of questions, which remembers its answers. */
  static RelMetadataQuery query() {
    return new RelMetadataQuery(INSTANCE);
  }

  @Override
  public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
    return kind.cast(all);
  }
}
