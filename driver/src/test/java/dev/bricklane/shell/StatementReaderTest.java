package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.shell.StatementReader.ScriptStatement;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {
  private static List<ScriptStatement> read(String script) throws IOException {
    List<ScriptStatement> statements = new ArrayList<>();
    try (StatementReader reader = new StatementReader(new StringReader(script))) {
      for (ScriptStatement next = reader.next(); next != null; next = reader.next()) {
        statements.add(next);
      }
    }
    return statements;
  }

  private static List<String> sql(String script) throws IOException {
    return read(script).stream().map(ScriptStatement::sql).toList();
  }

  @Test
  void cutsAtSemicolons() throws IOException {
    assertThat(sql(" SELECT 1 ;SELECT 2;\nSELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b'",
        "SELECT 'it''s; so'",
        "SELECT \"a;\"\"b\"",
        "SELECT `a;b`",
        "SELECT 1 -- a;b\n+ 1",
        "SELECT 1 // a;b\n+ 1",
        "SELECT /* a;b */ 1",
        "SELECT /* it's; */ 1",
        "SELECT /*/ ; */ 1",
        "SELECT E'it\\'s; so'",
        "SELECT 8 / 2 - 1",
        "SELECT 'open; to the end",
        "SELECT /* open; to the end"
      })
  void cutsNotInsideQuotesAndComments(String statement) throws IOException {
    assertThat(sql(statement)).containsExactly(statement);
  }

  @Test
  void takesABackslashAsItselfInAnOrdinaryText() throws IOException {
    assertThat(sql("SELECT 'a\\'; SELECT nameE'b\\'; SELECT 3"))
        .containsExactly("SELECT 'a\\'", "SELECT nameE'b\\'", "SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", ";", ";; ;", "-- nothing", "/* nothing; */;", "\uFEFF"})
  void leavesOutWhatIsNoStatement(String script) throws IOException {
    assertThat(sql(script)).isEmpty();
  }

  @Test
  void keepsTheCommentsOfAStatement() throws IOException {
    assertThat(sql("-- why\nSELECT 1; /* last */")).containsExactly("-- why\nSELECT 1");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertThat(sql("\uFEFFSELECT 1")).containsExactly("SELECT 1");
  }

  @Test
  void knowsTheLineOfEachStatement() throws IOException {
    assertThat(read("-- first\nSELECT 1;\n\nSELECT\n2; SELECT 3"))
        .extracting(ScriptStatement::line)
        .containsExactly(2, 4, 5);
  }
}
