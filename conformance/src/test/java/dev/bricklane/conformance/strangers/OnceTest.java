package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  private final AtomicInteger times = new AtomicInteger();

  @Test
  void givesTheSameResultToAll() throws Exception {
    Once<Integer> once = new Once<>(times::incrementAndGet);
    assertThat(once.get()).isEqualTo(once.get()).isEqualTo(1);
  }

  @Test
  void failsForAllWithoutAnotherTry() {
    Once<Integer> once =
        new Once<>(() -> {
          throw new AssertionError("failed " + times.incrementAndGet());
        });
    assertThatThrownBy(once::get).isInstanceOf(AssertionError.class).hasMessage("failed 1");
    assertThatThrownBy(once::get).isInstanceOf(AssertionError.class).hasMessage("failed 1");
  }
}
