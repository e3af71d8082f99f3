package dev.bricklane.jdbc;

import dev.bricklane.client.ClientPool;
import dev.bricklane.client.PoolStats;
import dev.bricklane.client.rules.Destination;
import dev.bricklane.client.rules.RequestRules;
import dev.bricklane.config.AttachedSource.NamedSetting;
import dev.bricklane.config.ConfigResolver;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.Environment;
import dev.bricklane.config.PropertyDescription;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.AnswerCache;
import dev.bricklane.exec.CallBudget;
import dev.bricklane.exec.CallExecutor;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.MediaGateway;
import dev.bricklane.exec.ModelAliases;
import dev.bricklane.exec.ModelGateway;
import dev.bricklane.exec.NetworkTimeout;
import dev.bricklane.exec.PacedGateway;
import dev.bricklane.exec.PooledGateway;
import dev.bricklane.exec.PriceTable;
import dev.bricklane.exec.RecordingGateway;
import dev.bricklane.exec.ReplayGateway;
import dev.bricklane.http.Scheduler;
import dev.bricklane.sql.Definitions;
import dev.bricklane.sql.SqlEngine;
import java.sql.DriverPropertyInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Puts the parts together: settings, workspace, clients, engine, and the connection over them. */
final class Wiring {
  private Wiring() {}

  /**
   * Opens a connection. A workspace on the network is asked once whether it accepts the
   * credentials, unless a recording is replayed, for which nobody is asked anything.
   *
   * @param url starts with {@link BricklaneDriver#URL_PREFIX}
   * @param info properties beside the URL's own
   * @param loginTimeout seconds that the workspace has to answer; 0 or less for as long as a call
   *     may take
   * @throws BricklaneException if the settings are wrong, a file that they name cannot be used, or
   *     the workspace refuses or cannot be reached
   */
  static BricklaneConnection open(String url, Properties info, int loginTimeout) {
    Opened opened = session(url, info, loginTimeout);
    BricklaneConnection connection = AbandonedConnections.open(opened.session());
    opened.warn(connection.warnings());
    return connection;
  }

  /** Opens a session for a pool of connections, as {@link #open} does. */
  static BricklanePooledConnection pooled(String url, Properties info, int loginTimeout) {
    Opened opened = session(url, info, loginTimeout);
    return new BricklanePooledConnection(opened.session(), opened::warn);
  }

  /** A session, and what the connections over it are to be warned of. */
  private record Opened(EngineSession session, List<String> ignored, Optional<String> cache) {
    void warn(Warnings warnings) {
      cache.ifPresent(text -> warnings.add(Warnings.CACHE_ELSEWHERE, text));
      ignored.forEach(text -> warnings.add(Warnings.OPTION_IGNORED, text));
    }
  }

