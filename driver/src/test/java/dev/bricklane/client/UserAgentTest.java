package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentTest {
  @Test
  void namesBricklaneAndTheJvm() {
    assertThat(UserAgent.of(Optional.empty())).matches("bricklane/\\S+ jvm/\\S+ os/[a-z]+");
  }

  /** The table of LiteLLM's documentation of its Databricks provider, with our name for theirs. */
  @ParameterizedTest
  @CsvSource({
    "'', bricklane/",
    "mycompany/1.0.0, mycompany_bricklane/",
    "partner_product/2.5.0, partner_product_bricklane/",
    "acme, acme_bricklane/"
  })
  void namesPartnersAsLitellmDoes(String given, String start) {
    String own = UserAgent.of(Optional.empty());
    assertThat(UserAgent.of(Optional.of(given)))
        .isEqualTo(start + own.substring("bricklane/".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "my company/1.0", "ünïcode/1", "/1.0", "a.b/1"})
  void refusesWhatIsNoName(String given) {
    assertThatThrownBy(() -> UserAgent.of(Optional.of(given)))
        .hasMessageStartingWith("userAgent must begin with a name")
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
  }

  @Test
  void namesApplicationsInTheSignsThatAHeaderTakes() {
    assertThat(UserAgent.application("DBeaver 24.3 - Main")).isEqualTo(" app/DBeaver_24.3_-_Main");
    assertThat(UserAgent.application("a\r\nX-Evil: 1")).isEqualTo(" app/a_X-Evil_1");
    assertThat(UserAgent.application(" ")).isEmpty();
    assertThat(UserAgent.application("x".repeat(1000))).hasSize(" app/".length() + 64);
  }
}
