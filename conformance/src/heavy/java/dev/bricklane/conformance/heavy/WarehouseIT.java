package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.conformance.heavy.StandInWarehouse.Sent;
import dev.bricklane.conformance.heavy.WarehouseTables.Parameter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A Databricks SQL warehouse that is attached by databricks-jdbc, as far as a stand-in can be one:
 * the driver is the real one, out of the folder of {@code attachDrivers}.
 */
@Timeout(120)
class WarehouseIT {
  private static final Path DRIVERS = Path.of(System.getProperty("databricks.drivers"));

  private StandInWarehouse warehouse;
  private AskedWorkspace models;

  @BeforeEach
  void start() throws Exception {
    warehouse =
        new StandInWarehouse(
            "CREATE SCHEMA support_desk",
            "CREATE TABLE support_desk.tickets (id INTEGER NOT NULL, body VARCHAR, open BOOLEAN,"
                + " created TIMESTAMPTZ)",
            "INSERT INTO support_desk.tickets SELECT i, 'Ticket ' || i, i % 2 = 0,"
                + " TIMESTAMPTZ '2026-03-29 00:30:00Z' + INTERVAL 1 HOUR * i FROM range(0, 250) t(i)",
            "CREATE TABLE kinds (id INTEGER NOT NULL, small SMALLINT, n BIGINT, f FLOAT, d DOUBLE,"
                + " price DECIMAL(10,2), yes BOOLEAN, day DATE, made TIMESTAMPTZ, noted TIMESTAMP,"
                + " bytes BLOB, tags VARCHAR[], counts INTEGER[], details MAP(VARCHAR, INTEGER))",
            "INSERT INTO kinds VALUES (1, 7, 9007199254740993, 0.1, 0.5, 12345678.90, true,"
                + " DATE '1582-10-04', TIMESTAMPTZ '2026-10-25 01:30:00.123Z',"
                + " TIMESTAMP '2026-03-29 02:30:00.123', 'ab'::BLOB, ['x', 'y''z', 'p\"q', NULL],"
                + " [1, 2], MAP {'k': 1})",
            "INSERT INTO kinds (id) VALUES (2)",
            "CREATE TABLE texts (id INTEGER, body VARCHAR)",
            "CREATE VIEW busy AS SELECT id FROM support_desk.tickets WHERE open");
    models = new AskedWorkspace();
  }

  @AfterEach
  void stop() throws SQLException {
    models.close();
    warehouse.close();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("attach.wh", warehouse.url());
    properties.setProperty("attach.wh.user", "token");
    properties.setProperty("attach.wh.password", StandInWarehouse.TOKEN);
    properties.setProperty("attachDrivers", DRIVERS.toString());
    return properties;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(models.url(), properties());
  }

