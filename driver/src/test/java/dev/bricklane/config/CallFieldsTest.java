package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.Wire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallFieldsTest {
  private static final String URL = "jdbc:bricklane://h.com;token=t;";

  @Test
  void readsProtocolHeadersAndFields() {
    Wire wire =
        Resolving.resolve(
                URL
                    + "api=Responses;extraHeaders={\"x-a\":\"b\"};extraBody={\"n\":[1,2.5],\"o\":{\"p\":true}}",
                Map.of(),
                new FakeEnvironment())
            .http()
            .wire();
    assertThat(wire.api()).contains("responses");
    assertThat(wire.headers()).isEqualTo(Map.of("x-a", "b"));
    assertThat(wire.body()).isEqualTo(Map.of("n", List.of(1, 2.5), "o", Map.of("p", true)));
  }

  @Test
  void hasNoneUnlessTheyAreGiven() {
    assertThat(Resolving.resolve(URL, Map.of(), new FakeEnvironment()).http().wire())
        .isEqualTo(Wire.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          extraHeaders={"Authorization":"canary"} | extraHeaders (URL): must not set Authorization
          extraHeaders={"User-Agent":"canary"}    | extraHeaders (URL): must not set User-Agent; see userAgent
          extraHeaders={"a b":"canary"}           | extraHeaders (URL): holds a name that is no header's
          extraHeaders={"a":1}                    | extraHeaders (URL): must have a text of ASCII
          extraHeaders={"a":"\\n"}                | extraHeaders (URL): must have a text of ASCII
          extraHeaders=canary                     | extraHeaders (URL): must be a JSON object
          extraBody=["canary"]                    | extraBody (URL): must be a JSON object
          extraBody={"a":1} {"canary":2}          | extraBody (URL): must be a JSON object
          extraBody={"model":"canary"}            | extraBody (URL): must not set model
          api=soap                                | api (URL): must be chat or completions or
          """)
  void refusesWithoutRepeatingTheValue(String property, String message) {
    assertThatThrownBy(() -> Resolving.resolve(URL + property, Map.of(), new FakeEnvironment()))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
  }

  @Test
  void showsNamesAlone() {
    assertThat(
            Resolving.resolve(
                    URL + "extraHeaders={\"x-a\":\"canary\"};extraBody={\"k\":\"canary\"}",
                    Map.of(),
                    new FakeEnvironment())
                .toString())
        .contains("x-a")
        .doesNotContain("canary");
  }
}
