package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static CommandLine parse(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments), Map.of());
  }

  @Test
  void connectsToTheEmbeddedWorkspaceByDefault() throws UsageException {
    assertThat(parse().url()).isEqualTo("jdbc:bricklane:embedded");
  }

  @Test
  void prefersTheOptionToTheVariableToTheDefault() throws UsageException {
    Map<String, String> environment = Map.of("BRICKLANE_URL", "jdbc:bricklane://a");

    assertThat(CommandLine.parse(List.of(), environment).url()).isEqualTo("jdbc:bricklane://a");
    assertThat(CommandLine.parse(List.of("-u", "jdbc:b:"), environment).url()).isEqualTo("jdbc:b:");
    assertThat(CommandLine.parse(List.of(), Map.of("BRICKLANE_URL", "")).url())
        .isEqualTo("jdbc:bricklane:embedded");
  }

  @Test
  void keepsTheOrderOfStatementsAndFiles() throws UsageException {
    assertThat(parse("-e", "a", "--file=b.sql", "--execute", "c", "-f", "-").sources())
        .containsExactly(
            new ScriptSource.Inline("a"),
            new ScriptSource.File(Path.of("b.sql")),
            new ScriptSource.Inline("c"),
            new ScriptSource.StandardInput());
  }

  @Test
  void splitsPropertiesAtTheFirstEqualsSign() throws UsageException {
    assertThat(parse("-p", "token=a=b", "--property=x=", "--property", "token=c").properties())
        .containsExactly(Map.entry("token", "c"), Map.entry("x", ""));
  }

  @Test
  void readsFlags() throws UsageException {
    CommandLine line = parse("--no-header", "--format=json", "--progress", "never");

    assertThat(line.header()).isFalse();
    assertThat(line.progress()).isFalse();
    assertThat(line.format()).isEqualTo(OutputFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --frmat csv      | unknown option --frmat; did you mean --format?
          --excute x       | unknown option --excute; did you mean --execute?
          --urll=secret    | unknown option --urll; did you mean --url?
          -x               | unknown option -x
          --bogus-option   | unknown option --bogus-option
          query            | unexpected argument 'query'; SQL goes after -e, a file's name after -f
          -e               | option -e needs a value: SQL
          --url            | option --url needs a value: URL
          -u -e x          | option -u needs a value: URL
          --help=me        | option --help takes no value
          --format xml     | option --format cannot be 'xml'; choose table, csv, json, vertical, text
          --progress yes   | option --progress cannot be 'yes'; choose auto, never
          -p dapi0123      | option -p needs NAME=VALUE, as in -p user=me
          -p =dapi0123     | option -p needs NAME=VALUE, as in -p user=me
          """)
  void namesTheMistake(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void refusesTextThatTheLocaleHasGarbled() {
    assertThatThrownBy(() -> parse("-e", "SELECT '\uFFFD\uFFFD'"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("argument 2")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }

  @Test
  void showsNoSecretInItsText() throws UsageException {
    assertThat(parse("-u", "jdbc:bricklane://h?token=s3cret", "-p", "token=s3cret").toString())
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url",
        "--execute",
        "--file",
        "--property",
        "--format",
        "--no-header",
        "--progress",
        "--help",
        "--version"
      })
  void explainsTheOptionInItsHelp(String option) {
    assertThat(Option.longNames()).contains(option).hasSize(9);
    assertThat(Help.TEXT).contains(option + " ");
  }
}
