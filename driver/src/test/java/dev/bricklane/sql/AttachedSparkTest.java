package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.AttachedSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to a Databricks SQL warehouse. */
class AttachedSparkTest {
  private static final SparkDriver DRIVER = new SparkDriver();
  private static final String H2 =
      "jdbc:h2:mem:AttachedSparkTest;DATABASE_TO_LOWER=TRUE;USER=sa;PASSWORD=";

  private static Connection owner;
  private static Queries queries;

  @BeforeAll
  static void makeTables() throws Exception {
    DriverManager.registerDriver(DRIVER);
    owner = DriverManager.getConnection(H2);
    try (Statement statement = owner.createStatement()) {
      statement.execute(
          "CREATE TABLE tickets (id INT PRIMARY KEY, body VARCHAR(255), open BOOLEAN,"
              + " made TIMESTAMP(3) WITH TIME ZONE, noted TIMESTAMP(3), price DECIMAL(10, 2),"
              + " ratio REAL, nocase CLOB, details JSON, due DATE, size SMALLINT)");
    }
    queries = new Queries("", List.of(AttachedSource.of("wh", SparkDriver.URL + H2)));
  }

  @AfterAll
  static void drop() throws Exception {
    owner.close();
    DriverManager.deregisterDriver(DRIVER);
  }

  private static List<String> sent(String sql, Object... parameters) {
    String plan = (String) queries.value("EXPLAIN PLAN FOR " + sql, parameters);
    List<String> found = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("SourceRel\\(source=\\[\\w+\\], sql=\\[(.*)\\]\\)").matcher(plan);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Moments come as milliseconds, other timestamps as texts: the driver would shift them.
        "SELECT body FROM wh.tickets WHERE open ORDER BY made DESC LIMIT 20"
            + "| SELECT `body`, UNIX_MILLIS(`made`) FROM `public`.`tickets` WHERE `open`"
            + " ORDER BY `made` DESC LIMIT 20",
        "SELECT noted FROM wh.tickets ORDER BY noted LIMIT 5 OFFSET 2"
            + "| SELECT CAST(`noted` AS STRING) FROM `public`.`tickets` ORDER BY `noted` LIMIT 5"
            + " OFFSET 2",
        "SELECT id FROM wh.tickets WHERE noted >= TIMESTAMP '2026-03-29 02:30:00'"
            + "| SELECT `id` FROM `public`.`tickets` WHERE"
            + " `noted` >= TIMESTAMP_NTZ '2026-03-29 02:30:00.000'",
        "SELECT id FROM wh.tickets WHERE made > CURRENT_TIMESTAMP - INTERVAL '7' DAY"
            + "| SELECT `id` FROM `public`.`tickets` WHERE `made` > CAST(? AS TIMESTAMP)",
        "SELECT open, max(made) FROM wh.tickets GROUP BY open"
            + "| SELECT `open`, UNIX_MILLIS(MAX(`made`)) FROM `public`.`tickets` GROUP BY `open`",
        "SELECT id FROM wh.tickets WHERE due = DATE '2026-01-31' AND price > 1.5"
            + "| SELECT `id` FROM `public`.`tickets` WHERE"
            + " `due` = DATE '2026-01-31' AND `price` > 1.50",
        "SELECT id FROM wh.tickets WHERE body LIKE 'Bike%' AND open IS NOT TRUE"
            + "| SELECT `id` FROM `public`.`tickets` WHERE `body` LIKE 'Bike%' AND"
            + " `open` IS NOT TRUE"
      })
  void sendsItsOwnSql(String sql, String expected) {
    assertThat(sent(sql)).containsExactly(expected);
  }

  /**
   * A backslash is an escape there, two quotes may be two literals, {@code ${…}} a variable, and
   * its driver replaces {@code {fn …}} within literals.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"O''Brien", "C:\\new", "' OR 1=1 --", "${secret}", "{fn now()}", "Größe", "why?"})
  void sendsTextsThatItCouldMisreadAsParameters(String text) {
    String literal = "'" + text.replace("''", "'").replace("'", "''") + "'";
    assertThat(sent("SELECT id FROM wh.tickets WHERE body = " + literal))
        .containsExactly("SELECT `id` FROM `public`.`tickets` WHERE `body` = ?");
    assertThat(sent("SELECT id FROM wh.tickets WHERE body IN ('~', " + literal + ")"))
        .containsExactly("SELECT `id` FROM `public`.`tickets` WHERE `body` = ? OR `body` = '~'");
  }

  /** A session may have ANSI_MODE off, where a sum that is too large becomes another number. */
  @Test
  void addsNumbersHere() {
    assertThat(sent("SELECT size + id FROM wh.tickets"))
        .containsExactly("SELECT `id`, `size` FROM `public`.`tickets`");
  }

  @Test
  void comparesTextsWithACollationAndMapsHere() {
    assertThat(sent("SELECT id FROM wh.tickets WHERE nocase = 'a' AND details = 'b'"))
        .containsExactly("SELECT `id`, `nocase`, `details` FROM `public`.`tickets`");
  }

  /** The driver says 255 of every STRING. */
  @Test
  void takesNoLengthForThatOfATextAndFloatsForFloats() {
    assertThat(queries.engine.catalogue().tables())
        .filteredOn(table -> table.catalog().equals("wh"))
        .flatExtracting(Catalogue.Table::columns)
        .filteredOn(column -> List.of("body", "ratio", "made", "noted").contains(column.name()))
        .extracting(column -> column.type().name() + " " + column.type().precision())
        .containsExactly("VARCHAR 0", "TIMESTAMP WITH TIME ZONE 23", "TIMESTAMP 23", "REAL 7");
  }

  /** They are not enforced; and each would be a statement. */
  @Test
  void knowsNoKeys() {
    assertThat(sent("SELECT DISTINCT id FROM wh.tickets"))
        .containsExactly("SELECT `id` FROM `public`.`tickets` GROUP BY `id`");
    assertThat(DRIVER.asked).contains("getTables").doesNotContain("getPrimaryKeys");
  }
}
