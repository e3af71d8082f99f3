package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds out the type of a column whose values are JSON. */
final class JsonGuess {
  private final TypeGuess scalars = new TypeGuess();
  private final TypeGuess elements = new TypeGuess();
  private boolean arrays;
  private boolean structures;

  /** Takes note of the value that a parser is at, and leaves it at the value's end. */
  void add(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      structures = true;
      parser.skipChildren();
    } else if (token == JsonToken.START_ARRAY) {
      arrays = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken().isStructStart()) {
          structures = true;
          parser.skipChildren();
        } else {
          add(elements, parser);
        }
      }
    } else {
      add(scalars, parser);
    }
  }

  private static void add(TypeGuess guess, JsonParser parser) throws IOException {
    String text = parser.getText();
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_TRUE, VALUE_FALSE -> guess.add(ValueType.BOOLEAN, text);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> guess.add(ValueType.of(text), text);
      default -> guess.add(ValueType.ofQuoted(text), text);
    }
  }

  /** Returns the column; structures, and what is of several kinds, are texts. */
  FileColumn column(String name, String source) {
    if (structures || arrays && (!scalars.isEmpty() || elements.isEmpty())) {
      return new FileColumn(name, source, ValueType.VARCHAR.type(), false);
    }
    return arrays
        ? new FileColumn(name, source, elements.type().type(), true)
        : new FileColumn(name, source, scalars.type().type(), false);
  }
}
