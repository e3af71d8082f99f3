package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the events of a stream: their data as JSON, without {@code [DONE]}. */
final class Events {
  private Events() {}

  static List<JsonNode> of(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
    List<JsonNode> events = new ArrayList<>();
    for (String event : answer.text().split("\n\n")) {
      String data = event.replaceFirst("^event: [^\n]*\n", "");
      assertThat(data).startsWith("data: ").doesNotContain("\n");
      if (!data.equals("data: [DONE]")) {
        try {
          events.add(RawClient.JSON.readTree(data.substring(6)));
        } catch (IOException e) {
          throw new AssertionError(event, e);
        }
      }
    }
    return events;
  }

  /** Joins the texts at a place, given as a JSON pointer. */
  static String joined(List<JsonNode> events, String pointer) {
    return events.stream()
        .map(event -> event.at(pointer))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .collect(Collectors.joining());
  }

  /** Returns the events of one type. */
  static List<JsonNode> typed(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }
}
