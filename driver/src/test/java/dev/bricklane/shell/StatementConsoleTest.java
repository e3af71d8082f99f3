package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementConsoleTest {
  @ParameterizedTest
  @CsvSource({
    "exit, !quit",
    "Quit;, !quit",
    "\\q, !quit",
    "help, !help",
    "HELP ;, !help",
    "?, !help",
    "\\h, !help",
    "!tables, !tables",
    "SELECT 1;, SELECT 1;",
    "SELECT help, SELECT help"
  })
  void knowsTheWordsOfOtherShells(String typed, String run) {
    assertThat(StatementConsole.command(typed)).isEqualTo(run);
  }
}
