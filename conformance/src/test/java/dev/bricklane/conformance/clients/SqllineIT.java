package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sqlline, in a JVM of its own with nothing else on the class path but the packaged jar. */
class SqllineIT {
  /** What a run has written to standard output, and to standard error, where messages go. */
  private record Outcome(String output, String messages) {}

  private static CountedWorkspace workspace;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    workspace = CountedWorkspace.start();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void showsTheMetadataWithoutAModelCall() throws Exception {
    long before = workspace.calls();
    Outcome outcome =
        run(
            """
            !set outputformat csv
            !dbinfo
            !tables
            !columns models
            !describe models
            !typeinfo
            !indexes models
            !primarykeys models
            !importedkeys models
            !exportedkeys models
            !procedures
            !schemas
            !metadata getCatalogs
            !metadata getTableTypes
            !metadata getFunctions bricklane main complete
            !metadata getFunctionColumns bricklane main embed %
            !metadata getClientInfoProperties
            !metadata supportsSavepoints
            !isolation TRANSACTION_READ_COMMITTED
            !autocommit off
            !commit
            !rollback
            !autocommit on
            !reconnect
            SELECT 'again' AS word;
            !quit
            """);
    assertThat(outcome.output())
        .contains("getDatabaseProductName                            Bricklane")
        .contains("'bricklane','main','models','TABLE','The workspace''s model endpoints.'")
        .contains("'bricklane','main','models','name','12','VARCHAR'")
        .contains("'VARCHAR','12','2147483647'")
        .contains("'bricklane','main','complete','")
        .contains("'bricklane','main','embed','text','")
        .contains("'ApplicationName','")
        .contains("'again'");
    assertThat(outcome.messages())
        .contains("Commit complete", "Rollback complete")
        .contains("1 row selected")
        .doesNotContain("Error", "Exception", "not supported", "Unknown command", "08003");
    assertThat(workspace.calls() - before).isZero();
  }

  @Test
  void runsAScriptAndWritesTheFormatsThatItHas() throws Exception {
    long before = workspace.calls();
    Outcome outcome =
        run(
            """
            !set outputformat csv
            -- a comment before the statement
            SELECT name, complete('embedded-responder', 'Hello ' || name) AS answer
            FROM (VALUES 'Ada', 'Linus') AS t(name);
            !set rowlimit 2
            SELECT complete('embedded-responder', 'Row ' || n) AS answer FROM (VALUES 'a', 'b', 'c', 'd') AS t(n);
            !set outputformat json
            SELECT embed('embedded-hashing-384', 'a text') AS v;
            !set outputformat xmlelements
            SELECT TRUE AS yes, 1.5 AS n, DATE '2026-01-31' AS d, CAST(NULL AS INTEGER) AS nothing;
            !set outputformat table
            SELECT ready FROM models WHERE name = 'embedded-responder';
            !quit
            """);
    assertThat(outcome.output())
        .contains("'name','answer'\n'Ada','Hello!")
        .contains("\"Hello Linus\"")
        .contains("\"Row a\"", "\"Row b\"")
        .doesNotContain("Row c")
        .contains("{\"v\":\"[")
        .contains("<yes>true</yes>", "<n>1.5</n>", "<d>2026-01-31</d>")
        .contains("| ready |");
    assertThat(outcome.messages()).contains("2 rows selected").doesNotContain("Error");
    assertThat(workspace.calls() - before).isEqualTo(5);
  }

  @Test
  void saysWhatIsWrongAndGoesOn() throws Exception {
    long before = workspace.calls();
    Outcome outcome =
        run(
            """
            SELEC 1;
            DROP TABLE models;
            !batch
            DELETE FROM models;
            !batch
            SELECT complete('embedded-fault-rate-limit-qps', 'hi');
            !set outputformat csv
            SELECT 'still here' AS word;
            !quit
            """);
    assertThat(outcome.messages())
        .contains("(state=42601,code=5002)")
        .contains("(state=25006,code=5009)")
        .contains("(state=53400,code=3001)");
    assertThat(outcome.output()).contains("'still here'");
    assertThat(workspace.calls() - before).isOne();
  }

  /** Runs a script, with the host and the token in the environment alone. */
  private Outcome run(String script) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path messages = folder.resolve("messages");
    Path nothing = Files.createFile(folder.resolve("nothing"));
    ProcessBuilder builder =
        new ProcessBuilder(command(Files.writeString(folder.resolve("commands.sql"), script)))
            .redirectInput(nothing.toFile())
            .redirectOutput(output.toFile())
            .redirectError(messages.toFile());
    builder.environment().put("DATABRICKS_HOST", workspace.address());
    builder.environment().put("DATABRICKS_TOKEN", workspace.token());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(Files.readString(output), Files.readString(messages));
  }

  private static List<String> command(Path script) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("sqlline.jar") + File.pathSeparator + CountedWorkspace.JAR,
        "sqlline.SqlLine",
        "-d",
        "dev.bricklane.jdbc.BricklaneDriver",
        "-u",
        "jdbc:bricklane://;maxRetries=0",
        "-n",
        "",
        "-p",
        "",
        "--color=false",
        "--force=true",
        "--maxWidth=200",
        "--run=" + script);
  }
}
