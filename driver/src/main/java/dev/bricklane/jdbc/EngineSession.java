package dev.bricklane.jdbc;

import dev.bricklane.client.ClientPool;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.NetworkTimeout;
import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.PreparedQuery;
import dev.bricklane.sql.SqlEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A connection's engine, its handle on the pool, and what else is closed with it. */
final class EngineSession implements Session {
  private final SqlEngine engine;
  private final @Nullable ClientPool pool;
  private final NetworkTimeout networkTimeout;
  private final DriverConfig config;
  private final Resources resources;

  /**
   * Makes a session.
   *
   * @param pool whom to ask whether the workspace answers; null if there is none, but a recording
   * @param networkTimeout bounds each call
   * @param config as the user gave it
   * @param resources closed with the session, the pool among them
   */
  EngineSession(
      SqlEngine engine,
      @Nullable ClientPool pool,
      NetworkTimeout networkTimeout,
      DriverConfig config,
      Resources resources) {
    this.engine = engine;
    this.pool = pool;
    this.networkTimeout = networkTimeout;
    this.config = config;
    this.resources = resources;
  }

  @Override
  public PreparedQuery prepare(String sql, String catalog, String schema) {
    return engine.prepare(sql, catalog, schema);
  }

  @Override
  public Catalogue catalogue() {
    return engine.catalogue();
  }

  /**
   * Fails if the workspace cannot be reached or does not accept the credentials.
   *
   * @param loginTimeout the longest to wait; zero for as long as a call may take
   */
  void greet(Duration loginTimeout) {
    if (pool == null) {
      return;
    }
    CompletableFuture<?> answer = pool.ping(patience(loginTimeout));
    try {
      answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BricklaneException known
          ? unreachable(known)
          : new BricklaneException(ErrorCode.INTERNAL, "The workspace could not be asked", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new BricklaneException(ErrorCode.CANCELLED, "The thread was interrupted", e);
    }
  }

  /** A person who signs in by browser may take longer than a call. */
  private Duration patience(Duration loginTimeout) {
    if (!loginTimeout.isZero()) {
      return loginTimeout;
    }
    Duration call = config.http().requestTimeout();
    return config.signIn() instanceof SignIn.OAuthU2M person
            && person.patience().compareTo(call) > 0
        ? person.patience().plus(call)
        : call;
  }

  /** A workspace that stays silent is out of reach; no statement has met its time limit. */
  private static BricklaneException unreachable(BricklaneException failure) {
    return failure.code() == ErrorCode.DEADLINE_EXCEEDED
        ? new BricklaneException(
            ErrorCode.UNREACHABLE, String.valueOf(failure.getMessage()), failure.origin(), failure)
        : failure;
  }

  @Override
  public boolean ping(Duration timeout) {
    if (pool == null) {
      return true;
    }
    CompletableFuture<?> answer =
        pool.ping(timeout.isZero() ? config.http().connectTimeout() : timeout);
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void waitAtMost(Duration limit) {
    networkTimeout.waitAtMost(limit);
  }

  @Override
  public void calledBy(String application) {
    if (pool != null) {
      pool.calledBy(application);
    }
  }

  @Override
  public String defaultCatalog() {
    return engine.defaultCatalog();
  }

  @Override
  public String defaultSchema() {
    return engine.defaultSchema();
  }

  @Override
  public String url() {
    if (config.target() instanceof Target.Workspace remote) {
      return BricklaneDriver.URL_PREFIX
          + "//"
          + remote.baseUri().getRawAuthority()
          + remote.baseUri().getRawPath();
    }
    return BricklaneDriver.URL_PREFIX
        + (config.target() instanceof Target.Embedded ? "embedded" : "//");
  }

  @Override
  public String userName() {
    return config.signIn() instanceof SignIn.OAuthM2M principal ? principal.clientId() : "";
  }

  @Override
  public void close() {
    resources.close();
  }
}
