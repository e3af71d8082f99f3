package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnWidthsTest {
  @Test
  void leavesWhatFits() {
    assertThat(ColumnWidths.fit(new int[] {10, 20}, 35)).containsExactly(10, 20);
  }

  @Test
  void takesFromTheWidestOnly() {
    assertThat(ColumnWidths.fit(new int[] {5, 200, 12, 90}, 80)).containsExactly(5, 26, 12, 26);
  }

  @Test
  void leavesEachColumnSomeRoom() {
    assertThat(ColumnWidths.fit(new int[] {50, 3, 50}, 10)).containsExactly(8, 3, 8);
  }
}
