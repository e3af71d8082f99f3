package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/** The objects of a JSON text: one after another, as in JSON lines, or in one array. */
final class JsonRecords implements Closeable {
  /** The longest text that a file may have in one place; longer is what lacks its closing quote. */
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxStringLength(32 << 20).build();

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(LIMITS)
          .build();

  private final FileErrors errors;
  private final DataFile file;
  private final JsonParser parser;
  private boolean begun;
  private boolean inArray;

  JsonRecords(FileErrors errors, DataFile file, Reader text) throws IOException {
    this.errors = errors;
    this.file = file;
    this.parser = FACTORY.createParser(text);
  }

  /** Goes to the beginning of the next object; returns false after the last. */
  boolean next() throws IOException {
    JsonToken token = parser.nextToken();
    if (!begun) {
      begun = true;
      if (token == JsonToken.START_ARRAY) {
        inArray = true;
        token = parser.nextToken();
      }
    }
    if (inArray && token == JsonToken.END_ARRAY) {
      inArray = false;
      token = parser.nextToken();
    }
    if (token != null && token != JsonToken.START_OBJECT) {
      throw errors.at(file, line(), "a row is a JSON object, but here is something else");
    }
    return token != null;
  }

  /** Returns the parser, to read the object. */
  JsonParser parser() {
    return parser;
  }

  /** Returns the line that the parser is on, from 1. */
  long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
