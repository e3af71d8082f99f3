package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTagsTest {
  private static final String URL = "jdbc:bricklane://h.com;token=t;";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "requestTags=team:bi,app:reports",
        "requestTags=team : bi, app : reports",
        "query_tags=team:bi,app:reports",
        "requestTags={\"team\":\"bi\",\"app\":\"reports\"}"
      })
  void readsPairsAndJson(String property) {
    assertThat(tags(property)).isEqualTo(Map.of("team", "bi", "app", "reports"));
  }

  @Test
  void aTagMayHaveNoValueOrColonsInIt() {
    assertThat(tags("requestTags=nightly,at:10:30"))
        .isEqualTo(Map.of("nightly", "", "at", "10:30"));
  }

  @Test
  void hasNoneUnlessTheyAreGiven() {
    assertThat(tags("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          requestTags=a:b,          | requestTags (URL): must be tags such as team:bi,app:reports
          requestTags=:b            | requestTags (URL): must be tags such as team:bi,app:reports
          requestTags=a:b,a:c       | requestTags (URL): has the tag a twice
          requestTags={"a":1}       | requestTags (URL): must have a text for the tag a
          requestTags={"a"          | requestTags (URL): must be a JSON object
          """)
  void refusesWhatAreNoTags(String property, String message) {
    assertThatThrownBy(() -> tags(property)).hasMessageContaining(message);
  }

  private static Map<String, String> tags(String property) {
    return Resolving.resolve(URL + property, Map.of(), new FakeEnvironment()).http().tags();
  }
}