  private static List<List<Object>> rows(ResultSet found) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (found) {
      ResultSetMetaData columns = found.getMetaData();
      while (found.next()) {
        Object[] row = new Object[columns.getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = found.getObject(i + 1);
        }
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(name));
      }
    }
    return values;
  }

  @Test
  void sendsConditionOrderAndLimitAndAsksForTheRowsThatCome() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<List<Object>> rows =
          rows(
              statement.executeQuery(
                  "SELECT id, complete('embedded-responder', body)"
                      + " FROM wh.support_desk.tickets WHERE open ORDER BY created DESC LIMIT 20"));
      assertThat(rows)
          .extracting(row -> row.get(0))
          .containsExactlyElementsOf(
              IntStream.range(0, 20).mapToObj(i -> (Object) (248 - 2 * i)).toList());
    }
    assertThat(warehouse.queries())
        .containsExactly(
            new Sent(
                "SELECT `id`, `body`, UNIX_MILLIS(`created`) FROM `support_desk`.`tickets`"
                    + " WHERE `open` ORDER BY `created` DESC LIMIT 20",
                List.of()));
    assertThat(models.asked())
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "Ticket " + (248 - 2 * i)).sorted().toList());
  }

  @Test
  void sendsTextsAndTimesAsParameters() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id FROM wh.support_desk.tickets WHERE body IN ('Ticket 7', 'O''Brien')"
                    + " AND body <> ? AND created >= ? AND id < ? LIMIT ?")) {
      statement.setString(1, "C:\\' OR 1=1");
      statement.setObject(2, OffsetDateTime.parse("2026-03-29T09:30:00+02:00"));
      statement.setInt(3, 100);
      statement.setInt(4, 5);
      assertThat(rows(statement.executeQuery())).containsExactly(List.of(7));
    }
    assertThat(warehouse.queries())
        .containsExactly(
            new Sent(
                "SELECT `id` FROM `support_desk`.`tickets` WHERE (`body` = ? OR `body` = 'Ticket 7')"
                    + " AND `body` <> ? AND `created` >= CAST(? AS TIMESTAMP) AND `id` < ? LIMIT ?",
                List.of(
                    new Parameter("STRING", "O'Brien"),
                    new Parameter("STRING", "C:\\' OR 1=1"),
                    new Parameter("STRING", "2026-03-29T07:30:00.000Z"),
                    new Parameter("INT", "100"),
                    new Parameter("INT", "5"))));
  }

  @Test
  void readsEveryType() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM wh.kinds ORDER BY id")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getShort("small")).isEqualTo((short) 7);
      assertThat(row.getLong("n")).isEqualTo(9007199254740993L);
      assertThat(row.getObject("f")).isEqualTo(0.1f);
      assertThat(row.getDouble("d")).isEqualTo(0.5);
      assertThat(row.getBigDecimal("price")).isEqualTo(new BigDecimal("12345678.90"));
      assertThat(row.getBoolean("yes")).isTrue();
      assertThat(row.getObject("day", LocalDate.class)).isEqualTo(LocalDate.of(1582, 10, 4));
      assertThat(row.getObject("made", OffsetDateTime.class).toInstant())
          .isEqualTo(Instant.parse("2026-10-25T01:30:00.123Z"));
      assertThat(row.getObject("noted", LocalDateTime.class))
          .isEqualTo(LocalDateTime.parse("2026-03-29T02:30:00.123"));
      assertThat(row.getBytes("bytes")).containsExactly('a', 'b');
      assertThat((Object[]) row.getArray("tags").getArray())
          .containsExactly("x", "y'z", "p\"q", null);
      assertThat((Object[]) row.getArray("counts").getArray()).containsExactly(1, 2);
      assertThat(row.getString("details")).isEqualTo("{\"k\":1}");
      assertThat(row.next()).isTrue();
      for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
        assertThat(row.getObject(i)).as(row.getMetaData().getColumnLabel(i)).isNull();
      }
    }
  }

  /** More than 100 rows come in chunks behind links, which are read as far as needed. */
  @Test
  void readsALargeResultToItsEndOrNot() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("SELECT id FROM wh.support_desk.tickets")))
          .hasSize(250);
      statement.setMaxRows(3);
      statement.setFetchSize(2);
      assertThat(rows(statement.executeQuery("SELECT id FROM wh.support_desk.tickets"))).hasSize(3);
    }
    assertThat(warehouse.requests())
        .filteredOn(request -> request.matches("POST .*/sessions"))
        .hasSameSizeAs(
            warehouse.requests().stream()
                .filter(each -> each.matches("DELETE .*/sessions/.*"))
                .toList());
  }

  @Test
  void groupsAndJoinsThere() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(
              rows(
                  statement.executeQuery(
                      "SELECT t.open, count(*), max(t.created) FROM wh.support_desk.tickets AS t"
                          + " JOIN wh.kinds AS k ON k.small = t.id GROUP BY t.open")))
          .containsExactly(
              List.of(
                  false,
                  1L,
                  OffsetDateTime.parse("2026-03-29T07:30:00Z")
                      .atZoneSameInstant(java.time.ZoneId.systemDefault())
                      .toOffsetDateTime()));
    }
    assertThat(warehouse.queries()).hasSize(1);
  }

  @Test
  void asksNothingBeforeItIsNamed() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(column(connection.getMetaData().getCatalogs(), "TABLE_CAT")).contains("wh");
      assertThat(
              column(
                  connection.getMetaData().getTables("bricklane", null, "%", null), "TABLE_NAME"))
          .isNotEmpty();
      assertThat(
              column(
                  connection.getMetaData().getColumns("bricklane", null, "models", "%"),
                  "COLUMN_NAME"))
          .isNotEmpty();
      rows(statement.executeQuery("SELECT complete('embedded-responder', 'Hello')"));
      rows(statement.executeQuery("SELECT name FROM models LIMIT 1"));
    }
    assertThat(warehouse.requests()).isEmpty();
  }

  @Test
  void showsItsTablesByTwoStatements() throws SQLException {
    try (Connection connection = connect()) {
      var metadata = connection.getMetaData();
      assertThat(column(metadata.getSchemas("wh", null), "TABLE_SCHEM"))
          .contains("default", "support_desk");
      assertThat(column(metadata.getTables("wh", "%", "%", new String[] {"TABLE"}), "TABLE_NAME"))
          .containsExactlyInAnyOrder("tickets", "kinds", "texts");
      assertThat(column(metadata.getTables("wh", "%", "%", new String[] {"VIEW"}), "TABLE_NAME"))
          .containsExactly("busy");
      assertThat(column(metadata.getColumns("wh", "default", "kinds", "%"), "TYPE_NAME"))
          .startsWith(
              "INTEGER", "SMALLINT", "BIGINT", "REAL", "DOUBLE", "DECIMAL", "BOOLEAN", "DATE");
      assertThat(column(metadata.getPrimaryKeys("wh", "default", "kinds"), "COLUMN_NAME"))
          .isEmpty();
    }
    assertThat(warehouse.statements()).hasSize(2).allMatch(text -> text.startsWith("SHOW "));
  }

  @Test
  void showsOneSchemaAlone() throws SQLException {
    Properties properties = properties();
    properties.setProperty("attach.wh.schema", "support_desk");
    try (Connection connection = DriverManager.getConnection(models.url(), properties);
        Statement statement = connection.createStatement()) {
      assertThat(column(connection.getMetaData().getTables("wh", "%", "%", null), "TABLE_NAME"))
          .containsExactly("tickets");
      assertThat(rows(statement.executeQuery("SELECT count(*) FROM wh.tickets")))
          .containsExactly(List.of(250L));
    }
  }

  @Test
  void cancelsTheStatementThere() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("SELECT id FROM wh.texts"))).isEmpty();
      warehouse.hold();
      Thread canceller =
          new Thread(() -> {
            try {
              warehouse.awaitHeld();
              statement.cancel();
            } catch (InterruptedException | SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      canceller.start();
      assertThatThrownBy(
              () -> statement.executeQuery("SELECT body FROM wh.support_desk.tickets").next())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      canceller.join();
    }
    assertThat(warehouse.cancelled()).isEqualTo(1);
  }

  @Test
  void failsOnlyWhatNeedsAWarehouseThatRefuses() throws SQLException {
    warehouse.refuse(403);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("SELECT complete('embedded-responder', 'Hello')")))
          .hasSize(1);
      assertThat(column(connection.getMetaData().getTables("wh", null, "%", null), "TABLE_NAME"))
          .isEmpty();
      assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM wh.kinds"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HV00N"))
          .hasMessageContaining("The source wh")
          .hasMessageContaining("You do not have permission to use the SQL Warehouse");
    }
  }

  @Test
  void failsOnlyWhatNeedsAWarehouseThatIsNotThere() throws SQLException {
    Properties properties = properties();
    properties.setProperty("attach.wh.connectTimeout", "5s");
    warehouse.close();
    try (Connection connection = DriverManager.getConnection(models.url(), properties);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM wh.kinds"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HV00N"))
          .hasMessageContaining("The source wh");
      assertThat(rows(statement.executeQuery("SELECT complete('embedded-responder', 'Hello')")))
          .hasSize(1);
    }
  }

  @Test
  void showsItsTokenNowhere() throws SQLException {
    for (String token : List.of("dapi-wrong-secret-42", StandInWarehouse.TOKEN)) {
      Properties properties = properties();
      properties.remove("attach.wh.user");
      properties.remove("attach.wh.password");
      properties.setProperty("attach.wh", warehouse.url() + ";UID=token;PWD=" + token);
      try (Connection connection = DriverManager.getConnection(models.url(), properties);
          Statement statement = connection.createStatement()) {
        assertThat(rows(statement.executeQuery("SELECT * FROM properties")).toString())
            .contains("attach.wh", "PWD=***")
            .doesNotContain(token);
        assertThat(connection.getMetaData().getURL()).doesNotContain(token);
        warehouse.refuse(token.equals(StandInWarehouse.TOKEN) ? 403 : 0);
        assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM wh.kinds"))
            .satisfies(failure -> {
              for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(token);
              }
            });
      }
    }
  }
}
