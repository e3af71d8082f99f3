package dev.bricklane.scripting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The vectors of several texts, in the texts' order. Immutable and thread-safe. {@code vectors[0]}
 * is the first; {@code as List} gives a list of {@code float[]}.
 */
public final class Embeddings implements Iterable<float[]> {
  private final List<float[]> vectors;

  Embeddings(List<float[]> vectors) {
    this.vectors = List.copyOf(vectors);
  }

  /** Returns how many vectors there are. */
  public int size() {
    return vectors.size();
  }

  /**
   * Returns a vector: {@code vectors[i]} in Groovy.
   *
   * @param index from 0; negative ones count from the end, as Groovy's do
   * @throws IndexOutOfBoundsException if there is none
   */
  public float[] getAt(int index) {
    return vectors.get(index < 0 ? size() + index : index).clone();
  }

  /** Returns the length of the vectors; 0 if there are none. */
  public int getDimensions() {
    return vectors.isEmpty() ? 0 : vectors.get(0).length;
  }

  /** Returns the vectors as a list. */
  public List<float[]> toList() {
    List<float[]> list = new ArrayList<>(size());
    vectors.forEach(vector -> list.add(vector.clone()));
    return list;
  }

  @Override
  public Iterator<float[]> iterator() {
    return toList().iterator();
  }

  /**
   * Converts the vectors, as Groovy's {@code as} does.
   *
   * @param type {@code List} or {@code float[][]}; for a single vector also {@code float[]}
   * @throws IllegalArgumentException if it is another
   */
  public Object asType(Class<?> type) {
    if (type.isInstance(this)) {
      return this;
    }
    if (type == List.class || type == Collection.class) {
      return toList();
    }
    if (type == float[][].class) {
      return toList().toArray(new float[0][]);
    }
    if (type == float[].class && size() == 1) {
      return getAt(0);
    }
    if (type == String.class) {
      return toString();
    }
    throw new IllegalArgumentException(
        "Of " + this + " no " + type.getSimpleName() + " can be made, but a List or a float[][]");
  }

  /** Such as {@code 3 vectors of 384 numbers}. */
  @Override
  public String toString() {
    return size() + (size() == 1 ? " vector of " : " vectors of ") + getDimensions() + " numbers";
  }
}
