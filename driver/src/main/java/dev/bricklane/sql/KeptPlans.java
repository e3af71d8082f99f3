package dev.bricklane.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The plans of the texts that a connection has prepared last: tools send the same query again and
 * again, and a plan takes longer than many a result. Thread-safe.
 */
final class KeptPlans {
  private static final int MOST = 100;

  private final Map<Text, PreparedQuery> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Text, PreparedQuery> eldest) {
          return size() > MOST;
        }
      };

  /**
   * What a plan is for.
   *
   * @param sql as it was sent
   * @param catalog where names without a catalog are looked up
   * @param schema where names without a schema are looked up
   */
  record Text(String sql, String catalog, String schema) {}

  /** Returns the plan of a text; two threads may make it at once. */
  PreparedQuery of(Text text, Supplier<PreparedQuery> planning) {
    PreparedQuery kept;
    synchronized (plans) {
      kept = plans.get(text);
    }
    if (kept != null) {
      return kept;
    }
    PreparedQuery made = planning.get();
    synchronized (plans) {
      plans.put(text, made);
    }
    return made;
  }
}
