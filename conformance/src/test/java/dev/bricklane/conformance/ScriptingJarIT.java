package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that runs scripts alone, as its users run it, and the thin one beside it. */
class ScriptingJarIT {
  private static final Path JAR = Path.of(System.getProperty("scripting.jar"));
  private static final Path THIN = Path.of(System.getProperty("scripting.thin.jar"));

  @TempDir private Path folder;

  private static JarRun run(String input, String... arguments) throws Exception {
    return JarRun.scripts(input, List.of("-jar", JAR.toString()), arguments);
  }

  @Test
  void runsWithNothingBesideIt() throws Exception {
    Path alone = Files.copy(JAR, folder.resolve("scripting.jar"));
    JarRun run =
        JarRun.scripts(
            "", List.of("-jar", alone.toString()), "-e", "println databricks.complete('hi')");
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).contains("You sent \"hi\" (1 word)").hasLineCount(1);
    assertThat(run.status()).isZero();
  }

  @Test
  void runsAScriptWithItsArgumentsAndGroovysModules() throws Exception {
    Path script = folder.resolve("with.modules.bricklane.groovy");
    Files.writeString(
        script,
        """
        import groovy.json.JsonSlurper
        import groovy.text.SimpleTemplateEngine
        import groovy.xml.XmlSlurper
        import java.nio.file.Path
        import java.time.LocalDate

        assert args.tail() == ['-e', 'é'] as String[]
        assert new JsonSlurper().parseText('{"a": [1]}').a == [1]
        assert new XmlSlurper().parseText('<a b="c"/>').@b == 'c'
        assert new SimpleTemplateEngine().createTemplate('<%= x %>').make(x: 1).toString() == '1'
        assert LocalDate.parse('2026-01-31') + 1 == LocalDate.parse('2026-02-01')
        assert Path.of(args[0]).with { it.text = 'written'; it.text } == 'written'
        assert databricks.sql.firstRow("SELECT ${args[2]} AS x").x == 'é'
        assert databricks.parallel(1..3, progress: true) { "Number $it" }.size() == 3
        assert databricks.extract('Ada is 36', [name: String, age: Integer]).age == 36
        println "fine, ${args[2]}"
        """);
    Path written = folder.resolve("one");
    JarRun run =
        run("", script.toString(), folder.resolve("written").toString(), "-e", "é");
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).isEqualToIgnoringNewLines("fine, é");
    assertThat(run.status()).isZero();
  }

  @Test
  void sendsWhatIsPipedInBehindTheFirstPrompt() throws Exception {
    String twice = "2.times { println databricks.complete('Why?') }";
    JarRun run = run("it broke\nat noon\n", "-e", twice);
    assertThat(run.output().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"Why? it broke at noon\""),
            second -> assertThat(second).contains("\"Why?\""));
    assertThat(run("", "-e", twice).output().lines()).allMatch(line -> line.contains("\"Why?\""));
    JarRun read = run("a\nb\n", "-e", "println stdin.readLines(); " + twice);
    assertThat(read.output()).startsWith("[a, b]").doesNotContain("Why? a");
    JarRun piped = run("println databricks.complete(args[0])", "-", "Hello");
    assertThat(piped.output()).contains("\"Hello\"");
  }

  @Test
  void saysWhatAScriptFailedWithAndWhere() throws Exception {
    Path script = folder.resolve("bad.groovy");
    Files.writeString(script, "println 'so far'\ndatabricks.complete('no-such-model', 'Hi')\n");
    JarRun run = run("", script.toString());
    assertThat(run.output()).isEqualToIgnoringNewLines("so far");
    assertThat(run.errors())
        .startsWith("error: " + script + ":2: ")
        .contains("[SQLSTATE 42704, code 2001]")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run("").status()).isEqualTo(2);
  }

  @Test
  void endsWhenTheScriptDoes() throws Exception {
    assertThat(run("", "-e", "databricks.complete('Hi'); System.exit(7)").status()).isEqualTo(7);
    JarRun run = run("", "-e", "Thread.start { sleep 3_600_000 }; println databricks.models().size()");
    assertThat(run.status()).isZero();
    assertThat(run.output().strip()).containsOnlyDigits();
  }

  @Test
  void endsWhenNobodyReadsAnyMore() throws Exception {
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "-u",
                "jdbc:bricklane:embedded",
                "-e",
                "for (i in 0..<1_000_000_000) println databricks.complete(\"Number $i\")")
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).contains("Number 0");
    }
    assertThat(JarRun.status(process, errors)).isZero();
    assertThat(errors).isEmptyFile();
  }

  @Test
  void embedsWithTheModelBesideTheJar() throws Exception {
    JarRun run = run("", "-e", "println databricks.embed('embedded-minilm-l6-v2', 'a text').length");
    assertThat(run.errors()).isEmpty();
    assertThat(run.output().strip()).isEqualTo("384");
  }

  @Test
  void saysItsVersions() throws Exception {
    assertThat(run("", "--version").output())
        .startsWith("bricklane-scripting 0.1.0")
        .contains("Groovy ");
    assertThat(run("", "--help").output()).startsWith("Usage: ");
  }

  @Test
  void isAnEngineInAnIsolatedClassLoader() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader alone =
        new URLClassLoader(
            new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(null);
      assertThat(ServiceLoader.load(ScriptEngineFactory.class, alone))
          .extracting(factory -> factory.getClass().getSimpleName())
          .contains("DatabricksScriptEngineFactory", "GroovyScriptEngineFactory");
      ScriptEngine engine = new ScriptEngineManager(alone).getEngineByName("databricks");
      assertThat(
              engine.eval(
                  """
                  import dev.bricklane.scripting.Databricks
                  Databricks.connect('jdbc:bricklane:embedded').withCloseable {
                    it.complete('Hi') as String
                  }
                  """))
          .asString()
          .contains("\"Hi\"");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void holdsGroovyAndItsOwnClassesAlone() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(name ->
              name.matches(
                  "(dev/bricklane|groovy|groovyjarjar\\w+|org/codehaus/groovy|org/apache/groovy)/.*"));
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      assertThat(jar.getEntry("META-INF/dgminfo")).isNotNull();
      Properties extensions = new Properties();
      extensions.load(
          jar.getInputStream(
              jar.getEntry("META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule")));
      assertThat(extensions.getProperty("extensionClasses"))
          .contains("SqlExtensions", "DateTimeExtensions", "NioExtensions", "XmlExtensions");
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isEqualTo("0.1.0");
    }
    System.out.printf("bricklane-scripting.jar: %.1f MB%n", Files.size(JAR) / 1e6);
    assertThat(Files.size(JAR)).isLessThan(60_000_000);
  }

  @Test
  void leavesGroovyAndTheDriverOutOfTheThinJar() throws IOException {
    try (JarFile jar = new JarFile(THIN.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(name -> name.startsWith("dev/bricklane/scripting/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.bricklane.scripting");
    }
    assertThat(Files.size(THIN)).isLessThan(500_000);
  }
}
