package dev.bricklane.embedded;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes maps that forget their oldest entry when they are full. */
final class Bounded {
  private Bounded() {}

  /** Makes a thread-safe map with at most so many entries. */
  static <K, V> Map<K, V> map(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }
}
