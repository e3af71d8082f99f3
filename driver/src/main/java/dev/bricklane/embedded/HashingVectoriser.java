package dev.bricklane.embedded;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Feature hashing: each word, and each three letters of it, adds to or takes from the place that
 * its hash names. Texts that share words are near each other; it knows nothing of meaning. A text
 * without words has a fixed vector.
 */
final class HashingVectoriser implements Vectoriser {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final float WORD_WEIGHT = 1.0f;
  private static final float PART_WEIGHT = 0.3f;

  @Override
  public List<Integer> dimensions() {
    return List.of(32, 64, 128, 256, 384);
  }

  @Override
  public float[] embed(String text, int dimensions) {
    float[] vector = new float[dimensions];
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    Matcher words = WORD.matcher(plain);
    while (words.find()) {
      add(vector, words.group(), WORD_WEIGHT);
      String framed = "<" + words.group() + ">";
      for (int i = 0; i + 3 <= framed.length(); i++) {
        add(vector, "#" + framed.substring(i, i + 3), PART_WEIGHT);
      }
    }
    return normalise(vector);
  }

  private static void add(float[] vector, String feature, float weight) {
    long hash = hash(feature);
    int place = (int) Long.remainderUnsigned(hash >>> 1, vector.length);
    vector[place] += (hash & 1) == 0 ? weight : -weight;
  }

  /** FNV-1a over the characters, then mixed, since its last bits alone are poor. */
  private static long hash(String feature) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < feature.length(); i++) {
      hash = (hash ^ feature.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 29);
  }

  private static float[] normalise(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares == 0) {
      vector[0] = 1;
      return vector;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }
}
