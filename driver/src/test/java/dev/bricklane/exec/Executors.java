package dev.bricklane.exec;

import dev.bricklane.config.ConfigResolver;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Makes executors over a test's gateway, set by connection properties. */
public final class Executors {
  private Executors() {}

  /** Makes one without limits and cache. */
  public static CallExecutor over(ModelGateway gateway, CallLedger ledger, int window) {
    return over(gateway, ledger, window, "");
  }

  /**
   * Makes one with properties.
   *
   * @param properties as in a URL, such as {@code ;maxCallsPerStatement=1}
   */
  public static CallExecutor over(
      ModelGateway gateway, CallLedger ledger, int window, String properties) {
    DriverConfig config = config(";token=t" + properties);
    return new CallExecutor(
        gateway,
        ledger,
        Clock.systemUTC(),
        new CallExecutor.Rules(
            window, config.onError(), config.spending().perStatement(), config.media()),
        CallBudget.ofConnection(config.spending(), PriceTable.with(config.spending().prices())),
        AnswerCache.over(new MemoryAnswers(System::nanoTime), config),
        config
            .aliases()
            .map(file -> ModelAliases.read(file, URI.create("https://h.example"), name -> null))
            .orElse(ModelAliases.NONE));
  }

  /** Resolves settings with a host and nothing else. */
  static DriverConfig config(String properties) {
    return ConfigResolver.resolve(
        "jdbc:bricklane://h.example" + properties, null, new NoEnvironment());
  }

  private static final class NoEnvironment implements Environment {
    @Override
    public Map<String, String> variables() {
      return Map.of();
    }

    @Override
    public Optional<Path> home() {
      return Optional.empty();
    }

    @Override
    public Optional<String> read(Path file) throws IOException {
      return Optional.empty();
    }
  }
}
