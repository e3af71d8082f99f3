package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookAheadTest {
  private static final int WINDOW = 16;

  @Test
  void startsAsNarrowAsTheLimit() {
    assertThat(new LookAhead(1).allowed(0, WINDOW)).isEqualTo(1);
    assertThat(new LookAhead(5).allowed(0, WINDOW)).isEqualTo(5);
    assertThat(new LookAhead(100).allowed(0, WINDOW)).isEqualTo(WINDOW);
  }

  @Test
  void widensWhileRowsAreDropped() {
    LookAhead lookAhead = new LookAhead(1);
    assertThat(lookAhead.allowed(1, WINDOW)).isEqualTo(2);
    assertThat(lookAhead.allowed(3, WINDOW)).isEqualTo(4);
    assertThat(lookAhead.allowed(1000, WINDOW)).isEqualTo(WINDOW);
  }

  @Test
  void narrowsAsRowsPass() {
    LookAhead lookAhead = new LookAhead(3);
    lookAhead.passed();
    assertThat(lookAhead.allowed(1, WINDOW)).isEqualTo(2);
  }

  @Test
  void allowsNothingWhenAllIsThere() {
    LookAhead lookAhead = new LookAhead(1);
    lookAhead.passed();
    assertThat(lookAhead.allowed(1, WINDOW)).isZero();
    assertThat(new LookAhead(0).allowed(0, WINDOW)).isZero();
  }
}
