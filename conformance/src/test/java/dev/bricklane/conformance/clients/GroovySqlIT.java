package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scripts ask models through {@code groovy.sql.Sql}. */
class GroovySqlIT {
  private static CountedWorkspace workspace;

  @BeforeAll
  static void open() {
    workspace = CountedWorkspace.start();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void opensByUrlUserPasswordAndClassName() {
    assertThat(
            run(
                """
                def sql = groovy.sql.Sql.newInstance(url: place, user: 'token', password: token,
                    driver: 'dev.bricklane.jdbc.BricklaneDriver')
                try {
                  sql.firstRow('SELECT count(*) AS n FROM models').n > 0
                } finally {
                  sql.close()
                }
                """))
        .isEqualTo(true);
  }

  @Test
  void readsRows() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        def rows = sql.rows('''
                            SELECT name, complete('embedded-responder', 'Hello ' || name) AS answer
                            FROM (VALUES 'Ada', 'Linus') AS t(name)''')
                        [rows.size(), rows[1].name, rows[1].ANSWER.contains('Hello Linus'), rows[0][0]]
                        """))
                .isEqualTo(List.of(2, "Linus", true, "Ada")));
    assertThat(calls).isEqualTo(2);
  }

  /** What a GString holds is bound, never pasted: a quote in it harms nothing. */
  @Test
  void bindsWhatAGStringHolds() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        def model = 'embedded-responder'
                        def prompt = "It's Ada; DROP TABLE models --"
                        def limit = 200
                        sql.firstRow("SELECT complete($model, $prompt, max_tokens => $limit) AS answer").answer
                        """))
                .asString()
                .contains("It's Ada; DROP TABLE models --"));
    assertThat(calls).isOne();
  }

  @Test
  void bindsByPositionAndByName() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        def a = sql.firstRow('SELECT complete(?, ?) AS answer', ['embedded-responder', 'by position'])
                        def b = sql.firstRow('SELECT complete(:model, :prompt) AS answer', [model: 'embedded-responder', prompt: 'by name'])
                        def c = sql.firstRow('SELECT complete(?.model, ?.prompt) AS answer', [model: 'embedded-responder', prompt: 'by property'])
                        a.answer + b.answer + c.answer
                        """))
                .asString()
                .contains("by position", "by name", "by property"));
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void readsRowByRow() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        def seen = []
                        sql.withStatement { it.fetchSize = 1; it.maxRows = 3 }
                        sql.eachRow('''
                            SELECT n, complete('embedded-responder', 'Row ' || CAST(n AS VARCHAR)) AS answer
                            FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8) AS t(n)''', { meta -> seen << meta.columnCount }) {
                          seen << it.n
                          assert it.answer.contains("Row $it.n")
                          assert it[0] == it.n
                          assert it.toRowResult().keySet() as List == ['n', 'answer']
                        }
                        seen
                        """))
                .isEqualTo(List.of(2, 1, 2, 3)));
    assertThat(calls).isEqualTo(3);
  }

  /**
   * The window is of two calls here, so the first row costs no more than two, a page at most one
   * more.
   */
  @Test
  void asksForNoMoreRowsThanItReads() throws Exception {
    long calls =
        workspace.callsOf(() ->
            with(
                """
                sql.firstRow('''
                    SELECT complete('embedded-responder', 'First ' || CAST(n AS VARCHAR)) AS answer
                    FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8) AS t(n)''')
                """));
    assertThat(calls).isBetween(1L, 2L);
    calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        sql.rows('''
                            SELECT n, complete('embedded-responder', 'Page ' || CAST(n AS VARCHAR)) AS answer
                            FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8) AS t(n)''', 3, 2)*.n
                        """))
                .isEqualTo(List.of(3, 4)));
    assertThat(calls).isBetween(4L, 6L);
  }

  @Test
  void runsInATransactionAndWithACachedConnection() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    with(
                        """
                        def answer = null
                        sql.withTransaction {
                          answer = sql.firstRow("SELECT complete('embedded-responder', 'in a transaction') AS answer").answer
                        }
                        sql.cacheConnection { sql.cacheStatements { sql.rows('SELECT name FROM models') } }
                        sql.commit()
                        sql.rollback()
                        answer
                        """))
                .asString()
                .contains("in a transaction"));
    assertThat(calls).isOne();
  }

  @Test
  void readsATableAsADataSet() throws Exception {
    long calls =
        workspace.callsOf(() ->
            assertThat(with("sql.dataSet('models').rows()*.name"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains("embedded-responder"));
    assertThat(calls).isZero();
  }

  @Test
  void refusesProceduresAndChanges() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          assertThatThrownBy(() -> with("sql.call('{call complete(?, ?)}', ['m', 'p'])"))
              .isInstanceOf(SQLFeatureNotSupportedException.class)
              .hasMessageContaining("procedures");
          assertThatThrownBy(() -> with("sql.execute('DROP TABLE models')"))
              .isInstanceOfSatisfying(
                  SQLException.class,
                  refusal -> assertThat(refusal.getSQLState()).isEqualTo("25006"));
          assertThatThrownBy(() -> with("sql.dataSet('models').add(name: 'mine')"))
              .isInstanceOfSatisfying(
                  SQLException.class,
                  refusal -> assertThat(refusal.getSQLState()).isEqualTo("25006"));
          assertThatThrownBy(() -> with("sql.withBatch { it.addBatch('DELETE FROM models') }"))
              .isInstanceOf(SQLException.class);
        });
    assertThat(calls).isZero();
  }

  /** Runs a script with {@code sql}, which is closed afterwards. */
  private static Object with(String script) {
    return run(
        """
        sql = groovy.sql.Sql.newInstance(place, 'token', token)
        def work = {
        %s
        }
        try {
          work()
        } finally {
          sql.close()
        }
        """
            .formatted(script));
  }

  private static Object run(String script) {
    Binding binding = new Binding();
    binding.setVariable("place", workspace.urlWithoutToken() + ";maximumPoolSize=2");
    binding.setVariable("token", workspace.token());
    return new GroovyShell(GroovySqlIT.class.getClassLoader(), binding).evaluate(script);
  }
}