  private static Opened session(String url, Properties info, int loginTimeout) {
    DriverConfig config = ConfigResolver.resolve(url, info, Environment.system());
    SqlEngine.warmUp();
    Definitions definitions = Definitions.read(config.definitions());
    AbandonedConnections.free();
    Resources resources = new Resources();
    try {
      return config.replays()
          ? replaying(config, definitions, resources)
          : calling(config, definitions, resources, Duration.ofSeconds(Math.max(0, loginTimeout)));
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static Opened replaying(
      DriverConfig config, Definitions definitions, Resources resources) {
    ReplayGateway gateway = ReplayGateway.of(config.recording().orElseThrow().file(), config);
    PriceTable prices = PriceTable.with(config.spending().prices());
    // Nothing is sent, so nothing is spent, and no limit is met.
    CallExecutor executor =
        executor(config, gateway, Spending.UNLIMITED, prices, AnswerCache.of(config));
    PoolStats none = new PoolStats(0, 0, 0, 0, 0);
    EngineSession session =
        new EngineSession(
            new SqlEngine(executor, config.settings(), config.attached(), definitions, () -> none),
            null,
            new NetworkTimeout(Scheduler.shared()),
            config,
            resources);
    return new Opened(session, config.ignored(), Optional.empty());
  }

  private static Opened calling(
      DriverConfig config, Definitions definitions, Resources resources, Duration loginTimeout) {
    DriverConfig reached = config;
    if (config.target() instanceof Target.Embedded) {
      SharedWorkspace workspace = SharedWorkspace.join();
      resources.add(workspace::close);
      reached = workspace.reachedBy(config);
    }
    AnswerCache cache = AnswerCache.of(config);
    resources.add(cache::close);
    ClientPool pool = ClientPool.open(reached);
    resources.add(pool::close);
    NetworkTimeout timeout = new NetworkTimeout(Scheduler.shared());
    MediaGateway media = media(gateway(pool, timeout, reached), reached);
    resources.add(media::close);
    ModelGateway gateway = recorded(config, reached, media, resources);
    // Again, as the first: what is in flight has ended when the files are closed.
    resources.add(pool::close);
    PriceTable prices = PriceTable.with(config.spending().prices());
    CallExecutor executor = executor(config, gateway, config.spending(), prices, cache);
    EngineSession session =
        new EngineSession(
            new SqlEngine(executor, config.settings(), config.attached(), definitions, pool::stats),
            pool,
            timeout,
            config,
            resources);
    if (!(config.target() instanceof Target.Embedded)) {
      session.greet(loginTimeout);
    }
    pool.warmUp(config.target() instanceof Target.Embedded);
    return new Opened(session, config.ignored(), cache.warning());
  }

  private static ModelGateway recorded(
      DriverConfig config, DriverConfig reached, ModelGateway calls, Resources resources) {
    if (config.recording().isEmpty()) {
      return calls;
    }
    RecordingGateway recording =
        RecordingGateway.to(config.recording().get().file(), calls, config, reached);
    resources.add(recording::close);
    return recording;
  }

  private static CallExecutor executor(
      DriverConfig config,
      ModelGateway gateway,
      Spending spending,
      PriceTable prices,
      AnswerCache cache) {
    return new CallExecutor(
        gateway,
        new CallLedger(prices),
        Clock.systemUTC(),
        new CallExecutor.Rules(
            config.pool().maximumPoolSize(),
            config.onError(),
            spending.perStatement(),
            config.media()),
        CallBudget.ofConnection(spending, prices),
        cache,
        aliases(config));
  }

  private static ModelAliases aliases(DriverConfig config) {
    return config
        .aliases()
        .map(file ->
            ModelAliases.read(
                file,
                config.target() instanceof Target.Workspace there ? there.baseUri() : null,
                System::getenv))
        .orElse(ModelAliases.NONE);
  }

  private static ModelGateway gateway(
      ClientPool pool, NetworkTimeout timeout, DriverConfig reached) {
    ModelGateway pooled = new PooledGateway(pool, timeout);
    return reached.target() instanceof Target.Workspace workspace
        ? new PacedGateway(pooled, workspace.baseUri(), reached.http())
        : pooled;
  }

  private static MediaGateway media(ModelGateway gateway, DriverConfig reached) {
    boolean databricks =
        !(reached.target() instanceof Target.Workspace workspace)
            || RequestRules.destination(workspace.baseUri(), false) != Destination.ELSEWHERE;
    return databricks
        ? MediaGateway.over(gateway, reached.media(), reached.http())
        : MediaGateway.limiting(gateway, reached.media());
  }

  /** Describes every connection property, with the values that the URL and the properties give. */
  static DriverPropertyInfo[] propertyInfo(String url, Properties info) {
    return Stream.concat(
            ConfigResolver.describe(url, info, Environment.system()).stream()
                .map(Wiring::propertyInfo),
            ConfigResolver.describeAttached(url, info, Environment.system()).stream()
                .map(Wiring::propertyInfo))
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo propertyInfo(NamedSetting attached) {
    boolean shown = !attached.value().isEmpty() && !attached.value().contains(Secret.MASK);
    DriverPropertyInfo info =
        new DriverPropertyInfo(attached.name(), shown ? attached.value() : null);
    info.description = attached.description();
    return info;
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
