package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementErrorsTest {
  private final Queries queries = new Queries();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELEC 1 | At line 1, column 1: this is not a query",
        "SELECT 1 FORM models | At line 1, column 15: unexpected models; expected FROM",
        "SELECT @x | At line 1, column 8: the character @ cannot stand here",
        "SELECT (1 | At line 1, column 9: the statement ends too early; expected ',', ')'",
        "SELECT 'abc | At line 1, column 8: the text that begins here is not closed",
        "SELECT \"abc | At line 1, column 8: the quoted name that begins here is not closed",
        "SELECT 1 /* abc | At line 1, column 10: the comment that begins here is not closed",
        "SELECT 1; SELECT 2 | At line 1, column 11: a second statement begins; send one at a time",
        "` ; -- nothing` | The statement is empty",
        "SELECT date FROM (VALUES 1) t(date) WHERE ) | At line 1, column 37: ",
      })
  void saysWhereTheSyntaxIsWrongInALine(String sql, String message) {
    BricklaneException e = planningErrorOf(sql);
    assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(e.getMessage()).startsWith(message).doesNotContain("\n").hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT nosuch FROM models | UNKNOWN_COLUMN | At line 1, column 8: Column 'nosuch' not found",
        "SELECT 1 FROM nosuch | UNKNOWN_TABLE | At line 1, column 15: Object 'nosuch' not found",
        "SELECT nosuch(1) | UNKNOWN_FUNCTION | At line 1, column 8: No match found",
        "SELECT name FROM models a, models b | AMBIGUOUS_NAME | At line 1, column 8: Column 'name' is",
        "SELECT name, count(*) FROM models | INVALID_STATEMENT | At line 1, column 8: Expression 'name'",
        "SELECT complete('m') | UNKNOWN_FUNCTION | At line 1, column 8: complete lacks prompt: complete(model, prompt [,",
        "SELECT complete() | UNKNOWN_FUNCTION | At line 1, column 8: complete lacks model and prompt",
        "SELECT complete('m', 'p', max_token => 1) | UNKNOWN_FUNCTION | At line 1, column 27: complete has no argument max_token; did you mean max_tokens? It has model, prompt, system",
        "SELECT complete('m', 'p', logit_bias => '{}') | UNKNOWN_FUNCTION | At line 1, column 27: complete has no argument logit_bias; give it in params",
        "SELECT complete('m', 'p', prompt => 'q') | UNKNOWN_FUNCTION | At line 1, column 27: complete has argument prompt twice",
        "SELECT complete(model => 'm', 'p') | UNKNOWN_FUNCTION | At line 1, column 31: in complete an argument by position follows one by name",
        "SELECT embed('m', 'p', 'i', 4, 'fail', '{}', '{}', 8) | UNKNOWN_FUNCTION | At line 1, column 52: embed has too many arguments",
        "SELECT complete('m', 42) | TYPE_MISMATCH | At line 1, column 22: argument prompt of complete is INTEGER, but must be a text",
        "SELECT complete('m', 'p', max_tokens => 'x') | TYPE_MISMATCH | At line 1, column 41: argument max_tokens of complete is CHAR, but must be a whole number",
        "SELECT c.content FROM (VALUES 'a') AS t(x), LATERAL complete('m', t.y) c | UNKNOWN_COLUMN | At line 1, column 69: Column 'y' not found",
        "SELECT 1 + DATE '2026-01-01' + 'x' | TYPE_MISMATCH | At line 1, column 8: Cannot apply",
      })
  void saysWhatIsWrongWithAStatement(String sql, ErrorCode code, String message) {
    BricklaneException e = planningErrorOf(sql);
    assertThat(e.getMessage()).startsWith(message).doesNotContain("\n");
    assertThat(e.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INSERT INTO models VALUES (1) | INSERT",
        "/* harmless */ update models set name = 'x' | UPDATE",
        "DELETE FROM models | DELETE",
        "MERGE INTO models USING x ON 1=1 | MERGE",
        "CREATE LOCAL TEMPORARY TABLE t (a INT) | CREATE",
        "drop table models; | DROP",
        "ALTER SESSION x | ALTER",
        "SET x = 1 | SET",
        "TRUNCATE TABLE models | TRUNCATE",
        "GRANT ALL ON models TO me | GRANT",
        "CALL p() | CALL",
        "BEGIN | BEGIN",
        "COMMIT | COMMIT",
        "DESCRIBE models | DESCRIBE",
        "SHOW TABLES | SHOW",
        "EXPLAIN PLAN FOR DELETE FROM models | DELETE",
      })
  void refusesAnythingButAQuery(String sql, String statement) {
    BricklaneException e = planningErrorOf(sql);
    assertThat(e.code()).isEqualTo(ErrorCode.READ_ONLY);
    assertThat(e.code().sqlState()).isEqualTo("25006");
    assertThat(e.getMessage()).startsWith(statement + " is refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT x + 1 FROM (VALUES 2147483647) t(x) | OUT_OF_RANGE",
        "SELECT x * x FROM (VALUES CAST(9000000000 AS BIGINT)) t(x) | OUT_OF_RANGE",
        "SELECT 1 / x FROM (VALUES 0) t(x) | DIVISION_BY_ZERO",
        "SELECT 1 / 0 | DIVISION_BY_ZERO",
        "SELECT MOD(5, x) FROM (VALUES 0) t(x) | DIVISION_BY_ZERO",
        "SELECT CAST(x AS INTEGER) FROM (VALUES 'x') t(x) | INVALID_CONVERSION",
        "SELECT CAST(x AS DATE) FROM (VALUES 'x') t(x) | INVALID_CONVERSION",
        "SELECT CAST(x AS TINYINT) FROM (VALUES 1000) t(x) | OUT_OF_RANGE",
        "SELECT (SELECT x FROM (VALUES 1, 2) t(x)) | DATA_EXCEPTION",
        "SELECT 1 FROM (VALUES 'a') t(x) WHERE x LIKE 'a\\-%' ESCAPE '\\' | DATA_EXCEPTION",
        "SELECT complete('broken', 'p') | RATE_LIMITED",
        "SELECT complete(CAST(NULL AS VARCHAR), 'p') | BAD_REQUEST",
        "SELECT complete('m', 'p', max_tokens => 0) | BAD_REQUEST",
        "SELECT complete('m', 'p', temperature => 2.5) | BAD_REQUEST",
        "SELECT complete('m', 'p', top_p => 0) | BAD_REQUEST",
        "SELECT complete('m', 'p', response_format => '{') | BAD_REQUEST",
        "SELECT complete('m', 'p', response_format => '[1]') | BAD_REQUEST",
        "SELECT * FROM embed('m', ARRAY['a', NULL]) | BAD_REQUEST",
      })
  void failsWhileRunningWithACodeOfTheCatalogue(String sql, ErrorCode code) {
    PreparedQuery query = queries.prepare(sql);
    assertThat(query.columns()).isNotEmpty();
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> queries.rows(sql));
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.getMessage()).doesNotContain("\n", "org.apache", "Baz");
  }

  /** Its plan is kept, and so is what Java has of its constants. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 / 0 | DIVISION_BY_ZERO",
        "SELECT CAST('x' AS INTEGER) | INVALID_CONVERSION",
        "SELECT CAST('x' AS DATE) | INVALID_CONVERSION",
        "SELECT CAST(300 AS TINYINT) | OUT_OF_RANGE",
      })
  void failsAgainInTheSameWay(String sql, ErrorCode code) {
    for (int run = 0; run < 3; run++) {
      BricklaneException e =
          catchThrowableOfType(BricklaneException.class, () -> queries.rows(sql));
      assertThat(e.code()).isEqualTo(code);
    }
  }

  @Test
  void namesTheArgumentThatIsOutOfItsRange() {
    BricklaneException e =
        catchThrowableOfType(
            BricklaneException.class,
            () -> queries.rows("SELECT complete('m', 'p', temperature => 3)"));
    assertThat(e.getMessage()).contains("temperature", "complete", "3", "0 to 2");
    assertThat(queries.gateway.chats).isEmpty();
  }

  private BricklaneException planningErrorOf(String sql) {
    return catchThrowableOfType(BricklaneException.class, () -> queries.prepare(sql));
  }
}
