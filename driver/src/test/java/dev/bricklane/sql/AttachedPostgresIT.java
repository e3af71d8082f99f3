package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real PostgreSQL, attached: what it receives, and what comes back. */
@Timeout(120)
class AttachedPostgresIT {
  private static final AtomicInteger MARKS = new AtomicInteger();
  private static PostgresServer server;
  private static Connection owner;
  private static Queries queries;
  private static String url;

  @BeforeAll
  static void fill() throws Exception {
    server = PostgresServer.start();
    url = server.url() + "?user=" + PostgresServer.OWNER + "&password=correct%20horse";
    owner = DriverManager.getConnection(url);
    try (Statement statement = owner.createStatement()) {
      for (String sql :
          List.of(
              "CREATE TABLE tickets (id int PRIMARY KEY, body text, open boolean, created"
                  + " timestamptz NOT NULL, owner int)",
              "INSERT INTO tickets SELECT x, 'ticket ' || x, x % 2 = 0, timestamptz"
                  + " '2024-01-01 00:00:00Z' + x * interval '1 hour', x % 3"
                  + " FROM generate_series(1, 20000) AS x",
              "CREATE TABLE owners (id int PRIMARY KEY, name text)",
              "INSERT INTO owners VALUES (0, 'Ann'), (1, 'bob'), (2, 'Äda')",
              "CREATE TYPE mood AS ENUM ('sad', 'happy')",
              "CREATE TABLE kinds (b boolean, s smallint, i integer, l bigint, n numeric(12, 3),"
                  + " nn numeric, f real, d double precision, t text, v varchar(5), c char(5),"
                  + " dt date, tm time, ts timestamp, tz timestamptz, u uuid, by bytea,"
                  + " ta text[], ia int[], j json, jb jsonb, x xml, iv interval, e mood, ip inet)",
              "INSERT INTO kinds VALUES (true, 1, 2, 3, 4.500, 5.25, 1.5, 2.5, 'tä', 'v', 'c',"
                  + " '2024-02-29', '12:34:56.789', '2024-02-29 12:34:56.789',"
                  + " '2024-02-29 12:34:56.789+02', '00000000-0000-0000-0000-00000000000a',"
                  + " '\\x00ff', '{a,NULL}', '{1,2}', '{\"a\": 1}', '{\"a\": 1}', '<a/>',"
                  + " '1 day 02:00:00', 'happy', '127.0.0.1')",
              "INSERT INTO kinds VALUES (null)",
              "CREATE VIEW endless AS SELECT date 'infinity' AS d")) {
        statement.execute(sql);
      }
    }
    queries = new Queries("", List.of(AttachedSource.of("crm", url)));
  }

