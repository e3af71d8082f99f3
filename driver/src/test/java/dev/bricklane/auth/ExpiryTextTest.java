package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats of the Databricks CLI, as databricks-sdk-java's CliTokenSourceTest lists them. */
class ExpiryTextTest {
  private static final ZoneId TWO_HOURS_EAST = ZoneId.of("+02:00");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-01-02T03:04:05Z                | 2026-01-02T03:04:05Z
          2026-01-02T03:04:05.1Z              | 2026-01-02T03:04:05.1Z
          2026-01-02T03:04:05.123456789Z      | 2026-01-02T03:04:05.123456789Z
          2026-01-02T03:04:05.123456-05:00    | 2026-01-02T08:04:05.123456Z
          2026-01-02T03:04:05+05:30           | 2026-01-01T21:34:05Z
          2026-01-02 03:04:05                 | 2026-01-02T01:04:05Z
          2026-01-02 03:04:05.5               | 2026-01-02T01:04:05.5Z
          2026-01-02 03:04:05.123456789       | 2026-01-02T01:04:05.123456789Z
          """)
  void readsBothFormats(String text, Instant time) {
    assertThat(ExpiryText.parse(text, TWO_HOURS_EAST)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05.1234567890Z",
        "2026-01-02 03:04:05.1234567890",
        "2026-06-31 03:04:05",
        "2026-01-02T03:04:05",
        "1767323045",
        "tomorrow",
        "",
      })
  void refusesWhatIsNeither(String text) {
    assertThat(ExpiryText.parse(text, TWO_HOURS_EAST)).isEmpty();
  }
}
