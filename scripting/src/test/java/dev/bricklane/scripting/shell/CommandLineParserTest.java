package dev.bricklane.scripting.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.scripting.shell.CommandLine.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineParserTest {
  private static CommandLine parse(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments), Map.of());
  }

  @Test
  void leavesToTheScriptWhatFollowsIt() throws UsageException {
    CommandLine line = parse("-u", "jdbc:bricklane:embedded", "a.groovy", "-u", "--", "b");
    assertThat(line.url()).isEqualTo("jdbc:bricklane:embedded");
    assertThat(line.script()).isEqualTo(new ScriptSource.File(Path.of("a.groovy")));
    assertThat(line.arguments()).containsExactly("-u", "--", "b");
  }

  @Test
  void takesOptionsAfterAScriptOfTheCommandLine() throws UsageException {
    CommandLine line = parse("-e", "a", "--model=m", "-e", "b", "-p", "x=1=2", "c", "-d");
    assertThat(line.script()).isEqualTo(new ScriptSource.Inline("a\nb"));
    assertThat(line.properties()).isEqualTo(Map.of("model", "m", "x", "1=2"));
    assertThat(line.arguments()).containsExactly("c", "-d");
    assertThat(parse("-e", "a", "--", "-d").arguments()).containsExactly("-d");
  }

  @Test
  void readsStandardInputForADash() throws UsageException {
    CommandLine line = parse("-", "a");
    assertThat(line.script()).isEqualTo(new ScriptSource.Piped());
    assertThat(line.arguments()).containsExactly("a");
  }

  @Test
  void connectsWhereTheEnvironmentSays() throws UsageException {
    assertThat(parse("a").url()).isEqualTo("jdbc:bricklane://");
    Map<String, String> environment = Map.of("BRICKLANE_URL", " jdbc:bricklane:embedded ");
    assertThat(CommandLine.parse(List.of("a"), environment).url())
        .isEqualTo("jdbc:bricklane:embedded");
    assertThat(CommandLine.parse(List.of("-u", "jdbc:x", "a"), environment).url())
        .isEqualTo("jdbc:x");
  }

  @Test
  void helpsWithoutAScript() throws UsageException {
    assertThat(parse("--version").action()).isEqualTo(Action.VERSION);
    assertThat(parse("--version", "-h").action()).isEqualTo(Action.HELP);
    assertThat(Help.TEXT.lines()).allMatch(text -> text.length() <= 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-x a | unknown option -x",
        "--url | option --url needs a value: URL",
        "--stacktrace=1 a | option --stacktrace takes no value",
        "-p secret a | option -p needs NAME=VALUE, as in -p profile=dev",
        "-m m | no script: name a file, or - for standard input, or write one after -e",
        "-e \uFFFD | the script after -e has characters that the locale cannot carry; set"
            + " LC_ALL=C.UTF-8, or put the script into a UTF-8 file",
      })
  void saysWhatIsWrong(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void showsNoSecretInItsText() throws UsageException {
    assertThat(parse("-u", "jdbc:bricklane://h;token=s1", "-p", "token=s2", "a").toString())
        .contains("token")
        .doesNotContain("s1", "s2");
  }
}
