package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of delimited text: which columns they have, and their rows. */
final class CsvFile {
  private static final int HEAD = 64 * 1024;

  private CsvFile() {}

  /** Finds out a file's columns from its first rows. */
  static FileShape shape(SourceFiles source, DataFile file) throws IOException {
    char delimiter = delimiter(source, file);
    SourceFiles.Text open = source.open(file);
    try (CsvRecords records = CsvRecords.of(open.text(), delimiter)) {
      List<@Nullable String> first = records.next();
      if (first == null) {
        throw source.errors().of(file, "it is empty, so it has no columns");
      }
      List<String> names = new ArrayList<>();
      List<TypeGuess> guesses = new ArrayList<>();
      for (String field : first) {
        names.add(source.options().header() && field != null ? field : "");
        guesses.add(new TypeGuess());
      }
      Sample sample = new Sample(source.options());
      if (!source.options().header()) {
        add(first, guesses, sample);
      }
      try {
        while (sample.wantsMore(open.text().given())) {
          List<@Nullable String> record = records.next();
          if (record == null) {
            sample.end();
          } else if (record.size() < names.size()) {
            break;
          } else {
            add(record, guesses, sample);
          }
        }
      } catch (JsonProcessingException | DecodedText.NotText | TooLarge later) {
        // The rows before it can be read; whoever reads so far is told.
      }
      return new FileShape(
          columns(names, guesses, sample), sample.rows(open.bytes().part()), delimiter);
    }
  }

  private static void add(List<@Nullable String> record, List<TypeGuess> guesses, Sample sample) {
    sample.row();
    for (int i = 0; sample.typed() && i < guesses.size(); i++) {
      String text = record.get(i);
      // In a column of numbers, "" can only mean that there is none.
      if (text != null && !text.isBlank()) {
        guesses.get(i).add(text.strip());
      }
    }
  }

  private static List<FileColumn> columns(
      List<String> names, List<TypeGuess> guesses, Sample sample) {
    List<String> distinct = ColumnNames.distinct(names);
    List<FileColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ValueType type = sample.typed() ? guesses.get(i).type() : ValueType.VARCHAR;
      columns.add(new FileColumn(distinct.get(i), names.get(i), type.type(), false));
    }
    return columns;
  }

  private static char delimiter(SourceFiles source, DataFile file) throws IOException {
    if (file.format() == FileFormat.TSV) {
      return '\t';
    }
    if (source.options().delimiter().isPresent()) {
      return source.options().delimiter().get();
    }
    CharBuffer head = CharBuffer.allocate(HEAD);
    boolean whole = false;
    try (DecodedText text = source.open(file).text()) {
      while (head.hasRemaining() && !whole) {
        whole = text.read(head) < 0;
      }
    } catch (DecodedText.NotText later) {
      whole = false;
    }
    return Delimiters.of(head.flip().toString(), whole);
  }

  /**
   * Opens a file to read some of its columns.
   *
   * @param columns their numbers, from 0
   */
  static RowReader open(SourceFiles source, DataFile file, FileShape shape, int[] columns)
      throws IOException {
    CsvRecords records = CsvRecords.of(source.open(file).text(), shape.delimiter());
    try {
      if (source.options().header()) {
        checkHeader(source, file, shape, records.next());
      }
    } catch (IOException | RuntimeException e) {
      records.close();
      throw e;
    }
    List<ValueType> types = shape.columns().stream().map(ValueType::of).toList();
    return new Rows(source.errors(), file, shape.columns(), types, columns, records);
  }

  private static void checkHeader(
      SourceFiles source, DataFile file, FileShape shape, @Nullable List<@Nullable String> header) {
    if (header == null || header.size() != shape.columns().size()) {
      throw changed(source, file);
    }
    boolean same = true;
    for (int i = 0; same && i < header.size(); i++) {
      String name = header.get(i);
      same = shape.columns().get(i).source().equals(name == null ? "" : name);
    }
    if (!same) {
      throw changed(source, file);
    }
  }

  private static BricklaneException changed(SourceFiles source, DataFile file) {
    return source
        .errors()
        .of(file, "its columns have changed since the statement was prepared; prepare it again");
  }

  /** The rows of a file that is open. */
  private record Rows(
      FileErrors errors,
      DataFile file,
      List<FileColumn> all,
      List<ValueType> types,
      int[] wanted,
      CsvRecords records)
      implements RowReader {

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
      List<@Nullable String> record = records.next();
      if (record == null) {
        return null;
      }
      check(record);
      @Nullable Object[] row = new @Nullable Object[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        String text = record.get(wanted[i]);
        row[i] = text == null ? null : value(wanted[i], text);
      }
      return row;
    }

    private void check(List<@Nullable String> record) {
      int fields = record.size();
      while (fields > all.size() && record.get(fields - 1) == null) {
        fields--;
      }
      if (fields != all.size()) {
        throw errors.ragged(file, records.line(), record.size(), all.size());
      }
    }

    private @Nullable Object value(int column, String text) {
      ValueType type = types.get(column);
      if (type == ValueType.VARCHAR) {
        return text;
      }
      if (text.isBlank()) {
        return null;
      }
      Object value = type.parse(text.strip());
      if (value == null) {
        throw errors.misfit(file, records.line(), all.get(column), text);
      }
      return value;
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
