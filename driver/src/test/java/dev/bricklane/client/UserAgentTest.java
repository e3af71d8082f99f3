package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentTest {
  @Test
  void namesBricklaneAndTheJvm() {
    assertThat(UserAgent.of(Optional.empty())).matches("bricklane/\\S+ jvm/\\S+ os/[a-z]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mycompany/1.0", "acme", "acme/1 report/2.5.0"})
  void putsTheCallersProductInFront(String product) {
    assertThat(UserAgent.of(Optional.of(product))).startsWith(product + " bricklane/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a/b/c", "ünïcode/1", "a  b", "a/"})
  void refusesWhatIsNoProduct(String product) {
    assertThatThrownBy(() -> UserAgent.of(Optional.of(product)))
        .hasMessageStartingWith("userAgent is not of the form name/version")
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
  }
}
