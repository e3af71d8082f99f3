package dev.bricklane.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values and nothing else, a line or more for each: for one answer, which is written while it
 * comes. Line breaks and tabs are kept, other control characters made visible.
 */
final class TextPrinter implements RowPrinter {
  private static final int CHUNK = 2048;

  private final Output output;

  TextPrinter(Output output) {
    this.output = output;
  }

  @Override
  public boolean readsWhileItComes() {
    return true;
  }

  @Override
  public void begin(ResultColumns columns) {}

  @Override
  public void row(List<@Nullable Object> values) {
    for (Object value : values) {
      if (value instanceof Reader text) {
        copy(text);
      } else if (value != null) {
        output.write(TextLines.visibleText(PlainValue.text(value)));
      }
      output.write("\n");
    }
  }

  private void copy(Reader text) {
    char[] buffer = new char[CHUNK];
    int held = 0;
    try (text) {
      int count = text.read(buffer, held, CHUNK - held);
      while (count >= 0) {
        int end = held + count;
        // Half a character has no bytes.
        held = end > 0 && Character.isHighSurrogate(buffer[end - 1]) ? 1 : 0;
        output.write(TextLines.visibleText(new String(buffer, 0, end - held)));
        output.flush();
        buffer[0] = buffer[Math.max(0, end - 1)];
        count = text.read(buffer, held, CHUNK - held);
      }
      output.write(new String(buffer, 0, held));
    } catch (IOException e) {
      output.write("\n");
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {}

  @Override
  public void breakOff() {}
}
