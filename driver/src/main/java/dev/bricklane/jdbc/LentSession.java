package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.PreparedQuery;
import java.time.Duration;

/** A session that a connection borrows: closing the connection leaves it open. Thread-safe. */
final class LentSession implements Session {
  private final Session session;

  LentSession(Session session) {
    this.session = session;
  }

  @Override
  public PreparedQuery prepare(String sql, String catalog, String schema) {
    return session.prepare(sql, catalog, schema);
  }

  @Override
  public Catalogue catalogue() {
    return session.catalogue();
  }

  @Override
  public boolean ping(Duration timeout) {
    return session.ping(timeout);
  }

  @Override
  public void waitAtMost(Duration limit) {
    session.waitAtMost(limit);
  }

  @Override
  public void calledBy(String application) {
    session.calledBy(application);
  }

  @Override
  public String defaultCatalog() {
    return session.defaultCatalog();
  }

  @Override
  public String defaultSchema() {
    return session.defaultSchema();
  }

  @Override
  public String url() {
    return session.url();
  }

  @Override
  public String userName() {
    return session.userName();
  }

  /** Takes back what the borrower has set. */
  @Override
  public void close() {
    session.waitAtMost(Duration.ZERO);
    session.calledBy("");
  }
}
