package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.SignIn.Sdk;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without the SDK; with it, see the conformance module. */
class SdkTokenSourceTest {
  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> source("azure-cli").token())
        .hasMessageContaining("needs com.databricks:databricks-sdk-java")
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "default", "Azure", "azure cli", "azure-cli;x", "-x"})
  void wantsToBeToldTheWay(String type) {
    assertThatThrownBy(() -> source(type)).hasMessageContaining("must name a way to sign in");
  }

  private static TokenSource source(String type) {
    return new SdkTokenSource(
        URI.create("https://w.example"),
        new Sdk(type, Optional.empty()),
        new ManualScheduler(),
        Duration.ofSeconds(30));
  }
}
