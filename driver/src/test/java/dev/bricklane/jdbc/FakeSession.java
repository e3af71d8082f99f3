package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.PreparedQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** A session over lambdas. */
final class FakeSession implements Session {
  final List<String> places = new CopyOnWriteArrayList<>();
  final List<String> applications = new CopyOnWriteArrayList<>();
  final List<Duration> limits = new CopyOnWriteArrayList<>();
  final AtomicInteger closes = new AtomicInteger();
  final List<Duration> pings = new ArrayList<>();
  Predicate<Duration> ping = timeout -> true;
  private final Function<String, PreparedQuery> queries;
  private final Catalogue catalogue;

  FakeSession(Function<String, PreparedQuery> queries, Catalogue catalogue) {
    this.queries = queries;
    this.catalogue = catalogue;
  }

  /** Opens a connection on which every statement is the same query. */
  static BricklaneConnection connect(PreparedQuery query) {
    return new BricklaneConnection(new FakeSession(sql -> query, new FakeCatalogue()));
  }

  @Override
  public PreparedQuery prepare(String sql, String catalog, String schema) {
    places.add(catalog + "." + schema);
    return queries.apply(sql);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public boolean ping(Duration timeout) {
    pings.add(timeout);
    return ping.test(timeout);
  }

  @Override
  public void waitAtMost(Duration limit) {
    limits.add(limit);
  }

  @Override
  public void calledBy(String application) {
    applications.add(application);
  }

  @Override
  public String defaultCatalog() {
    return "bricklane";
  }

  @Override
  public String defaultSchema() {
    return "main";
  }

  @Override
  public String url() {
    return "jdbc:bricklane:embedded";
  }

  @Override
  public String userName() {
    return "somebody";
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }
}
