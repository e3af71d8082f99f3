package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.DriverConfig.SignIn.Sdk;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.ManualScheduler;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** What stands in the SDK's place, in an application's own loader. */
  private static final String SDK =
      """
      package com.databricks.sdk.core;
      public class DatabricksConfig {
        private String host;
        public DatabricksConfig setHost(String host) { this.host = host; return this; }
        public DatabricksConfig setAuthType(String type) { return this; }
        public DatabricksConfig setProfile(String profile) { return this; }
        public DatabricksConfig setHttpTimeoutSeconds(int seconds) { return this; }
        public DatabricksConfig resolve() { return this; }
        public String getHost() { return host; }
        public java.util.Map<String, String> authenticate() {
          host = %s;
          return java.util.Map.of("Authorization", "Bearer of-the-sdk");
        }
      }
      """;

  @Test
  void findsTheSdkWhereTheConnectionIsOpened(@TempDir Path folder) throws Exception {
    assertThat(askedOnAnotherThread(folder, "host").join().value().reveal())
        .isEqualTo("of-the-sdk");
  }

  /** In a notebook, the SDK takes the notebook's workspace whatever it is told. */
  @Test
  void givesNoTokenThatIsForAnotherHost(@TempDir Path folder) throws Exception {
    assertThatThrownBy(askedOnAnotherThread(folder, "\"https://notebook.example\"")::join)
        .hasMessageContaining("databricks-sdk:azure-cli is for another host than https://w.example")
        .hasMessageNotContaining("of-the-sdk");
  }

  private static CompletableFuture<AccessToken> askedOnAnotherThread(Path folder, String host)
      throws Exception {
    ClassLoader application =
        CompiledClasses.loader(
            folder, "com.databricks.sdk.core.DatabricksConfig", SDK.formatted(host));
    TokenSource source =
        CompiledClasses.in(
            application,
            () ->
                TokenSources.of(
                    new Sdk("azure-cli", Optional.empty()),
                    URI.create("https://w.example"),
                    call -> new CompletableFuture<>(),
                    Scheduler.shared(),
                    Duration.ofSeconds(30)));
    return source.request();
  }

  private static TokenSource source(String type) {
    return new SdkTokenSource(
        URI.create("https://w.example"),
        new Sdk(type, Optional.empty()),
        new ManualScheduler(),
        Duration.ofSeconds(30));
  }
}
