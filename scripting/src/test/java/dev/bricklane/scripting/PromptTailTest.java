package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PromptTailTest {
  @Test
  void followsTheFirstPromptAfterAnEmptyLine() throws SQLException {
    PromptTail tail = new PromptTail(new StringReader("a log\n  of lines\n\n"));
    assertThat(tail.after("Why?")).isEqualTo("Why?\n\na log\n  of lines");
    assertThat(tail.after("And then?")).isEqualTo("And then?");
  }

  @Test
  void addsNothingOfABlankText() throws SQLException {
    assertThat(new PromptTail(new StringReader("\n \n")).after("Why?")).isEqualTo("Why?");
    assertThat(new PromptTail(null).after("Why?")).isEqualTo("Why?");
  }

  @Test
  void failsOnceWhereTheInputCannotBeRead() throws SQLException {
    PromptTail tail =
        new PromptTail(
            new Reader() {
              @Override
              public int read(char[] chars, int offset, int length) throws IOException {
                throw new IOException("gone");
              }

              @Override
              public void close() {}
            });
    assertThatThrownBy(() -> tail.after("Why?"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("gone");
    assertThat(tail.after("Why?")).isEqualTo("Why?");
  }
}
