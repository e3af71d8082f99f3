package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attached sources that are down, wrong, or fail. */
class AttachedSourceFailuresTest {
  private final Queries queries =
      new Queries(
          "",
          List.of(
              AttachedSource.of(
                  "down", "jdbc:h2:mem:there-is-none;IFEXISTS=TRUE;PASSWORD=very-secret"),
              AttachedSource.of("odd", "jdbc:nobody-knows://host/db?password=very-secret")));

  @Test
  void failsOnlyQueriesThatTouchIt() {
    assertThat(queries.rows("SELECT complete('m', 'x')")).containsExactly(List.of("X"));
    for (String source : List.of("down", "odd")) {
      assertThatThrownBy(() -> queries.rows("SELECT * FROM " + source + ".t"))
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
                assertThat(e.code().sqlState()).isEqualTo("HV00N");
              })
          .hasMessageContaining("The source " + source)
          .hasMessageNotContaining("very-secret");
    }
  }

  @Test
  void neverShowsItsSecretEvenInCauses() {
    Throwable failure = null;
    try {
      queries.rows("SELECT * FROM down.t");
    } catch (BricklaneException e) {
      failure = e;
    }
    assertThat(failure).isNotNull();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      assertThat(each.toString()).doesNotContain("very-secret");
      assertThat(each.getSuppressed()).isEmpty();
    }
  }

  @Test
  void metadataGoesWithoutIt() {
    Catalogue catalogue = queries.engine.catalogue();
    assertThat(catalogue.catalogs()).containsExactly("bricklane", "down", "odd");
    assertThat(catalogue.tables()).extracting(Catalogue.Table::catalog).containsOnly("bricklane");
    assertThat(catalogue.schemas()).extracting(Catalogue.Schema::catalog).containsOnly("bricklane");
  }

  @Test
  void saysWhatTheSourceSays() throws Exception {
    String url = "jdbc:h2:mem:failing;DATABASE_TO_LOWER=TRUE;USER=sa;PASSWORD=";
    try (Connection owner = DriverManager.getConnection(url);
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE TABLE t (id INT)");
      Queries failing = new Queries("", List.of(AttachedSource.of("crm", url)));
      assertThat(failing.rows("SELECT id FROM crm.t")).isEmpty();
      statement.execute("ALTER TABLE t ALTER COLUMN id RENAME TO other");
      assertThatThrownBy(() -> failing.rows("SELECT id FROM crm.t"))
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED))
          .hasMessageContaining("crm");
    }
  }

  /** Each would wait for the source's whole connectTimeout else, one after another. */
  @Test
  void asksASourceThatIsDownOnceForAllWhoWait() throws Exception {
    HeldDriver driver = new HeldDriver();
    DriverManager.registerDriver(driver);
    try {
      Queries held = new Queries("", List.of(AttachedSource.of("crm", driver.url)));
      Thread first = asking(held);
      driver.asked.await();
      Thread second = asking(held);
      while (second.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      driver.answer.countDown();
      first.join();
      second.join();
      assertThat(driver.connects).hasValue(1);
    } finally {
      DriverManager.deregisterDriver(driver);
    }
  }

  /** The tree of a tool asks for the columns of each. */
  @Test
  void asksASourceThatIsDownOnceForTheColumnsOfAllViews(@TempDir Path folder) throws Exception {
    HeldDriver driver = new HeldDriver();
    driver.answer.countDown();
    DriverManager.registerDriver(driver);
    try {
      Definitions views =
          DefinedQueries.read(
              folder,
              "CREATE VIEW a AS SELECT * FROM crm.t; CREATE VIEW b AS SELECT * FROM crm.u;"
                  + " CREATE VIEW c AS SELECT * FROM a");
      Queries down = new Queries("", List.of(AttachedSource.of("crm", driver.url)), views);
      assertThat(down.engine.catalogue().tables())
          .filteredOn(table -> table.type().equals("VIEW"))
          .hasSize(3)
          .allSatisfy(table -> assertThat(table.columns()).isEmpty());
      assertThat(down.rows("SELECT problem FROM views"))
          .hasSize(3)
          .allSatisfy(row -> assertThat(row.toString()).contains("out of order"));
      assertThat(driver.connects).hasValue(1);
      assertThatThrownBy(() -> down.prepare("SELECT * FROM c"))
          .hasMessageContaining("out of order");
      assertThat(driver.connects).hasValueGreaterThan(1);
    } finally {
      DriverManager.deregisterDriver(driver);
    }
  }

  private static Thread asking(Queries queries) {
    Thread thread =
        new Thread(() ->
            assertThatThrownBy(() -> queries.rows("SELECT * FROM crm.t"))
                .hasMessageContaining("out of order"));
    thread.start();
    return thread;
  }

  @Test
  void aTableThatIsNotThereIsUnknown() throws Exception {
    try (AttachedTables crm = new AttachedTables("CREATE TABLE t (id INT)")) {
      assertThatThrownBy(() -> crm.queries.rows("SELECT * FROM crm.public.nothing"))
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
    }
  }

  /** Closed after each of these: at the end, in the middle, after an error, and never opened. */
  @Test
  void leavesNoConnectionBehind() throws Exception {
    try (AttachedTables crm =
        new AttachedTables(
            "CREATE TABLE t (id INT, body VARCHAR)",
            "INSERT INTO t SELECT x, 'b' || x FROM SYSTEM_RANGE(1, 5000) AS r(x)")) {
      crm.queries.rows("SELECT id FROM crm.t WHERE id < 10");
      crm.queries.rowsUpTo(1, "SELECT id FROM crm.t");
      crm.queries.rows("SELECT id FROM crm.t WHERE complete('m', body) = 'B1' LIMIT 1");
      crm.queries.rows(
          "SELECT a.id FROM crm.t a JOIN crm.t b ON a.id + b.id = 3 WHERE a.id < 5 AND b.id < 5");
      assertThatThrownBy(() -> crm.queries.rows("SELECT id / (id - 7) FROM crm.t"))
          .isInstanceOf(BricklaneException.class);
      crm.queries.rows("SELECT id FROM crm.t LIMIT 0");
      assertThat(crm.connections()).isEqualTo(1);
    }
  }
}
