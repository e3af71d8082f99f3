package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @Test
  void countsEveryStartedFourLettersAndEveryOtherSign() {
    assertThat(Tokens.count("")).isZero();
    assertThat(Tokens.count("four")).isEqualTo(1);
    assertThat(Tokens.count("fives")).isEqualTo(2);
    assertThat(Tokens.count("Hello, world!")).isEqualTo(6);
    assertThat(Tokens.count("😀😀")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Hello, world!  ", "\n😀 12345 日本語のテキスト\ud83d", "a"})
  void piecesJoinToTheText(String text) {
    assertThat(String.join("", Tokens.split(text))).isEqualTo(text);
    assertThat(Tokens.split(text)).hasSize(Tokens.count(text));
    assertThat(Tokens.truncate(text, Integer.MAX_VALUE)).isEqualTo(text);
    assertThat(Tokens.truncate(text, 0)).isEmpty();
  }
}
