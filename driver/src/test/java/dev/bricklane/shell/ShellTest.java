package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.shell.ShellRun.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
  /** Two rows, then a division by zero. */
  private static final String BREAKS = "SELECT 6 / (3 - x) AS \"q\" FROM SYSTEM_RANGE(1, 9)";

  @Test
  void runsStatementsOfTheCommandLine() {
    Result result =
        new ShellRun()
            .run(
                "--format=csv",
                "-e",
                "CREATE TABLE t(a INT); INSERT INTO t VALUES (7)",
                "-e",
                "TABLE t;");

    assertThat(result).isEqualTo(new Result(0, "A\n7\n", ""));
  }

  @Test
  void runsStatementsOfStandardInput() {
    assertThat(new ShellRun().input("SELECT 1 AS a;\n-- end\n").run("--format=csv"))
        .isEqualTo(new Result(0, "A\n1\n", ""));
    assertThat(new ShellRun().input("SELECT '日本' AS a").run("--format=csv", "-f", "-"))
        .isEqualTo(new Result(0, "A\n日本\n", ""));
  }

  @Test
  void runsStatementsOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("report.sql"), "SELECT 'ü' AS a");

    assertThat(new ShellRun().run("--format=csv", "-f", file.toString()))
        .isEqualTo(new Result(0, "A\nü\n", ""));
  }

  @Test
  void runsNothingIfAFileIsMissing() {
    assertThat(new ShellRun().run("-e", "SELECT 1", "-f", "no-such.sql"))
        .isEqualTo(new Result(1, "", "error: cannot read no-such.sql: no such file\n"));
  }

  @Test
  void saysWhereInAFileAStatementFailed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.sql"), "SELECT 1;\n\nSELECT nope;\nSELECT 3");

    Result result = new ShellRun().run("--format=csv", "-f", file.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).isEqualTo("1\n1\n");
    assertThat(result.errors())
        .startsWith("error: " + file + ":3: Column \"NOPE\" not found")
        .endsWith(" [SQLSTATE 42S22, code 42122]\n");
  }

  @Test
  void writesNothingOfAStatementThatFailsAtOnce() {
    for (OutputFormat format : OutputFormat.values()) {
      Result result =
          new ShellRun()
              .run("--format=" + format.label(), "-e", "SELECT 1 / 0 FROM SYSTEM_RANGE(1, 2)");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.output()).isEmpty();
      assertThat(result.errors()).startsWith("error: Division by zero");
    }
  }

  @Test
  void writesTheRowsThatCameBeforeAFailure() {
    String[] lazily = {"-u", "jdbc:h2:mem:;LAZY_QUERY_EXECUTION=1", "-e", BREAKS, "--format"};

    assertThat(outputOf(lazily, "csv")).isEqualTo("q\n3\n6\n");
    assertThat(outputOf(lazily, "table")).isEqualTo(" q\n---\n 3\n 6\n");
    assertThat(outputOf(lazily, "json")).isEqualTo("[\n  {\"q\":3},\n  {\"q\":6}\n");
  }

  private static String outputOf(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    Result result = new ShellRun().run(all);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).startsWith("error: Division by zero");
    return result.output();
  }

  @Test
  void passesPropertiesToTheDriver() {
    Result result =
        new ShellRun()
            .run("-p", "user=ada", "-p", "password=x", "--format=csv", "-e", "SELECT USER");

    assertThat(result.output()).endsWith("ADA\n");
  }

  @Test
  void reportsAConnectionThatCannotBeOpened() {
    Result result = new ShellRun().run("-u", "jdbc:h2:mem:;NO_SUCH=1", "-e", "SELECT 1");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).startsWith("error: ").contains("SQLSTATE 90113, code 90113]");
  }

  @Test
  void showsNothingOfAUrlThatNoDriverTakes() {
    assertThat(new ShellRun().run("-u", "jdbc:foo://host?token=s3cret", "-e", "SELECT 1"))
        .isEqualTo(
            new Result(
                1,
                "",
                "error: no JDBC driver for URLs that start with jdbc:foo:; use one like"
                    + " jdbc:bricklane:embedded or jdbc:bricklane://HOST [SQLSTATE 08001]\n"));
    assertThat(new ShellRun().run("-u", "s3cret", "-e", "SELECT 1").errors())
        .startsWith("error: not a JDBC URL; use one like ")
        .doesNotContain("s3cret");
  }

  @Test
  void refusesWrongArguments() {
    assertThat(new ShellRun().run("--formt", "csv"))
        .isEqualTo(
            new Result(
                2, "", "error: unknown option --formt; did you mean --format?\nSee --help.\n"));
  }

  @Test
  void printsHelpAndVersion() {
    assertThat(new ShellRun().run("--version", "--help")).isEqualTo(new Result(0, Help.TEXT, ""));
    assertThat(new ShellRun().run("-V").output())
        .startsWith("bricklane ")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void saysThatThereWasNothingToRun() {
    assertThat(new ShellRun().run("-e", " ; -- nothing"))
        .isEqualTo(new Result(0, "", "nothing to run: no statement was given. See --help.\n"));
  }

  @Test
  void endsQuietlyWhenTheReaderGoesAway() {
    Result result =
        new ShellRun()
            .output(failingWith("Broken pipe"))
            .run("-e", "SELECT 1", "-e", "SELECT nope");

    assertThat(result).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void reportsThatTheOutputCannotBeWritten() {
    Result result =
        new ShellRun().output(failingWith("No space left on device")).run("-e", "SELECT 1");

    assertThat(result)
        .isEqualTo(
            new Result(1, "", "error: cannot write to standard output: No space left on device\n"));
  }

  @Test
  void cancelsTheStatementOnAnInterrupt() {
    AtomicReference<Thread> interrupt = new AtomicReference<>();
    AtomicReference<Runnable> action = new AtomicReference<>();
    // The first row brings the interrupt; the statement has 999,999,999 more.
    OutputStream interrupting =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int from, int count) {
            if (interrupt.get() == null) {
              Thread thread = new Thread(action.get());
              interrupt.set(thread);
              thread.start();
            }
          }
        };

    Result result =
        new ShellRun()
            .output(interrupting)
            .interrupts(run -> {
              action.set(run);
              return () -> {};
            })
            .run(
                "-u",
                "jdbc:h2:mem:;LAZY_QUERY_EXECUTION=1",
                "--format=csv",
                "-e",
                "SELECT x FROM SYSTEM_RANGE(1, 1000000000)");

    assertThat(result).isEqualTo(new Result(130, "", "cancelled\n"));
  }

  private static OutputStream failingWith(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
