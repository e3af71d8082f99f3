package dev.bricklane.sql.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileFormatTest {
  @Test
  void takesEndingsWhateverTheirCase() {
    assertThat(FileFormat.CSV.nameLength("a.b.CSV")).isEqualTo(3);
    assertThat(FileFormat.CSV.nameLength("t.csv.GZ")).isOne();
    assertThat(FileFormat.isCompressed("t.csv.Gz")).isTrue();
    assertThat(FileFormat.JSON.nameLength("t.csv")).isZero();
    assertThat(FileFormat.PARQUET.nameLength("t.parquet.gz")).isZero();
    assertThat(FileFormat.CSV.nameLength(".csv")).isZero();
    assertThat(FileFormat.CSV.nameLength("gz")).isZero();
  }

  /** A capital I with a dot is two characters in lower case. */
  @Test
  void countsTheCharactersOfTheNameItself() {
    assertThat(FileFormat.CSV.nameLength("\u0130\u0130\u0130\u0130\u0130.csv")).isEqualTo(5);
  }
}
