package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The thin jar in a sandbox as Jenkins has it for pipelines: {@code groovy-sandbox} with Groovy
 * 2.4, and a list of methods that pass.
 */
class SandboxIT {
  private static final String HOST = "dev.bricklane.scripting.Databricks";

  @TempDir private Path folder;

  private List<String> run(EmbeddedWorkspace workspace, String... scripts) throws Exception {
    Path file = Files.write(folder.resolve("scripts"), List.of(scripts));
    String url =
        "jdbc:bricklane://127.0.0.1:%d;ssl=false;token=%s"
            .formatted(workspace.uri().getPort(), workspace.token());
    JarRun run =
        JarRun.scripts(
            "",
            List.of("-cp", String.join(File.pathSeparator, classPath())),
            SandboxedScripts.class.getName(),
            url,
            file.toString());
    assertThat(run.status()).as(run.errors()).isZero();
    return run.output().lines().toList();
  }

  private static List<String> classPath() throws IOException {
    List<String> paths = new ArrayList<>();
    paths.add(System.getProperty("scripting.thin.jar"));
    paths.add(JarRun.JAR.toString());
    paths.add(JarRun.location(SandboxedScripts.class).toString());
    try (Stream<Path> jars =
        Files.list(Path.of(System.getProperty("groovy.jars"), "groovy-sandbox"))) {
      jars.map(Path::toString).forEach(paths::add);
    }
    return paths;
  }

  @Test
  void runsWhatIsAllowed() throws Exception {
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.start()) {
      assertThat(
              run(
                  workspace,
                  "databricks.complete('embedded-responder', \"Why? $ticket.body\", max_tokens: 99).contains('Ada')",
                  "databricks.complete('embedded-responder', 'Hi').usage.promptTokens",
                  "String s = databricks.complete('embedded-responder', 'Hi'); s.length() > 9",
                  "def s = []; databricks.stream('embedded-responder', 'Hi') { s << it }; s.join('').contains('Hi')",
                  "databricks.extract('embedded-responder', ticket.body, [age: Integer]).age + 1",
                  "databricks.parallel(['a', 'b'], model: 'embedded-responder', max_tokens: 3) { \"Do $it\" }.collect { it.text }",
                  "databricks.sql(\"SELECT CAST($ticket.id AS INTEGER) AS n\")[0].n",
                  "databricks.complete('no-such-model', 'Hi')"))
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("gives true"),
              line -> assertThat(line).isEqualTo("gives 1"),
              line -> assertThat(line).isEqualTo("gives true"),
              line -> assertThat(line).isEqualTo("gives true"),
              line -> assertThat(line).isEqualTo("gives 37"),
              line -> assertThat(line).isEqualTo("gives [Hello!, Hello!]"),
              line -> assertThat(line).isEqualTo("gives 7"),
              line -> assertThat(line).startsWith("42704 "));
      assertThat(workspace.modelCalls()).isEqualTo(8);
    }
  }

  @Test
  void refusesAllElseWithoutACall() throws Exception {
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.start()) {
      assertThat(
              run(
                  workspace,
                  "System.exit(1)",
                  "new File('/etc/passwd').text",
                  "'ls'.execute()",
                  "databricks.connection",
                  "databricks.getConnection()",
                  "databricks['connection']",
                  "databricks.@session",
                  "databricks.sql.connection",
                  "databricks.with(token: 'x')",
                  "databricks.close()",
                  HOST + ".connect('jdbc:bricklane:embedded')",
                  "databricks.class.classLoader",
                  "databricks.parallel([1]) { System.exit(1) }",
                  "databricks.complete(\"${new File('/etc/passwd').text}\")"))
          .containsExactly(
              "may not java.lang.System exit",
              "may not new java.io.File",
              "may not java.lang.String execute",
              "may not " + HOST + " connection",
              "may not " + HOST + " getConnection",
              "may not " + HOST + " connection",
              "may not " + HOST + " @session",
              "may not " + HOST + " sql",
              "may not " + HOST + " with",
              "may not " + HOST + " close",
              "may not " + HOST + " connect",
              "may not " + HOST + " class",
              "may not java.lang.System exit",
              "may not new java.io.File");
      assertThat(workspace.modelCalls()).isZero();
    }
  }
}