  @AfterAll
  static void stop() throws Exception {
    if (owner != null) {
      owner.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Has the server log a line, and returns its place. */
  private static int mark() throws Exception {
    String line = "that is all " + MARKS.incrementAndGet() + "'";
    try (Statement statement = owner.createStatement()) {
      statement.execute("SELECT '" + line);
    }
    while (true) {
      List<String> log = server.log();
      for (int i = 0; i < log.size(); i++) {
        if (log.get(i).endsWith(line)) {
          return i;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static List<String> logged(int since) throws Exception {
    int end = mark();
    return server.log().subList(since, end);
  }

  /** Returns the queries of tables that the server has got since a mark. */
  private static List<String> received(int since) throws Exception {
    return logged(since).stream()
        .filter(line -> line.startsWith("LOG:  execute ") && line.contains("\"public\""))
        .map(line -> line.replaceFirst("LOG:  execute [^:]*: ", ""))
        .toList();
  }

  @Test
  void sendsConditionOrderAndLimitBelowACall() throws Exception {
    int since = mark();
    int before = queries.gateway.chats.size();
    List<List<Object>> rows =
        queries.rows(
            "SELECT complete('m', body) FROM crm.public.tickets WHERE open ORDER BY created DESC"
                + " LIMIT 20");
    assertThat(rows).hasSize(20).startsWith(List.of("TICKET 20000"));
    assertThat(queries.gateway.chats.size() - before).isEqualTo(20);
    assertThat(received(since))
        .containsExactly(
            "SELECT \"body\", \"created\" FROM \"public\".\"tickets\" WHERE \"open\""
                + " ORDER BY \"created\" DESC FETCH NEXT 20 ROWS ONLY");
  }

  /**
   * Of 20,000 rows no more than two fetches of 1,000, and only queries in a read-only transaction.
   */
  @Test
  void readsNoFurtherThanNeeded() throws Exception {
    int since = mark();
    int before = queries.gateway.chats.size();
    assertThat(
            queries.rows("SELECT id FROM crm.tickets WHERE complete('m', body) LIKE '%7' LIMIT 3"))
        .hasSize(3);
    assertThat(queries.gateway.chats.size() - before).isLessThan(60);
    assertThat(received(since))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(sql -> sql.equals("SELECT \"id\", \"body\" FROM \"public\".\"tickets\""));
    assertThat(logged(since)).anyMatch(line -> line.contains("BEGIN READ ONLY"));
  }

  @Test
  void sortsTextsAsTheEngineDoes() throws Exception {
    int since = mark();
    assertThat(queries.rows("SELECT name FROM crm.owners ORDER BY name"))
        .containsExactly(List.of("Ann"), List.of("bob"), List.of("Äda"));
    assertThat(received(since))
        .containsExactly(
            "SELECT \"name\" FROM \"public\".\"owners\" ORDER BY \"name\" COLLATE \"C\" NULLS FIRST");
  }

  @Test
  void joinsGroupsAndCountsThere() throws Exception {
    int since = mark();
    assertThat(
            queries.rows(
                "SELECT o.name, count(*) FROM crm.tickets t JOIN crm.owners o ON o.id = t.owner"
                    + " WHERE t.id <= ? AND o.name IN ('Ann', 'Äda') GROUP BY o.name"
                    + " HAVING count(*) > 1",
                6))
        .containsExactlyInAnyOrder(List.of("Ann", 2L), List.of("Äda", 2L));
    assertThat(received(since)).singleElement().asString().contains("JOIN", "GROUP BY", "HAVING");
  }

  @Test
  void comparesMoments() throws Exception {
    int since = mark();
    assertThat(
            queries.rows(
                "SELECT count(*) FROM crm.tickets WHERE created <= ? AND created > ?",
                OffsetDateTime.parse("2024-01-01T05:00:00+02:00"),
                OffsetDateTime.parse("2024-01-01T01:00:00Z")))
        .containsExactly(List.of(2L));
    assertThat(received(since)).singleElement().asString().contains("COUNT(*)", "WHERE");
  }

  @Test
  void readsEveryType() {
    List<Object> row = queries.rows("SELECT * FROM crm.kinds WHERE b").get(0);
    assertThat(row.subList(0, 5)).containsExactly(true, (short) 1, 2, 3L, new BigDecimal("4.500"));
    assertThat((BigDecimal) row.get(5)).isEqualByComparingTo("5.25");
    assertThat(row.subList(6, 14))
        .containsExactly(
            1.5f,
            2.5,
            "tä",
            "v",
            "c",
            LocalDate.of(2024, 2, 29),
            LocalTime.parse("12:34:56.789"),
            LocalDateTime.parse("2024-02-29T12:34:56.789"));
    assertThat(((OffsetDateTime) row.get(14)).toInstant())
        .isEqualTo(Instant.parse("2024-02-29T10:34:56.789Z"));
    assertThat(row.get(15)).isEqualTo("00000000-0000-0000-0000-00000000000a");
    assertThat((byte[]) row.get(16)).containsExactly(0, -1);
    assertThat(row.subList(17, 25))
        .containsExactly(
            Arrays.asList("a", null),
            List.of(1, 2),
            "{\"a\": 1}",
            "{\"a\": 1}",
            "<a/>",
            "1 day 02:00:00",
            "happy",
            "127.0.0.1");
    assertThat(queries.rows("SELECT * FROM crm.kinds WHERE b IS NULL").get(0)).containsOnlyNulls();
  }

  @Test
  void comparesWhatIsTextHereAlone() {
    for (String condition :
        List.of(
            "u = '00000000-0000-0000-0000-00000000000a'",
            "c = 'c'",
            "e = 'happy'",
            "e <> 'unheard of'",
            "ts > TIMESTAMP '2024-02-29 00:00:00'",
            "jb = '{\"a\": 1}'")) {
      assertThat(queries.rows("SELECT i FROM crm.kinds WHERE " + condition))
          .as(condition)
          .containsExactly(List.of(2));
    }
  }

  /** As the last day that there is here. */
  @Test
  void readsADateThatIsInfinite() {
    assertThat(queries.value("SELECT d FROM crm.endless"))
        .isEqualTo(LocalDate.ofEpochDay(Integer.MAX_VALUE));
  }

  @Test
  void groupsByMonthThere() throws Exception {
    int since = mark();
    assertThat(
            queries.rows(
                "SELECT date_trunc('month', ts), date_trunc('quarter', dt), year(dt), count(*)"
                    + " FROM crm.kinds WHERE b GROUP BY 1, 2, 3"))
        .containsExactly(
            List.of(
                LocalDateTime.parse("2024-02-01T00:00:00"), LocalDate.of(2024, 1, 1), 2024L, 1L));
    assertThat(received(since)).singleElement().asString().contains("GROUP BY DATE_TRUNC('MONTH'");
  }

  /** What Calcite writes of these is an error there, or nothing that could be planned. */
  @Test
  void answersWhatCannotBeWrittenThereAsItIsHere() {
    assertThat(
            queries.rows(
                "SELECT owner, sum(id) FROM crm.tickets WHERE id < 4 GROUP BY owner"
                    + " HAVING min(body) = 'ticket 2'"))
        .containsExactly(List.of(2, 2L));
    assertThat(
            queries.rows(
                "SELECT x, count(*) FROM (SELECT owner + ? AS x FROM crm.tickets WHERE id < 3)"
                    + " GROUP BY x ORDER BY x",
                1))
        .containsExactly(List.of(2, 1L), List.of(3, 1L));
    assertThat(
            queries.rows(
                "SELECT x, count(*) FROM (SELECT COALESCE(name, 'é') AS x FROM crm.owners"
                    + " WHERE id = 2) GROUP BY x"))
        .containsExactly(List.of("Äda", 1L));
    assertThat(
            queries.rows(
                "SELECT id FROM (SELECT id, 2.5 AS x FROM crm.owners) ORDER BY x, id LIMIT 1"))
        .containsExactly(List.of(0));
    assertThat(
            queries.rows(
                "SELECT u FROM crm.kinds WHERE b UNION SELECT u FROM crm.kinds WHERE b ORDER BY u"))
        .containsExactly(List.of("00000000-0000-0000-0000-00000000000a"));
    assertThat(
            queries.rows("SELECT u FROM crm.kinds WHERE b UNION SELECT t FROM crm.kinds WHERE b"))
        .hasSize(2);
  }

  @Test
  void leavesNoConnectionBehind() throws Exception {
    queries.rowsUpTo(1, "SELECT body FROM crm.tickets");
    queries.rows("SELECT name FROM crm.owners o WHERE complete('m', name) = 'ANN' LIMIT 1");
    while (connections() > 1) {
      Thread.onSpinWait(); // The server ends what the driver has closed a moment later.
    }
  }

  private static int connections() throws Exception {
    try (Statement statement = owner.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void cancelsTheSourcesQuery() throws Exception {
    try (Statement statement = owner.createStatement()) {
      statement.execute("CREATE OR REPLACE VIEW slow AS SELECT 1 AS id FROM pg_sleep(60)");
    }
    Execution execution = new Execution(List.of(), 0, Duration.ZERO);
    int since = mark();
    CompletableFuture<Object> run =
        CompletableFuture.supplyAsync(() -> queries.rows(execution, "SELECT id FROM crm.slow"));
    while (received(since).isEmpty()) {
      Thread.onSpinWait();
    }
    execution.cancel();
    assertThatThrownBy(run::join)
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThatThrownBy(() ->
            queries.rows(
                new Execution(List.of(), 0, Duration.ofSeconds(1)), "SELECT id FROM crm.slow"))
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
  }

  @Test
  void saysWhatTheSourceRefusesWithoutTheSecret() {
    Queries wrong =
        new Queries(
            "",
            List.of(AttachedSource.of("crm", server.url() + "?user=owner&password=wrong%20horse")));
    assertThatThrownBy(() -> wrong.rows("SELECT * FROM crm.tickets"))
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE))
        .hasMessageContaining("crm")
        .hasMessageNotContaining("wrong")
        .hasStackTraceContaining("password authentication failed");
    assertThat(wrong.engine.catalogue().tables("bricklane")).isNotEmpty();
    assertThat(wrong.engine.catalogue().tables("crm")).isEmpty();
    assertThat(wrong.rows("SELECT 1")).containsExactly(List.of(1));
  }
}
