package dev.bricklane.sql;

import java.util.AbstractList;
import java.util.RandomAccess;

/** A vector as Calcite holds a REAL ARRAY, without a copy of its numbers. */
final class Vector extends AbstractList<Float> implements RandomAccess {
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
