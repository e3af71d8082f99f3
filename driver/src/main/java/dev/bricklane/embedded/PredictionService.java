package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.List;

/** Answers custom models: for each row, the sum of the numbers in it. */
final class PredictionService {
  private static final List<String> SHAPES =
      List.of("dataframe_split", "dataframe_records", "instances", "inputs");

  private PredictionService() {}

  static Reply answer(ServedEndpoint endpoint, Fields fields) {
    List<String> given = SHAPES.stream().filter(name -> fields.get(name) != null).toList();
    if (given.size() != 1) {
      throw WireError.badRequest(
          "inputs", "The request must have exactly one of " + SHAPES + ", but it has " + given);
    }
    JsonNode input = fields.path(given.get(0));
    if (given.get(0).equals("dataframe_split")) {
      input = split(input);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode predictions = body.putArray(endpoint.has(Trait.OUTPUTS) ? "outputs" : "predictions");
    if (input.isArray()) {
      input.forEach(row -> predictions.add(sum(row)));
    } else {
      predictions.add(sum(input));
    }
    return ModelReply.json(endpoint, body);
  }

  private static JsonNode split(JsonNode frame) {
    int columns = frame.path("columns").size();
    JsonNode data = frame.path("data");
    if (!frame.path("columns").isArray() || !data.isArray()) {
      throw WireError.badRequest(
          "dataframe_split", "dataframe_split needs the lists 'columns' and 'data'");
    }
    for (JsonNode row : data) {
      if (row.size() != columns) {
        throw WireError.badRequest(
            "dataframe_split", "every row of dataframe_split needs " + columns + " values");
      }
    }
    return data;
  }

  private static double sum(JsonNode value) {
    if (value.isContainerNode()) {
      double sum = 0;
      for (JsonNode element : value) {
        sum += sum(element);
      }
      return sum;
    }
    return value.isNumber() ? value.doubleValue() : 0;
  }
}
