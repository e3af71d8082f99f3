package dev.bricklane.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the format text does with an answer that still comes. */
class TextPrinterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TextPrinter printer = new TextPrinter(new Output(bytes, UTF_8));
  private final List<String> writtenBefore = new ArrayList<>();

  /** Gives pieces, and notes what was written before each; a piece that is null breaks off. */
  private final class Pieces extends Reader {
    private final List<@Nullable String> pieces;
    private int next;

    Pieces(@Nullable String... pieces) {
      this.pieces = Arrays.asList(pieces);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      writtenBefore.add(bytes.toString(UTF_8));
      if (next == pieces.size()) {
        return -1;
      }
      String piece = pieces.get(next++);
      if (piece == null) {
        throw new IOException("broken off");
      }
      piece.getChars(0, piece.length(), buffer, offset);
      return piece.length();
    }

    @Override
    public void close() {}
  }

  @Test
  void writesEachPieceBeforeItAsksForTheNext() {
    printer.row(List.of(new Pieces("one ", "two\n", "\u001Bthree")));
    assertThat(writtenBefore).containsExactly("", "one ", "one two\n", "one two\n\\x1Bthree");
  }

  @Test
  void cutsNoCharacterInTwo() {
    printer.row(List.of(new Pieces("a\uD83D", "\uDE00", "\uD83D", "\uDE00b")));
    assertThat(writtenBefore).containsExactly("", "a", "a😀", "a😀", "a😀😀b");
  }

  @Test
  void endsTheLineOfATextThatBreaksOff() {
    Output output = new Output(bytes, UTF_8);
    assertThatThrownBy(() -> new TextPrinter(output).row(List.of(new Pieces("one", null))))
        .isInstanceOf(UncheckedIOException.class);
    output.flush();
    assertThat(bytes.toString(UTF_8)).isEqualTo("one\n");
  }
}
