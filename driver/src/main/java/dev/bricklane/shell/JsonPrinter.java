package dev.bricklane.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON array of objects, one object a line. A label that comes twice gets a number: {@code a},
 * {@code a_2}. A result that broke off has no closing bracket, so that nobody takes it for whole.
 */
final class JsonPrinter implements RowPrinter {
  private final Output output;
  private final JsonGenerator generator;
  private List<String> names = List.of();
  private boolean empty = true;

  JsonPrinter(Output output) {
    this.output = output;
    try {
      this.generator =
          JsonFactory.builder()
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .build()
              .createGenerator(output)
              .setPrettyPrinter(new MinimalPrettyPrinter(""))
              .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin(ResultColumns columns) {
    names = unique(columns.labels());
    output.write("[");
  }

  @Override
  public void row(List<@Nullable Object> values) {
    output.write(empty ? "\n  " : ",\n  ");
    empty = false;
    try {
      generator.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        generator.writeFieldName(names.get(i));
        write(values.get(i));
      }
      generator.writeEndObject();
      generator.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    output.write(empty ? "]\n" : "\n]\n");
  }

  @Override
  public void breakOff() {
    output.write("\n");
  }

  private void write(@Nullable Object value) throws IOException {
    if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      generator.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue());
      }
      generator.writeEndObject();
    } else {
      generator.writePOJO(value);
    }
  }

  private static List<String> unique(List<String> labels) {
    Set<String> taken = new HashSet<>(labels);
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (String label : labels) {
      String name = label;
      for (int n = 2; !used.add(name); n++) {
        String numbered = label + "_" + n;
        // A label that was always there keeps its name.
        name = taken.contains(numbered) ? name : numbered;
      }
      names.add(name);
    }
    return names;
  }
}
