package dev.bricklane.jdbc;

import dev.bricklane.client.ClientPool;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.PreparedQuery;
import dev.bricklane.sql.SqlEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A connection's engine, its handle on the pool, and the embedded workspace if there is one. */
final class EngineSession implements Session {
  private final SqlEngine engine;
  private final ClientPool pool;
  private final DriverConfig config;
  private final @Nullable SharedWorkspace workspace;

  /**
   * Makes a session, which closes what it is given.
   *
   * @param config as the user gave it
   */
  EngineSession(
      SqlEngine engine, ClientPool pool, DriverConfig config, @Nullable SharedWorkspace workspace) {
    this.engine = engine;
    this.pool = pool;
    this.config = config;
    this.workspace = workspace;
  }

  @Override
  public PreparedQuery prepare(String sql, String catalog, String schema) {
    return engine.prepare(sql, catalog, schema);
  }

  @Override
  public Catalogue catalogue() {
    return engine.catalogue();
  }

  /** Fails if the workspace cannot be reached or does not accept the credentials. */
  void greet() {
    CompletableFuture<?> answer = pool.ping(config.http().requestTimeout());
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

  /** A workspace that stays silent is out of reach; no statement has met its time limit. */
  private static BricklaneException unreachable(BricklaneException failure) {
    return failure.code() == ErrorCode.DEADLINE_EXCEEDED
        ? new BricklaneException(
            ErrorCode.UNREACHABLE, String.valueOf(failure.getMessage()), failure.origin(), failure)
        : failure;
  }

  @Override
  public boolean ping(Duration timeout) {
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
  public String defaultCatalog() {
    return engine.defaultCatalog();
  }

  @Override
  public String defaultSchema() {
    return engine.defaultSchema();
  }

  @Override
  public String url() {
    return config.target() instanceof Target.Workspace remote
        ? BricklaneDriver.URL_PREFIX
            + "//"
            + remote.baseUri().getRawAuthority()
            + remote.baseUri().getRawPath()
        : BricklaneDriver.URL_PREFIX + "embedded";
  }

  @Override
  public String userName() {
    return config.signIn() instanceof SignIn.OAuthM2M principal ? principal.clientId() : "";
  }

  @Override
  public void close() {
    try {
      pool.close();
    } finally {
      if (workspace != null) {
        workspace.close();
      }
    }
  }
}
