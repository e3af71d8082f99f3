package dev.bricklane.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line per value, with the column's name before it; for wide rows and long answers. */
final class VerticalPrinter implements RowPrinter {
  private static final int RULE = 40;

  private final Output output;
  private final boolean header;
  private final int width;
  private List<String> labels = List.of();
  private int labelWidth;
  private long rows;

  VerticalPrinter(Output output, boolean header, int width) {
    this.output = output;
    this.header = header;
    this.width = width;
  }

  @Override
  public void begin(ResultColumns columns) {
    labels = columns.labels().stream().map(TextLines::message).toList();
    labelWidth = TextLines.width(labels);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    rows++;
    String record = "-[ RECORD " + rows + " ]";
    output.write(record + "-".repeat(Math.max(1, RULE - record.length())) + "\n");
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      String label = labels.get(i);
      String text = value == null ? "NULL" : PlainValue.text(value);
      for (String line : TextLines.of(text, Math.max(20, width - labelWidth - 3))) {
        String padding = " ".repeat(labelWidth - TextLines.width(label));
        output.write((label + padding + " | " + line).stripTrailing() + "\n");
        label = "";
      }
    }
  }

  @Override
  public void end() {
    if (header) {
      output.write(RowCount.line(rows));
    }
  }

  @Override
  public void breakOff() {}
}
