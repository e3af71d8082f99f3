package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of JSON objects: which columns they have, and their rows. */
final class JsonFile {
  /** What an element of an array takes beside its text, about. */
  private static final int ELEMENT = 16;

  private JsonFile() {}

  /** Finds out a file's columns from its first rows. */
  static FileShape shape(SourceFiles source, DataFile file) throws IOException {
    SourceFiles.Text open = source.open(file);
    Map<String, JsonGuess> guesses = new LinkedHashMap<>();
    Sample sample = new Sample(source.options());
    try (JsonRecords records = new JsonRecords(source.errors(), file, open.text())) {
      while (sample.wantsMore(open.text().given())) {
        if (!records.next()) {
          sample.end();
        } else {
          add(records, guesses);
          sample.row();
        }
      }
    } catch (JsonProcessingException | DecodedText.NotText | TooLarge | BricklaneException later) {
      // The rows before it can be read; whoever reads so far is told.
      if (guesses.isEmpty() || guesses.size() > TooLarge.FIELDS) {
        throw later;
      }
    }
    if (guesses.isEmpty()) {
      throw source.errors().of(file, "it has no rows with members, so it has no columns");
    }
    List<String> names = ColumnNames.distinct(List.copyOf(guesses.keySet()));
    List<FileColumn> columns = new ArrayList<>();
    guesses.forEach((member, guess) ->
        columns.add(
            (sample.typed() ? guess : new JsonGuess()).column(names.get(columns.size()), member)));
    return new FileShape(columns, sample.rows(open.bytes().part()), ',');
  }

  private static void add(JsonRecords records, Map<String, JsonGuess> guesses) throws IOException {
    JsonParser parser = records.parser();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (guesses.size() > TooLarge.FIELDS) {
        throw TooLarge.fields(records.line());
      }
      JsonGuess guess = guesses.computeIfAbsent(parser.currentName(), name -> new JsonGuess());
      parser.nextToken();
      guess.add(parser);
    }
  }

  /**
   * Opens a file to read some of its columns.
   *
   * @param columns their numbers, from 0
   */
  static RowReader open(SourceFiles source, DataFile file, FileShape shape, int[] columns)
      throws IOException {
    Map<String, Integer> places = new HashMap<>();
    List<FileColumn> wanted = new ArrayList<>();
    for (int column : columns) {
      places.put(shape.columns().get(column).source(), wanted.size());
      wanted.add(shape.columns().get(column));
    }
    JsonRecords records = new JsonRecords(source.errors(), file, source.open(file).text());
    List<ValueType> types = wanted.stream().map(ValueType::of).toList();
    return new Rows(source.errors(), file, wanted, types, places, records);
  }

  /** The rows of a file that is open. */
  private record Rows(
      FileErrors errors,
      DataFile file,
      List<FileColumn> wanted,
      List<ValueType> types,
      Map<String, Integer> places,
      JsonRecords records)
      implements RowReader {

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
      try {
        return records.next() ? row() : null;
      } catch (StreamConstraintsException e) {
        throw TooLarge.of(e, records.line());
      }
    }

    private @Nullable Object[] row() throws IOException {
      JsonParser parser = records.parser();
      @Nullable Object[] row = new @Nullable Object[wanted.size()];
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(parser.currentName());
        JsonToken token = parser.nextToken();
        if (place == null) {
          parser.skipChildren();
        } else {
          row[place] =
              token == JsonToken.VALUE_NULL ? null : value(wanted.get(place), types.get(place));
        }
      }
      return row;
    }

    private Object value(FileColumn column, ValueType type) throws IOException {
      JsonParser parser = records.parser();
      boolean structure = parser.currentToken().isStructStart();
      if (column.array() && parser.currentToken() == JsonToken.START_ARRAY) {
        List<@Nullable Object> elements = new ArrayList<>();
        long characters = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          characters += ELEMENT + parser.getTextLength();
          if (characters > TooLarge.CHARACTERS) {
            throw TooLarge.characters(records.line());
          }
          if (parser.currentToken().isStructStart()) {
            throw errors.misfit(file, records.line(), column, json(records));
          }
          elements.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : scalar(column, type));
        }
        return elements;
      }
      if (!column.array() && type == ValueType.VARCHAR) {
        return structure ? json(records) : parser.getText();
      }
      if (structure || column.array()) {
        long line = records.line();
        throw errors.misfit(file, line, column, structure ? json(records) : parser.getText());
      }
      return scalar(column, type);
    }

    private Object scalar(FileColumn column, ValueType type) throws IOException {
      JsonParser parser = records.parser();
      String text = parser.getText();
      boolean fits =
          switch (parser.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE -> type == ValueType.BOOLEAN;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> type.isNumber();
            default -> !type.isNumber() && type != ValueType.BOOLEAN;
          };
      Object value = fits || type == ValueType.VARCHAR ? type.parse(text) : null;
      if (value == null) {
        throw errors.misfit(file, records.line(), column, text);
      }
      return value;
    }

    /** Returns a structure as text, its numbers as they are written. */
    private static String json(JsonRecords records) throws IOException {
      JsonParser parser = records.parser();
      StringWriter text = new StringWriter();
      try (JsonGenerator out = JsonRecords.FACTORY.createGenerator(text)) {
        int depth = 0;
        do {
          JsonToken token = parser.currentToken();
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          if (token.isNumeric()) {
            out.writeNumber(parser.getText());
          } else {
            out.copyCurrentEvent(parser);
          }
          if (text.getBuffer().length() > TooLarge.CHARACTERS) {
            throw TooLarge.characters(records.line());
          }
        } while (depth > 0 && parser.nextToken() != null);
      }
      return text.toString();
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
