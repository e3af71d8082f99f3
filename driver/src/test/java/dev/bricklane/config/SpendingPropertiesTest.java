package dev.bricklane.config;

import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Cache;
import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be spent, and what is kept. */
class SpendingPropertiesTest {
  private static final String EMBEDDED = "jdbc:bricklane:embedded";

  @Test
  void noLimitAndNoCacheUnlessAsked() {
    DriverConfig config = resolve(EMBEDDED);
    assertThat(config.spending())
        .isEqualTo(new Spending(Optional.empty(), Limits.NONE, Limits.NONE));
    assertThat(config.cache())
        .isEqualTo(
            new Cache(Cache.Store.OFF, Optional.empty(), Duration.ofHours(1), 64L * 1024 * 1024));
  }

  @Test
  void readsEveryLimit() {
    DriverConfig config =
        resolve(
            EMBEDDED
                + ";prices=/etc/prices.csv;maxCallsPerStatement=0;maxTokensPerStatement=5000000000"
                + ";maxCostPerStatement=2.50;maxCallsPerConnection=7;maxTokensPerConnection=8"
                + ";maxCostPerConnection=1000000");
    assertThat(config.spending())
        .isEqualTo(
            new Spending(
                Optional.of(Path.of("/etc/prices.csv")),
                new Limits(
                    OptionalLong.of(0),
                    OptionalLong.of(5_000_000_000L),
                    Optional.of(new BigDecimal("2.50"))),
                new Limits(
                    OptionalLong.of(7),
                    OptionalLong.of(8),
                    Optional.of(new BigDecimal("1000000")))));
  }

  @Test
  void readsTheCache() {
    assertThat(resolve(EMBEDDED + ";cache=Memory;cacheTtl=30m;cacheMaxSize=1GiB").cache())
        .isEqualTo(
            new Cache(
                Cache.Store.MEMORY, Optional.empty(), Duration.ofMinutes(30), 1024L * 1024 * 1024));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxCallsPerStatement=-1 | must be a whole number from 0 to 1000000000000",
        "maxTokensPerConnection=1000000000001 | must be a whole number from 0 to 1000000000000",
        "maxCostPerStatement=1e3 | must be US dollars from 0 to 1000000, such as 2.50",
        "maxCostPerStatement=$2 | must be US dollars from 0 to 1000000, such as 2.50",
        "maxCostPerConnection=1000000.01 | must be US dollars from 0 to 1000000, such as 2.50",
        "cache=disk | must be off or memory, or a file: a path with a slash, or a name after file:",
        "cacheTtl=0 | must be a duration from 1 s to 720 h",
        "cacheMaxSize=64MB | must be a size from 1 MiB to 64 GiB"
      })
  void refusesWrongValues(String pair, String reason) {
    assertThat(refusal(EMBEDDED + ";" + pair).code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(refusal(EMBEDDED + ";" + pair))
        .hasMessageStartingWith(pair.substring(0, pair.indexOf('=')) + " (URL): " + reason);
  }
}
