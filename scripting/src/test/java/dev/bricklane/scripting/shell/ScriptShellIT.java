package dev.bricklane.scripting.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts write what they have to say into a file: standard output belongs to all tests. */
class ScriptShellIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int run(InputStream input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-u", "jdbc:bricklane:embedded"));
    all.addAll(List.of(arguments));
    return new ScriptShell(
            new StandardInput(input, () -> false),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            Map.of(),
            new Interrupt())
        .run(all);
  }

  private int run(String... arguments) {
    return run(InputStream.nullInputStream(), arguments);
  }

  private String file(String name, String script) throws IOException {
    return Files.writeString(folder.resolve(name), script).toString();
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bindsTheArgumentsAndDatabricks() throws IOException {
    String said = folder.resolve("said").toString();
    String script =
        file(
            "ask.bricklane.groovy",
            """
            #!/usr/bin/env groovy
            new File(args[0]).text = "${args[1]}: ${databricks.complete('Say é')}"
            """);
    assertThat(run(script, said, "-e")).isZero();
    assertThat(errors()).isEmpty();
    assertThat(Path.of(said)).content().startsWith("-e: ").contains("You sent \"Say é\"");
  }

  @Test
  void sendsWhatIsPipedInBehindTheFirstPrompt() throws IOException {
    String said = folder.resolve("said").toString();
    assertThat(
            run(
                text("line one\nline two\n"),
                "-e",
                "def first = databricks.embed('embedded-hashing-384', 'x').length",
                "-e",
                "def answers = ['Why?', 'And?'].collect { databricks.stream(it) { } }",
                "-e",
                "new File(args[0]).text = answers.join(' ')",
                said))
        .isZero();
    assertThat(Path.of(said))
        .content()
        .contains("You sent \"Why? line one line two\"", "You sent \"And?\"");
  }

  @Test
  void sendsItInAConversationToo() throws IOException {
    String script =
        """
        def chat = databricks.chat('embedded-gpt-like') { system 'Be brief'; user 'Why?', image: DOT }
        assert chat.turns[1].text == 'Why?\\n\\nline one\\nline two'
        assert chat.turns[1].messages[0].content*.type == ['text', 'image_url']
        assert chat.ask('And?').contains('"And?"')
        assert chat.turns[3].text == 'And?'
        """
            .replace(
                "DOT",
                "'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='"
                    + ".decodeBase64()");
    assertThat(run(text("line one\nline two\n"), "-e", script)).isZero();
    assertThat(errors()).isEmpty();
  }

  @Test
  void leavesStandardInputToAScriptOfAFile() throws IOException {
    String script =
        file(
            "read.groovy",
            "assert databricks.complete('Why?').contains('\"Why?\"') && stdin == 'x'");
    assertThat(run(text("x"), script)).isZero();
    assertThat(errors()).isEmpty();
  }

  @Test
  void runsTheScriptThatIsPipedIn() {
    assertThat(run(text("assert args.length == 1 && stdin == ''\nnope"), "-", "a")).isEqualTo(1);
    assertThat(errors()).startsWith("error: <stdin>:2: No such property: nope");
  }

  @Test
  void takesTheModel() {
    assertThat(
            run(
                "-m",
                "embedded-reasoner",
                "-e",
                "assert databricks.complete('Hi').model == 'embedded-reasoner'"))
        .isZero();
  }

  @Test
  void usesClassesBesideTheScript() throws IOException {
    file("Greeting.groovy", "class Greeting { static text() { 'hi' } }");
    assertThat(run(file("main.groovy", "assert Greeting.text() == 'hi'"))).isZero();
    assertThat(errors()).isEmpty();
  }

  @Test
  void saysWhereAnErrorOfTheDriverIs() throws IOException {
    String script = file("bad.groovy", "def ask = {\n  databricks.sql('DROP TABLE x')\n}\nask()\n");
    assertThat(run(script)).isEqualTo(1);
    assertThat(errors())
        .startsWith("error: " + script + ":2: ")
        .contains("[SQLSTATE 25006, code 5009]")
        .hasLineCount(1);
  }

  @Test
  void saysWhereOtherErrorsAre() {
    assertThat(run("-e", "\nthrow new IOException('no\\u001b[2J')")).isEqualTo(1);
    assertThat(run("-e", "def f(x) { f(x) }\nf(1)")).isEqualTo(1);
    assertThat(run("-e", "def x = )")).isEqualTo(1);
    assertThat(run("-e", "databricks.parallel([1]) { throw new IOException('off') }")).isEqualTo(1);
    assertThat(errors().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("error: -e:2: IOException: no\\x1B[2J"),
            line -> assertThat(line).isEqualTo("error: -e:1: java.lang.StackOverflowError"),
            line -> assertThat(line).startsWith("error: -e:1: ").contains(")"),
            line -> assertThat(line).isEqualTo("error: -e:1: IOException: off"));
  }

  @Test
  void showsTheStackTraceWhenAsked() {
    assertThat(run("--stacktrace", "-e", "throw new IOException()")).isEqualTo(1);
    assertThat(errors()).contains("error: -e:1: ", "\tat ").contains("java.io.IOException");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() {
    assertThat(run("--what")).isEqualTo(2);
    assertThat(run(folder.resolve("none.groovy").toString())).isEqualTo(1);
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(errors())
        .contains("error: unknown option --what\nSee --help.")
        .contains("none.groovy: no such file")
        .contains("it is a folder");
  }

  @Test
  void helps() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo(Help.TEXT);
  }
}
