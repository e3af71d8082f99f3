package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MillisecondsTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "250, 250", "500ms, 500", "30s, 30000", "2M, 120000", "1 h, 3600000"})
  void readsNumbersAndUnits(String text, long milliseconds) {
    assertThat(Milliseconds.parse(text)).isEqualTo(milliseconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1", "1.5s", "1d", "PT1S", "1  s", "１", "9999999999999"})
  void refusesTheRest(String text) {
    assertThat(Milliseconds.parse(text)).isNegative();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "250, 250 ms",
    "1500, 1500 ms",
    "1000, 1 s",
    "60000, 1 m",
    "86400000, 24 h"
  })
  void writesTheLargestWholeUnit(long milliseconds, String text) {
    assertThat(Milliseconds.format(milliseconds)).isEqualTo(text);
  }
}
