package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashingVectoriserTest {
  private final HashingVectoriser vectoriser = new HashingVectoriser();

  @ParameterizedTest
  @ValueSource(strings = {"", " ?! ", "a", "The quick brown fox", "日本語", "\ud83d"})
  void everyVectorHasLengthOne(String text) {
    for (int dimensions : vectoriser.dimensions()) {
      double squares = 0;
      for (float value : vectoriser.embed(text, dimensions)) {
        squares += (double) value * value;
      }
      assertThat(squares).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void equalTextsHaveEqualVectorsWhateverTheCase() {
    assertThat(vectoriser.embed("Red Car", 384)).isEqualTo(vectoriser.embed("red, car!", 384));
    assertThat(vectoriser.embed("red car", 384)).isNotEqualTo(vectoriser.embed("blue car", 384));
  }

  @Test
  void aWordIsOneFeatureAndEachThreeOfItsLettersAnother() {
    // "a" is one word and one part, "<a>".
    float[] vector = vectoriser.embed("a", 384);
    int places = 0;
    for (float value : vector) {
      places += value == 0 ? 0 : 1;
    }
    assertThat(places).isEqualTo(2);
  }
}
