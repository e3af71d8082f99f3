package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "999999999999999999, 999999999999999999",
    "1KiB, 1024",
    "64MiB, 67108864",
    "64 mib, 67108864",
    "2GIB, 2147483648",
    "999999999GiB, 1073741822926258176"
  })
  void readsBytesAndUnits(String text, long bytes) {
    assertThat(Bytes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "64MB", "64M", "1 000", "9999999999GiB"})
  void refusesOtherTexts(String text) {
    assertThat(Bytes.parse(text)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1000, 1000 bytes", "1536, 1536 bytes", "2048, 2 KiB"})
  void writesTheLargestWholeUnit(long bytes, String text) {
    assertThat(Bytes.format(bytes)).isEqualTo(text);
  }
}
