package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import schemacrawler.inclusionrule.IncludeAll;
import schemacrawler.schema.Catalog;
import schemacrawler.schema.Column;
import schemacrawler.schema.ColumnDataType;
import schemacrawler.schema.NamedObject;
import schemacrawler.schema.Routine;
import schemacrawler.schema.RoutineParameter;
import schemacrawler.schema.Table;
import schemacrawler.schemacrawler.LimitOptionsBuilder;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptions;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSource;
import us.fatehi.utility.datasource.DatabaseConnectionSources;
import us.fatehi.utility.datasource.MultiUseUserCredentials;

/** SchemaCrawler asks for all that it can ask for. */
class SchemaCrawlerIT {
  private static final Logger LOGGER = Logger.getLogger("schemacrawler");
  private static final Logger ITS_OTHER_LOGGER = Logger.getLogger("us.fatehi");

  private static final Queue<String> WARNINGS = new ConcurrentLinkedQueue<>();

  private static CountedWorkspace workspace;
  private static Catalog catalog;
  private static List<String> paths;

  @BeforeAll
  static void crawl() throws Exception {
    workspace = CountedWorkspace.start();
    Handler handler = new WarningCollector();
    LOGGER.setLevel(Level.WARNING);
    ITS_OTHER_LOGGER.setLevel(Level.WARNING);
    LOGGER.addHandler(handler);
    ITS_OTHER_LOGGER.addHandler(handler);
    SchemaCrawlerOptions options =
        SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
            .withLimitOptions(
                LimitOptionsBuilder.builder()
                    .includeSchemas(new IncludeAll())
                    .includeAllRoutines()
                    .toOptions())
            .withLoadOptions(
                LoadOptionsBuilder.builder()
                    .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                    .toOptions());
    try (DatabaseConnectionSource source =
        DatabaseConnectionSources.newDatabaseConnectionSource(
            workspace.urlWithoutToken(), new MultiUseUserCredentials("token", workspace.token()))) {
      catalog = SchemaCrawlerUtility.getCatalog(source, options);
      paths = workspace.paths();
    } finally {
      LOGGER.removeHandler(handler);
      ITS_OTHER_LOGGER.removeHandler(handler);
    }
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void findsNothingToWarnOf() {
    assertThat(WARNINGS).isEmpty();
  }

  @Test
  void makesNoModelCall() {
    assertThat(workspace.calls()).isZero();
    // It asks isValid() before each step, which needs no list of models.
    assertThat(paths).containsOnly("/api/2.0/serving-endpoints/bricklane-ping");
  }

  @Test
  void knowsTheDatabaseAndTheDriver() {
    assertThat(catalog.getDatabaseInfo().getDatabaseProductName()).isEqualTo("Bricklane");
    assertThat(catalog.getJdbcDriverInfo().getDriverClassName())
        .isEqualTo("dev.bricklane.jdbc.BricklaneDriver");
    assertThat(catalog.getJdbcDriverInfo().isJdbcCompliant()).isFalse();
  }

  @Test
  void findsTablesAndTheirColumns() {
    assertThat(catalog.getTables())
        .extracting(NamedObject::getName)
        .contains("models", "calls", "usage", "pool", "properties");
    Table models = named(catalog.getTables(), "models");
    assertThat(models.getSchema().getCatalogName()).isEqualTo("bricklane");
    assertThat(models.getSchema().getName()).isEqualTo("main");
    assertThat(models.getRemarks()).isEqualTo("The workspace's model endpoints.");
    assertThat(models.getColumns())
        .extracting(NamedObject::getName)
        .contains("name", "task", "ready", "created");
    Column created = named(models.getColumns(), "created");
    assertThat(created.getColumnDataType().getName()).isEqualTo("TIMESTAMP");
    assertThat(created.getColumnDataType().getTypeMappedClass())
        .isEqualTo(java.sql.Timestamp.class);
    assertThat(created.getRemarks()).isNotEmpty();
  }

  @Test
  void findsFunctionsAndTheirParameters() {
    Routine complete = named(catalog.getRoutines(), "complete");
    assertThat(complete.getRemarks()).isNotEmpty();
    List<? extends RoutineParameter<? extends Routine>> parameters = complete.getParameters();
    assertThat(parameters)
        .extracting(NamedObject::getName)
        .contains("model", "prompt", "max_tokens");
    assertThat(catalog.getRoutines()).extracting(NamedObject::getName).contains("embed");
  }

  @Test
  void findsTheTypes() {
    assertThat(catalog.getSystemColumnDataTypes())
        .extracting(ColumnDataType::getName)
        .contains("VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP");
  }

  private static <T extends NamedObject> T named(Iterable<T> objects, String name) {
    for (T object : objects) {
      if (object.getName().equals(name) || object.getName().equals("\"" + name + "\"")) {
        return object;
      }
    }
    throw new AssertionError("There is no " + name);
  }

  private static final class WarningCollector extends Handler {
    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
        WARNINGS.add(message.getLevel() + " " + message.getMessage() + " " + message.getThrown());
      }
    }

    @Override
    public void flush() {
      // It keeps nothing back.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
