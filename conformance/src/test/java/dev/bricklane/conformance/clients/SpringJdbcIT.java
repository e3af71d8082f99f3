package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.bricklane.embedded.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Spring's {@code JdbcTemplate} and its relatives ask models. */
class SpringJdbcIT {
  /** A row as an application has it. */
  record Answer(String name, String answer, int length) {}

  private static final String GREETINGS =
      """
      SELECT name, complete('embedded-responder', 'Hello ' || name) AS answer, char_length(name) AS length
      FROM (VALUES 'Ada', 'Linus', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Ken') AS t(name)
      """;

  private static CountedWorkspace workspace;
  private static JdbcTemplate template;

  @BeforeAll
  static void open() {
    workspace = CountedWorkspace.start();
    template = template(workspace.url("maxRetries=0"));
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void mapsRowsToRecords() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          List<Answer> answers = template.query(GREETINGS, new DataClassRowMapper<>(Answer.class));
          assertThat(answers).hasSize(8);
          assertThat(answers.get(1).name()).isEqualTo("Linus");
          assertThat(answers.get(1).answer()).contains("Hello Linus");
          assertThat(answers.get(1).length()).isEqualTo(5);
        });
    assertThat(calls).isEqualTo(8);
  }

  @Test
  void bindsParametersByPosition() throws Exception {
    String query = "SELECT complete(?, ? || CAST(? AS VARCHAR), max_tokens => ?)";
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    template.queryForObject(
                        query, String.class, "embedded-responder", "Count to ", 3, 50))
                .contains("Count to 3"));
    assertThat(calls).isOne();
  }

  @Test
  void bindsParametersByName() throws Exception {
    NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(template);
    String query =
        """
        SELECT complete(:model, name || ' of ' || :place) FROM (VALUES 'Ada', 'Linus', 'Grace') AS t(name)
        WHERE name IN (:names)
        """;
    long calls =
        workspace.callsOf(() -> {
          List<String> answers =
              named.queryForList(
                  query,
                  Map.of(
                      "model", "embedded-responder",
                      "place", "London",
                      "names", List.of("Ada", "Grace")),
                  String.class);
          assertThat(answers).hasSize(2);
          assertThat(answers.get(0)).contains("Ada of London");
        });
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void asksThroughTheClient() throws Exception {
    JdbcClient client = JdbcClient.create(template);
    long calls =
        workspace.callsOf(() -> {
          Answer answer =
              client
                  .sql(
                      "SELECT name, answer, length FROM ("
                          + GREETINGS
                          + ") AS g WHERE name = :name")
                  .param("name", "Ada")
                  .query(Answer.class)
                  .single();
          assertThat(answer.answer()).contains("Hello Ada");
        });
    assertThat(calls).isOne();
  }

  @Test
  void readsNoMoreThanItsLimits() throws Exception {
    JdbcTemplate limited = template(workspace.url());
    limited.setMaxRows(3);
    limited.setFetchSize(100);
    assertThat(workspace.callsOf(() -> assertThat(limited.queryForList(GREETINGS)).hasSize(3)))
        .isEqualTo(3);
    assertThat(
            workspace.callsOf(
                () -> assertThat(template.queryForList(GREETINGS + " LIMIT 2")).hasSize(2)))
        .isEqualTo(2);
  }

  /** The window is of two calls here, so the first row costs no more than two. */
  @Test
  void aStreamThatIsClosedEarlyAsksNoMoreThanTheWindow() throws Exception {
    JdbcTemplate narrow = template(workspace.url("maximumPoolSize=2"));
    narrow.setFetchSize(1);
    long calls =
        workspace.callsOf(() -> {
          try (Stream<String> answers =
              narrow.queryForStream(GREETINGS, (row, number) -> row.getString("answer"))) {
            assertThat(answers.findFirst())
                .hasValueSatisfying(answer -> assertThat(answer).contains("Hello Ada"));
          }
        });
    assertThat(calls).isBetween(1L, 2L);
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT_QPS,          TransientDataAccessException",
    "RATE_LIMIT_DOCUMENTED,   TransientDataAccessException",
    "UNAVAILABLE,             TransientDataAccessException",
    "COLD_START,              TransientDataAccessException",
    "DEADLINE,                TransientDataAccessException",
    "PERMISSION_DENIED,       PermissionDeniedDataAccessException",
    "INVALID_TOKEN,           PermissionDeniedDataAccessException",
    "CONTEXT_LENGTH,          DataAccessResourceFailureException",
    "NOT_JSON,                DataAccessResourceFailureException",
    "ENDPOINT_NOT_FOUND,      BadSqlGrammarException",
    "INPUT_GUARDRAIL,         DataIntegrityViolationException",
  })
  void translatesWhatAModelFailsWith(Fault fault, String type) {
    assertThatThrownBy(
            () -> template.queryForObject("SELECT complete(?, 'hi')", String.class, fault.model()))
        .isInstanceOf(springType(type));
  }

  @Test
  void translatesWhatIsWrongWithAStatement() throws Exception {
    assertThatThrownBy(() -> template.queryForList("SELEC 1"))
        .isInstanceOf(BadSqlGrammarException.class);
    assertThatThrownBy(() -> template.queryForList("SELECT * FROM nowhere"))
        .isInstanceOf(BadSqlGrammarException.class);
    assertThatThrownBy(() -> template.queryForList("SELECT nothing FROM models"))
        .isInstanceOf(BadSqlGrammarException.class);
    assertThatThrownBy(() -> template.update("DELETE FROM models"))
        .isInstanceOf(DataAccessException.class)
        .hasStackTraceContaining("25006");
    assertThatThrownBy(
            () -> template(workspace.url("token=wrong")).queryForList("SELECT * FROM models"))
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() ->
            template("jdbc:bricklane://127.0.0.1:1;ssl=false;token=x;maxRetries=0")
                .queryForList("SELECT complete('m', 'hi')"))
        .isInstanceOf(DataAccessResourceFailureException.class);
  }

  @Test
  void aQueryTimeoutIsOne() {
    try (CountedWorkspace slow = CountedWorkspace.startAfter(Duration.ofMinutes(1))) {
      JdbcTemplate impatient = template(slow.url());
      impatient.setQueryTimeout(1);
      assertThatThrownBy(() -> impatient.queryForList("SELECT complete('embedded-responder', 'x')"))
          .isInstanceOf(QueryTimeoutException.class);
    }
  }

  @Test
  void readsAnEmbeddingAsAnArray() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          Object[] vector =
              template.queryForObject(
                  "SELECT embed('embedded-hashing-384', ?) AS v",
                  (row, number) -> (Object[]) row.getArray("v").getArray(),
                  "a text");
          assertThat(vector).hasSize(384).hasOnlyElementsOfType(Float.class);
        });
    assertThat(calls).isOne();
  }

  @Test
  void worksThroughAPool() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(workspace.url());
      JdbcTemplate pooled = new JdbcTemplate(pool);
      assertThat(
              workspace.callsOf(() ->
                  assertThat(
                          pooled.queryForObject(
                              "SELECT count(*) FROM (" + GREETINGS + ") AS g", Long.class))
                      .isEqualTo(8)))
          .isZero();
    }
  }

  private static JdbcTemplate template(String url) {
    return new JdbcTemplate(new DriverManagerDataSource(url));
  }

  private static Class<?> springType(String name) {
    for (String place : List.of("org.springframework.dao.", "org.springframework.jdbc.")) {
      try {
        return Class.forName(place + name);
      } catch (ClassNotFoundException e) {
        // In the other place.
      }
    }
    throw new AssertionError("Spring has no " + name);
  }
}
