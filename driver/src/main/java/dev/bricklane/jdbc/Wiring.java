package dev.bricklane.jdbc;

import dev.bricklane.client.ClientPool;
import dev.bricklane.config.ConfigResolver;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.Environment;
import dev.bricklane.config.PropertyDescription;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.AnswerCache;
import dev.bricklane.exec.CallBudget;
import dev.bricklane.exec.CallExecutor;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.ModelGateway;
import dev.bricklane.exec.PacedGateway;
import dev.bricklane.exec.PooledGateway;
import dev.bricklane.exec.PriceTable;
import dev.bricklane.sql.SqlEngine;
import java.sql.DriverPropertyInfo;
import java.time.Clock;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Puts the parts together: settings, workspace, clients, engine, and the connection over them. */
final class Wiring {
  private Wiring() {}

  /**
   * Opens a connection. A workspace on the network is asked once whether it accepts the
   * credentials.
   *
   * @param url starts with {@link BricklaneDriver#URL_PREFIX}
   * @param info properties beside the URL's own
   * @throws BricklaneException if the settings are wrong, or the workspace refuses or cannot be
   *     reached
   */
  static BricklaneConnection open(String url, Properties info) {
    DriverConfig config = ConfigResolver.resolve(url, info, Environment.system());
    if (!(config.target() instanceof Target.Embedded)) {
      EngineSession session = session(config, config, null);
      try {
        session.greet();
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
      return new BricklaneConnection(session);
    }
    SharedWorkspace workspace = SharedWorkspace.join();
    try {
      return new BricklaneConnection(session(config, workspace.reachedBy(config), workspace));
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  private static EngineSession session(
      DriverConfig shown, DriverConfig reached, @Nullable SharedWorkspace workspace) {
    ClientPool pool = ClientPool.open(reached);
    try {
      PriceTable prices = PriceTable.with(shown.spending().prices());
      CallExecutor executor =
          new CallExecutor(
              gateway(pool, reached),
              new CallLedger(prices),
              Clock.systemUTC(),
              CallExecutor.Rules.of(shown),
              CallBudget.ofConnection(shown.spending(), prices),
              AnswerCache.of(reached));
      return new EngineSession(
          new SqlEngine(executor, shown.settings(), prices, pool::stats), pool, shown, workspace);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static ModelGateway gateway(ClientPool pool, DriverConfig reached) {
    ModelGateway pooled = new PooledGateway(pool);
    return reached.target() instanceof Target.Workspace workspace
        ? new PacedGateway(pooled, workspace.baseUri(), reached.http())
        : pooled;
  }

  /** Describes every connection property, with the values that the URL and the properties give. */
  static DriverPropertyInfo[] propertyInfo(String url, Properties info) {
    return ConfigResolver.describe(url, info, Environment.system()).stream()
        .map(Wiring::propertyInfo)
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo propertyInfo(PropertyDescription property) {
    DriverPropertyInfo info =
        new DriverPropertyInfo(property.name(), property.value().orElse(null));
    info.description = property.description();
    info.required = property.required();
    info.choices = property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
    return info;
  }
}
