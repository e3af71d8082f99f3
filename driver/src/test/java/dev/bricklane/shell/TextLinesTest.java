package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLinesTest {
  @Test
  void wrapsAtBlanks() {
    assertThat(TextLines.of("one two three", 8)).containsExactly("one two", "three");
  }

  @Test
  void cutsWordsThatAreTooLong() {
    assertThat(TextLines.of("abcdefgh ij", 3)).containsExactly("abc", "def", "gh", "ij");
    assertThat(TextLines.of("日本語", 5)).containsExactly("日本", "語");
  }

  @Test
  void fillsALineToItsEnd() {
    assertThat(TextLines.of("abc def", 3)).containsExactly("abc", "def");
    assertThat(TextLines.of("abc def", 7)).containsExactly("abc def");
  }

  @Test
  void breaksAtEachKindOfLineEnd() {
    assertThat(TextLines.of("a\nb\r\nc\rd\n", 80)).containsExactly("a", "b", "c", "d", "");
  }

  @Test
  void makesControlCharactersVisible() {
    assertThat(TextLines.of("\u001b[31mred\u0007\u009b", 80))
        .containsExactly("\\x1B[31mred\\x07\\x9B");
    assertThat(TextLines.of("a\tb", 80)).containsExactly("a       b");
  }

  @Test
  void measuresCells() {
    assertThat(TextLines.width("abc")).isEqualTo(3);
    assertThat(TextLines.width("日本")).isEqualTo(4);
    assertThat(TextLines.width("e\u0301")).isEqualTo(1);
    assertThat(TextLines.width("🙂")).isEqualTo(2);
  }
}
