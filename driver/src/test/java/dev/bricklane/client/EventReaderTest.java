package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  @Test
  void readsEventsBetweenBlankLines() {
    assertThat(events("data: {\"a\":1}", "", "event: x", "data:{\"b\":2}", "", "data: [DONE]", ""))
        .containsExactly("|{\"a\":1}", "x|{\"b\":2}", "|[DONE]");
  }

  @Test
  void joinsTheLinesOfOneEvent() {
    assertThat(events("data: {\"a\":", "data: 1}", "")).containsExactly("|{\"a\":\n1}");
  }

  @Test
  void doesWithoutBlankLinesAndWithoutTheLast() {
    assertThat(events("data: {\"a\":1}", "data: {\"b\":2}", "data: [DONE]"))
        .containsExactly("|{\"a\":1}", "|{\"b\":2}", "|[DONE]");
  }

  @Test
  void doesWithoutThePrefix() {
    assertThat(events("{\"a\":1}", "", "{\"b\":2}")).containsExactly("|{\"a\":1}", "|{\"b\":2}");
  }

  @Test
  void passesOverCommentsAndOtherFields() {
    assertThat(
            events(": ping", "id: 7", "retry: 100", "data: {}", "database: x", "", "event: e", ""))
        .containsExactly("|{}");
  }

  @Test
  void passesOverAByteOrderMark() {
    assertThat(events("\uFEFFdata: {}", "")).containsExactly("|{}");
  }

  private static List<String> events(String... lines) {
    List<String> events = new ArrayList<>();
    EventReader reader = new EventReader((name, data) -> events.add(name + "|" + data));
    for (String line : lines) {
      reader.line(line);
    }
    reader.end();
    return events;
  }
}
