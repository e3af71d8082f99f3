package dev.bricklane.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to write a result. */
enum OutputFormat {
  /** Aligned columns. */
  TABLE {
    @Override
    RowPrinter printer(Output output, boolean header, int width) {
      return new TablePrinter(output, header, width);
    }
  },
  /** Comma-separated values as in RFC 4180, but with line feeds alone. */
  CSV {
    @Override
    RowPrinter printer(Output output, boolean header, int width) {
      return new CsvPrinter(output, header);
    }
  },
  /** One JSON array of objects per result. */
  JSON {
    @Override
    RowPrinter printer(Output output, boolean header, int width) {
      return new JsonPrinter(output);
    }
  },
  /** A line per value. */
  VERTICAL {
    @Override
    RowPrinter printer(Output output, boolean header, int width) {
      return new VerticalPrinter(output, header, width);
    }
  },
  /** The values alone, an answer while it comes. */
  TEXT {
    @Override
    RowPrinter printer(Output output, boolean header, int width) {
      return new TextPrinter(output);
    }
  };

  /**
   * Makes the printer of one result.
   *
   * @param header whether to write column names and row counts, where the format has them
   * @param width the columns that a line may take; only formats for people keep to it
   */
  abstract RowPrinter printer(Output output, boolean header, int width);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<OutputFormat> named(String label) {
    return Arrays.stream(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(OutputFormat::label).toList();
  }
}
