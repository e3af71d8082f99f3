package dev.bricklane.sql;

import dev.bricklane.config.AttachedSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An H2 database in memory of its own, attached as crm; it can tell what it was asked. */
final class AttachedTables implements AutoCloseable {

  final String url;
  final Queries queries;
  private final Connection owner;

  AttachedTables(String... statements) {
    this(Definitions.NONE, statements);
  }

  AttachedTables(Definitions definitions, String... statements) {
    url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE";
    try {
      owner = DriverManager.getConnection(url, "sa", "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    run(statements);
    queries = new Queries("", List.of(source("crm", url)), definitions);
  }

  static AttachedSource source(String name, String url) {
    return AttachedSource.of(name, url + ";USER=sa;PASSWORD=");
  }

  void run(String... statements) {
    try (Statement statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the SQL that a query sends, in the order of the plan. */
  List<String> sent(String sql, Object... parameters) {
    String plan = (String) queries.value("EXPLAIN PLAN FOR " + sql, parameters);
    List<String> found = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("SourceRel\\(source=\\[\\w+\\], sql=\\[(.*)\\]\\)").matcher(plan);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** Returns how many calls a query makes. */
  int calls(String sql) {
    int before = queries.gateway.chats.size();
    queries.rows(sql);
    return queries.gateway.chats.size() - before;
  }

  /** Returns how many connections the database has, that of this object among them. */
  int connections() {
    try (Statement statement = owner.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    owner.close();
  }
}
