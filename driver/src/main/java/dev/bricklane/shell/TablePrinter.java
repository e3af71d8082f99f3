package dev.bricklane.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first {@value #MEASURED} rows are held back to measure them; those after
 * them are written as they come, in constant memory.
 *
 * <p>On a terminal the widest columns are narrowed to fit and their values wrapped; elsewhere
 * values stay whole. A {@code +} at a cell's right end says that its value goes on in the next
 * line.
 */
final class TablePrinter implements RowPrinter {
  static final int MEASURED = 100;

  private final Output output;
  private final boolean header;
  private final int width;
  private final List<List<String>> held = new ArrayList<>();
  private ResultColumns columns = new ResultColumns(List.of(), List.of());
  private int[] widths = {};
  private boolean measured;
  private long rows;

  TablePrinter(Output output, boolean header, int width) {
    this.output = output;
    this.header = header;
    this.width = width;
  }

  @Override
  public void begin(ResultColumns columns) {
    this.columns = columns;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    rows++;
    List<String> texts = new ArrayList<>(values.size());
    for (Object value : values) {
      texts.add(value == null ? "NULL" : PlainValue.text(value));
    }
    if (measured) {
      line(texts);
      return;
    }
    held.add(texts);
    if (held.size() == MEASURED) {
      release();
    }
  }

  @Override
  public void end() {
    if (!measured) {
      release();
    }
    if (header) {
      output.write(RowCount.line(rows));
    }
  }

  @Override
  public void breakOff() {
    if (!measured && !held.isEmpty()) {
      release();
    }
  }

  private void release() {
    measured = true;
    widths = ColumnWidths.fit(natural(), width);
    if (header) {
      line(columns.labels());
      rule();
    }
    held.forEach(this::line);
    held.clear();
  }

  private int[] natural() {
    int[] natural = new int[columns.count()];
    for (int i = 0; i < natural.length; i++) {
      natural[i] = header ? widthOf(columns.labels().get(i)) : 0;
      for (List<String> row : held) {
        natural[i] = Math.max(natural[i], widthOf(row.get(i)));
      }
    }
    return natural;
  }

  private static int widthOf(String text) {
    return TextLines.width(TextLines.of(text, Integer.MAX_VALUE));
  }

  private void rule() {
    List<String> dashes = new ArrayList<>();
    for (int columnWidth : widths) {
      dashes.add("-".repeat(columnWidth + 2));
    }
    output.write(String.join("+", dashes) + "\n");
  }

  private void line(List<String> texts) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < texts.size(); i++) {
      int limit = width == StandardStreams.UNLIMITED ? Integer.MAX_VALUE : widths[i];
      List<String> cell = TextLines.of(texts.get(i), limit);
      cells.add(cell);
      height = Math.max(height, cell.size());
    }
    for (int n = 0; n < height; n++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        line.append(i == 0 ? " " : "| ");
        cell(line, cells.get(i), n, widths[i], columns.isNumber(i));
      }
      output.write(line.toString().stripTrailing() + "\n");
    }
  }

  private static void cell(
      StringBuilder line, List<String> cell, int n, int columnWidth, boolean right) {
    String text = n < cell.size() ? cell.get(n) : "";
    String padding = " ".repeat(Math.max(0, columnWidth - TextLines.width(text)));
    line.append(right ? padding + text : text + padding);
    line.append(n + 1 < cell.size() ? '+' : ' ');
  }
}
