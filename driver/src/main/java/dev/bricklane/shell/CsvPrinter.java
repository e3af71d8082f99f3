package dev.bricklane.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as in RFC 4180, with line feeds: a header line, NULL as nothing between
 * the commas, an empty text as {@code ""}.
 */
final class CsvPrinter implements RowPrinter {
  private final Output output;
  private final boolean header;

  CsvPrinter(Output output, boolean header) {
    this.output = output;
    this.header = header;
  }

  @Override
  public void begin(ResultColumns columns) {
    if (header) {
      line(columns.labels());
    }
  }

  @Override
  public void row(List<@Nullable Object> values) {
    line(values);
  }

  @Override
  public void end() {}

  @Override
  public void breakOff() {}

  private void line(List<? extends @Nullable Object> values) {
    String separator = "";
    for (Object value : values) {
      output.write(separator);
      if (value != null) {
        output.write(quoted(PlainValue.text(value)));
      }
      separator = ",";
    }
    output.write("\n");
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
