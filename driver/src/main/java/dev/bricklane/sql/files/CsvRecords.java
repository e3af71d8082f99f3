package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a delimited text, as RFC 4180 has them: quotes are doubled within quotes, where
 * delimiters and line ends are plain characters. Lines end with CR LF, LF or CR. Blank lines are no
 * records.
 */
final class CsvRecords implements Closeable {
  private static final CsvFactory FACTORY =
      CsvFactory.builder()
          .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
          .streamReadConstraints(JsonRecords.LIMITS)
          .build();

  private final CsvParser parser;
  private final List<@Nullable String> record = new ArrayList<>();
  private long line;

  private CsvRecords(CsvParser parser) {
    this.parser = parser;
  }

  static CsvRecords of(Reader text, char delimiter) throws IOException {
    CsvParser parser = FACTORY.createParser(text);
    parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(delimiter));
    return new CsvRecords(parser);
  }

  /**
   * Reads a record; its fields are null where nothing stands between two delimiters, and empty
   * where a pair of quotes does.
   *
   * @return valid until the next one is read; null after the last
   */
  @Nullable List<@Nullable String> next() throws IOException {
    try {
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        line = parser.currentLocation().getLineNr();
        read();
        if (record.size() > 1 || record.size() == 1 && record.get(0) != null) {
          return record;
        }
      }
      return null;
    } catch (StreamConstraintsException e) {
      throw TooLarge.of(e, line);
    }
  }

  private void read() throws IOException {
    record.clear();
    long characters = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      String field = token == JsonToken.VALUE_NULL ? null : parser.getText();
      record.add(field);
      characters += field == null ? 0 : field.length();
      if (record.size() > TooLarge.FIELDS) {
        throw TooLarge.fields(line);
      }
      if (characters > TooLarge.CHARACTERS) {
        throw TooLarge.characters(line);
      }
    }
  }

  /** Returns the line on which the latest record begins, from 1. */
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
