package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookAheadTest {
  @Test
  void startsAsNarrowAsTheLimit() {
    assertThat(new LookAhead(1).allowed(16)).isEqualTo(1);
    assertThat(new LookAhead(5).allowed(16)).isEqualTo(5);
    assertThat(new LookAhead(100).allowed(16)).isEqualTo(16);
  }

  @Test
  void widensWhileRowsAreDropped() {
    LookAhead lookAhead = new LookAhead(1);
    lookAhead.tried();
    assertThat(lookAhead.allowed(16)).isEqualTo(2);
    lookAhead.tried();
    lookAhead.tried();
    assertThat(lookAhead.allowed(16)).isEqualTo(4);
    for (int i = 0; i < 1000; i++) {
      lookAhead.tried();
    }
    assertThat(lookAhead.allowed(16)).isEqualTo(16);
  }

  @Test
  void narrowsAsRowsPass() {
    LookAhead lookAhead = new LookAhead(3);
    lookAhead.tried();
    lookAhead.passed();
    assertThat(lookAhead.allowed(16)).isEqualTo(2);
  }

  @Test
  void allowsNothingWhenAllIsThere() {
    LookAhead lookAhead = new LookAhead(1);
    lookAhead.tried();
    lookAhead.passed();
    assertThat(lookAhead.allowed(16)).isZero();
    assertThat(new LookAhead(0).allowed(16)).isZero();
  }
}
