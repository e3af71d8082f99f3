package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Meta;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** jOOQ reads the metadata, builds queries and fetches them. */
class JooqIT {
  /** A row as an application has it. */
  record Answer(String name, String answer) {}

  private static final Field<String> NAME = field(name("t", "name"), SQLDataType.VARCHAR);
  private static final Field<Integer> N = field(name("t", "n"), SQLDataType.INTEGER);
  private static final Field<String> ANSWER =
      function(
              "complete",
              SQLDataType.VARCHAR,
              val("embedded-responder"),
              DSL.concat(val("Hello "), NAME))
          .as("answer");

  private static CountedWorkspace workspace;
  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    workspace = CountedWorkspace.start();
    connection = DriverManager.getConnection(workspace.url("maximumPoolSize=2"));
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    workspace.close();
  }

  @Test
  void takesTheDefaultDialectByItself() {
    assertThat(DSL.using(connection).dialect()).isEqualTo(SQLDialect.DEFAULT);
  }

  @Test
  void readsTheMetadataWithoutAModelCall() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          Meta meta = DSL.using(connection).meta();
          assertThat(meta.getCatalogs()).isNotEmpty();
          assertThat(meta.getSchemas()).extracting(Schema::getName).isNotEmpty();
          assertThat(meta.getTables())
              .extracting(Table::getName)
              .contains("models", "calls", "usage", "pool", "properties");
          Table<?> models = meta.getTables("models").get(0);
          assertThat(models.fields()).extracting(Field::getName).contains("name", "task");
          assertThat(models.field("name").getType()).isEqualTo(String.class);
          assertThat(meta.getPrimaryKeys()).isEmpty();
          assertThat(meta.getUniqueKeys()).isEmpty();
          assertThat(meta.getIndexes()).isEmpty();
          assertThat(meta.getSequences()).isEmpty();
          assertThat(meta.getDomains()).isEmpty();
          assertThat(meta.ddl().queries()).isNotEmpty();
          assertThat(meta.ddl().toString()).contains("create table", "\"models\" (");
          assertThat(meta.informationSchema()).isNotNull();
        });
    assertThat(calls).isZero();
  }

  @Test
  void fetchesPlainSqlIntoRecords() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          List<Answer> answers =
              DSL.using(connection)
                  .fetch(
                      "SELECT name, complete({0}, 'Hello ' || name) AS answer "
                          + "FROM (VALUES 'Ada', 'Linus') AS t(name)",
                      val("embedded-responder"))
                  .into(Answer.class);
          assertThat(answers).extracting(Answer::name).containsExactly("Ada", "Linus");
          assertThat(answers.get(1).answer()).contains("Hello Linus");
        });
    assertThat(calls).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLDialect.class,
      names = {"DEFAULT", "POSTGRES"})
  void buildsQueriesOverAFunction(SQLDialect dialect) throws Exception {
    DSLContext dsl = DSL.using(connection, dialect);
    long calls =
        workspace.callsOf(() -> {
          Result<Record2<String, String>> result =
              dsl.select(NAME, ANSWER)
                  .from(people())
                  .where(N.gt(1))
                  .orderBy(NAME.desc())
                  .limit(2)
                  .fetch();
          assertThat(result.getValues(NAME)).containsExactly("Linus", "Grace");
          assertThat(result.get(0).value2()).contains("Hello Linus");
        });
    assertThat(calls).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLDialect.class,
      names = {"DEFAULT", "POSTGRES"})
  void bindsValuesOfManyTypes(SQLDialect dialect) throws Exception {
    DSLContext dsl = DSL.using(connection, dialect);
    Record row =
        dsl.select(
                val("text").as("a"),
                val(7).as("b"),
                val(7L).as("c"),
                val(new java.math.BigDecimal("1.50")).as("d"),
                val(true).as("e"),
                val(LocalDate.of(2026, 1, 31)).as("f"),
                val(2.5).as("g"),
                val(java.time.LocalDateTime.of(2026, 1, 31, 12, 30)).as("h"),
                param("i", String.class).as("i"))
            .fetchOne();
    assertThat(row.get("a")).isEqualTo("text");
    assertThat(row.get("b", Integer.class)).isEqualTo(7);
    assertThat(row.get("c", Long.class)).isEqualTo(7L);
    assertThat(row.get("d", java.math.BigDecimal.class)).isEqualByComparingTo("1.5");
    assertThat(row.get("e", Boolean.class)).isTrue();
    assertThat(row.get("f", LocalDate.class)).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(row.get("g", Double.class)).isEqualTo(2.5);
    assertThat(row.get("h", java.time.LocalDateTime.class))
        .isEqualTo(java.time.LocalDateTime.of(2026, 1, 31, 12, 30));
    assertThat(row.get("i")).isNull();
  }

  @Test
  void asksOnlyAheadWhenItReadsLazily() throws Exception {
    DSLContext dsl = DSL.using(connection);
    long calls =
        workspace.callsOf(() -> {
          try (Cursor<Record2<String, String>> cursor =
              dsl.select(NAME, ANSWER).from(people()).fetchSize(1).fetchLazy()) {
            assertThat(cursor.fetchNext().value2()).contains("Hello Ada");
          }
        });
    assertThat(calls).isBetween(1L, 2L);
    calls =
        workspace.callsOf(() -> {
          try (Stream<Record2<String, String>> rows =
              dsl.select(NAME, ANSWER).from(people()).fetchSize(1).fetchStream()) {
            assertThat(rows.findFirst().orElseThrow().value2()).contains("Hello Ada");
          }
        });
    assertThat(calls).isBetween(1L, 2L);
  }

  @Test
  void countsWithoutACall() throws Exception {
    DSLContext dsl = DSL.using(connection);
    long calls =
        workspace.callsOf(() -> {
          assertThat(dsl.fetchCount(dsl.select(NAME, ANSWER).from(people()))).isEqualTo(4);
          assertThat(dsl.fetchExists(dsl.select(ANSWER).from(people()))).isTrue();
          assertThat(dsl.select(count(asterisk())).from(table(name("models"))).fetchOne().value1())
              .isPositive();
        });
    assertThat(calls).isZero();
  }

  @Test
  void readsATableByItsMetadata() throws Exception {
    DSLContext dsl = DSL.using(connection);
    Table<?> models = dsl.meta().getTables("models").get(0);
    assertThat(
            workspace.callsOf(() ->
                assertThat(dsl.selectFrom(models).fetch().getValues("name", String.class))
                    .contains("embedded-responder")))
        .isZero();
  }

  @Test
  void readsAnEmbeddingAsAnArray() throws Exception {
    Field<Float[]> vector =
        function(
                "embed",
                SQLDataType.REAL.getArrayDataType(),
                val("embedded-hashing-384"),
                val("a text"))
            .as("v");
    long calls =
        workspace.callsOf(() -> {
          assertThat(DSL.using(connection).select(vector).fetchSingle().value1()).hasSize(384);
          Object plain =
              DSL.using(connection)
                  .fetchSingle("SELECT embed('embedded-hashing-384', 'another text') AS v")
                  .get("v");
          assertThat((Object[]) plain).hasSize(384);
        });
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void limitsRowsAndTime() throws Exception {
    DSLContext dsl = DSL.using(connection);
    long calls =
        workspace.callsOf(() ->
            assertThat(dsl.select(NAME, ANSWER).from(people()).maxRows(1).queryTimeout(30).fetch())
                .hasSize(1));
    assertThat(calls).isOne();
  }

  @Test
  void runsInATransaction() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          String answer =
              DSL.using(connection)
                  .transactionResult(outer -> outer.dsl().transactionResult(JooqIT::askAda));
          assertThat(answer).contains("Hello Ada");
        });
    assertThat(calls).isOne();
  }

  @Test
  void refusesToWrite() {
    assertThatThrownBy(() -> DSL.using(connection).deleteFrom(table(name("models"))).execute())
        .isInstanceOf(DataAccessException.class)
        .extracting(failure -> ((DataAccessException) failure).sqlState())
        .isEqualTo("25006");
  }

  private static String askAda(Configuration configuration) {
    return configuration
        .dsl()
        .select(ANSWER)
        .from(people())
        .where(NAME.eq("Ada"))
        .fetchSingle()
        .value1();
  }

  private static Table<?> people() {
    return values(row("Ada", 1), row("Linus", 2), row("Grace", 3), row("Alan", 4))
        .as("t", "name", "n");
  }
}
