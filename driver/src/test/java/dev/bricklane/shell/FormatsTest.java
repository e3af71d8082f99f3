package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What each format prints, character for character. */
class FormatsTest {
  private static final String MIXED =
      """
      SELECT "n", "text", CAST("d" AS DECIMAL(5, 2)) AS "d", "b" FROM (VALUES
        (1, 'plain', 1.5, TRUE),
        (20, NULL, NULL, NULL),
        (300, '', 0, FALSE),
        (4, 'a "quoted", text', 1E2, TRUE)) AS t("n", "text", "d", "b")
      """;

  @Test
  void alignsATable() {
    assertThat(ShellRun.print("table", MIXED))
        .isEqualTo(
            """
               n | text             |      d | b
            -----+------------------+--------+-------
               1 | plain            |   1.50 | true
              20 | NULL             |   NULL | NULL
             300 |                  |   0.00 | false
               4 | a "quoted", text | 100.00 | true
            (4 rows)
            """);
  }

  @Test
  void keepsATableAlignedAroundWideCharactersAndLineBreaks() {
    String sql =
        "SELECT * FROM (VALUES ('日本語', 'x'), ('a' || CHAR(10) || 'bc', 'e\u0301🙂'),"
            + " (CHAR(27) || '[2J', CHAR(9) || 'y')) AS t(\"k\", \"v\")";

    assertThat(ShellRun.print("table", sql))
        .isEqualTo(
            """
             k       | v
            ---------+-----------
             日本語  | x
             a      +| e\u0301🙂
             bc      |
             \\x1B[2J |         y
            (3 rows)
            """);
  }

  @Test
  void writesWholeValuesIntoAPipe() {
    assertThat(ShellRun.print("table", "SELECT REPEAT('ab ', 100) || 'z' AS x"))
        .contains(" " + "ab ".repeat(100) + "z\n");
  }

  @Test
  void wrapsATableToTheTerminal() {
    String answer = "The quick brown fox jumps over the lazy dog";
    String sql = "SELECT 1 AS \"id\", '" + answer + "' AS \"answer\" UNION ALL SELECT 2, 'no'";

    assertThat(new ShellRun().onTerminal(30).run("-e", sql).output())
        .isEqualTo(
            """
             id | answer
            ----+-------------------------
              1 | The quick brown fox    +
                | jumps over the lazy dog
              2 | no
            (2 rows)
            """);
  }

  @Test
  void streamsATableAfterTheRowsItMeasures() {
    String output =
        ShellRun.print(
            "table",
            "SELECT CASE WHEN x > 100 THEN REPEAT('w', 10) ELSE 'n' END AS \"c\""
                + " FROM SYSTEM_RANGE(1, 101)");

    assertThat(output).startsWith(" c\n---\n n\n").endsWith("\n n\n wwwwwwwwww\n(101 rows)\n");
  }

  @Test
  void leavesOutHeaderAndCount() {
    assertThat(new ShellRun().run("--no-header", "-e", "SELECT 12, 'a'").output())
        .isEqualTo(" 12 | a\n");
    assertThat(new ShellRun().run("--no-header", "--format=csv", "-e", "SELECT 1, 'a'").output())
        .isEqualTo("1,a\n");
  }

  @Test
  void writesCsv() {
    assertThat(
            ShellRun.print(
                "csv",
                MIXED
                    + " UNION ALL SELECT 5, 'two' || CHAR(10) || 'lines', CAST(1 AS DECIMAL(5, 2)), TRUE"))
        .isEqualTo(
            """
            n,text,d,b
            1,plain,1.50,true
            20,,,
            300,"",0.00,false
            4,"a ""quoted"", text",100.00,true
            5,"two
            lines",1.00,true
            """);
  }

  @Test
  void writesJson() {
    assertThat(ShellRun.print("json", MIXED))
        .isEqualTo(
            """
            [
              {"n":1,"text":"plain","d":1.50,"b":true},
              {"n":20,"text":null,"d":null,"b":null},
              {"n":300,"text":"","d":0.00,"b":false},
              {"n":4,"text":"a \\"quoted\\", text","d":100.00,"b":true}
            ]
            """);
  }

  @Test
  void writesNestedValuesAndDatesAsJson() {
    String sql =
        "SELECT ARRAY[1, 2] AS \"a\", ARRAY[ARRAY['x'], NULL] AS \"b\", DATE '2026-01-02' AS \"c\","
            + " X'00ff' AS \"d\", CAST(0.5 AS DOUBLE PRECISION) AS \"e\","
            + " CAST(1E30 AS DECFLOAT) AS \"f\", '日本\n\u0001' AS \"g\"";

    assertThat(ShellRun.print("json", sql))
        .isEqualTo(
            """
            [
              {"a":[1,2],"b":[["x"],null],"c":"2026-01-02","d":"0x00ff","e":0.5,\
            "f":1000000000000000000000000000000,"g":"日本\\n\\u0001"}
            ]
            """);
  }

  @Test
  void makesJsonNamesUnique() {
    assertThat(ShellRun.print("json", "SELECT 1 AS \"a\", 2 AS \"a\", 3 AS \"a_2\", 4 AS \"a\""))
        .isEqualTo("[\n  {\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4}\n]\n");
  }

  @Test
  void writesALinePerValue() {
    assertThat(
            ShellRun.print(
                "vertical",
                "SELECT 1 AS \"id\", 'a' || CHAR(10) || CHAR(10) || 'b' AS \"answer\","
                    + " ARRAY[1, 2] AS \"語\" UNION ALL SELECT 2, NULL, NULL"))
        .isEqualTo(
            """
            -[ RECORD 1 ]---------------------------
            id     | 1
            answer | a
                   |
                   | b
            語     | [1,2]
            -[ RECORD 2 ]---------------------------
            id     | 2
            answer | NULL
            語     | NULL
            (2 rows)
            """);
  }

  @Test
  void writesValuesAlone() {
    assertThat(
            ShellRun.print(
                "text",
                "SELECT 'a' || CHAR(10) || CHAR(9) || 'b' || CHAR(27) || '[2J', 1 UNION ALL"
                    + " SELECT NULL, 2"))
        .isEqualTo("a\n\tb\\x1B[2J\n1\n\n2\n");
    assertThat(ShellRun.print("text", "SELECT 1 WHERE FALSE")).isEmpty();
  }

  @Test
  void writesEmptyResults() {
    String sql = "SELECT 1 AS \"a\" WHERE FALSE";

    assertThat(ShellRun.print("table", sql)).isEqualTo(" a\n---\n(0 rows)\n");
    assertThat(ShellRun.print("csv", sql)).isEqualTo("a\n");
    assertThat(ShellRun.print("json", sql)).isEqualTo("[]\n");
    assertThat(ShellRun.print("vertical", sql)).isEqualTo("(0 rows)\n");
  }

  @Test
  void setsResultsApart() {
    String sql = "SELECT 1 AS \"a\"; SELECT 2 AS \"b\"";

    assertThat(ShellRun.print("csv", sql)).isEqualTo("a\n1\n\nb\n2\n");
    assertThat(ShellRun.print("json", sql)).isEqualTo("[\n  {\"a\":1}\n]\n[\n  {\"b\":2}\n]\n");
  }
}
