package dev.bricklane.scripting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors in the forms that scripts have them in. */
final class Vectors {
  private Vectors() {}

  /**
   * Returns the numbers of a vector.
   *
   * @param given an array or a list of numbers, or {@link Embeddings} of one vector
   */
  static double[] of(@Nullable Object given) {
    if (given instanceof float[] numbers) {
      double[] vector = new double[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        vector[i] = numbers[i];
      }
      return vector;
    }
    if (given instanceof double[] numbers) {
      return numbers;
    }
    if (given instanceof Embeddings one && one.size() == 1) {
      return of(one.getAt(0));
    }
    if (given instanceof Object[] elements) {
      return of(List.of(elements));
    }
    if (given instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }
    throw new IllegalArgumentException(
        "A vector is an array or a list of numbers, not "
            + (given == null ? "null" : "a " + given.getClass().getName()));
  }

  /** Returns the cosine of the angle between two vectors, from -1 to 1; 0 if one has no length. */
  static double cosine(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Vectors of " + a.length + " and " + b.length + " numbers cannot be compared");
    }
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squareA += a[i] * a[i];
      squareB += b[i] * b[i];
    }
    return squareA == 0 || squareB == 0 ? 0 : product / Math.sqrt(squareA * squareB);
  }
}
