package dev.bricklane.conformance.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians. */
final class Medians {
  private Medians() {}

  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static <T> double of(List<T> items, ToDoubleFunction<T> value) {
    return of(items.stream().map(item -> value.applyAsDouble(item)).toList());
  }
}
