package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of JSON objects as tables. */
class JsonFilesTest {
  @TempDir Path folder;
  private FolderQueries files;

  @BeforeEach
  void attach() {
    files = new FolderQueries(folder);
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void findsTypesOutOfAllMembersThatOccur() {
    files.with(
        "t.jsonl",
        """
        {"id": 1, "price": 2, "open": true, "day": "2024-02-29", "code": "7", "mixed": 1}
        {"id": 2, "price": 2.5, "open": null, "mixed": "x", "huge": 18446744073709551615}

        {"id": 3, "late": "x"}
        """);

    assertThat(files.types("tickets.main.t"))
        .isEqualTo(
            "RecordType(BIGINT id, DOUBLE price, BOOLEAN open, DATE day, VARCHAR code, VARCHAR"
                + " mixed, DECIMAL(38, 0) huge, VARCHAR late)");
    assertThat(
            files.rows(
                "SELECT id, price, open, \"day\", code, mixed, huge, late FROM tickets.main.t"))
        .containsExactly(
            row(1L, 2.0, true, LocalDate.of(2024, 2, 29), "7", "1", null, null),
            row(2L, 2.5, null, null, null, "x", new BigDecimal("18446744073709551615"), null),
            row(3L, null, null, null, null, null, null, "x"));
  }

  @Test
  void losesNoDigitsOfWholeNumbers() {
    files.with(
        "t.jsonl",
        """
        {"long": 1234567890123456789012345678901234567890, "mixed": 9007199254740993, "n": [1.5]}
        {"long": 12, "mixed": 1.5, "n": [9007199254740993]}
        """);

    assertThat(files.rows("SELECT * FROM tickets.main.t"))
        .containsExactly(
            row("1234567890123456789012345678901234567890", "9007199254740993", List.of("1.5")),
            row("12", "1.5", List.of("9007199254740993")));
  }

  @Test
  void keepsStructuresAsTexts() {
    files.with(
        "t.ndjson",
        """
        {"o": {"a": 1.10, "b": [1, {"c": null}], "s": "x\\"y"}, "l": [{"a": 1}], "m": "text", "e": []}
        {"o": null, "l": [], "m": {"z": true}, "e": []}
        """);

    assertThat(files.rows("SELECT o, l, m, e FROM tickets.main.t"))
        .containsExactly(
            row(
                "{\"a\":1.10,\"b\":[1,{\"c\":null}],\"s\":\"x\\\"y\"}",
                "[{\"a\":1}]",
                "text",
                "[]"),
            row(null, "[]", "{\"z\":true}", "[]"));
  }

  @Test
  void makesArraysOfScalars() {
    files.with(
        "t.jsonl",
        """
        {"tags": ["a", "b"], "n": [1, null, 2.5]}
        {"tags": [], "n": null}
        """);

    assertThat(files.types("tickets.main.t"))
        .isEqualTo("RecordType(VARCHAR ARRAY tags, DOUBLE ARRAY n)");
    assertThat(files.rows("SELECT tags, n FROM tickets.main.t"))
        .containsExactly(
            row(List.of("a", "b"), Arrays.asList(1.0, null, 2.5)), row(List.of(), null));
    assertThat(files.column("SELECT tags[1] FROM tickets.main.t")).containsExactly("a", null);
  }

  @Test
  void readsOneArrayOfObjectsAndObjectsOverSeveralLines() {
    files
        .with("array.json", "[\n  {\"id\": 1},\n  {\"id\": 2}\n]\n")
        .with("pretty.json", "{\n  \"id\": 1\n}\n{\n  \"id\": 2\n}\n")
        .with("zipped.jsonl.gz", "{\"id\": 1}\n{\"id\": 2}\n");

    for (String table : List.of("array", "pretty", "zipped")) {
      assertThat(files.column("SELECT id FROM tickets.main.\"" + table + '"'))
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void distinguishesMembersThatDifferInCase() {
    files.with("t.jsonl", "{\"id\": 1, \"ID\": 2, \"id_2\": 3}\n");

    assertThat(files.rows("SELECT id, id_3, id_2 FROM tickets.main.t"))
        .containsExactly(row(1L, 2L, 3L));
  }

  @Test
  void saysWhereAValueIsNotOfItsColumnsType() {
    FolderQueries sampled = new FolderQueries(folder, Map.of("sampleRows", "1"));
    sampled.with(
        "t.jsonl",
        "{\"id\": 1, \"n\": 1}\n{\"id\": 2, \"n\": 2}\n{\"id\": 3, \"n\": {\"a\": 1}}\n");

    assertThat(sampled.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L, 3L);
    assertThatThrownBy(() -> sampled.rows("SELECT n FROM tickets.main.t"))
        .hasMessageStartingWith(
            "The file t.jsonl of the attached source tickets, line 3: column n is BIGINT after the"
                + " file's first rows, but here is '{\"a\":1}'");
  }

  @Test
  void readsAllAsTextWhereNoRowIsLookedAtForTypes() {
    FolderQueries text = new FolderQueries(folder, Map.of("sampleRows", "0"));
    text.with("t.jsonl", "{\"id\": 1, \"n\": [1, 2]}\n");

    assertThat(text.rows("SELECT id, n FROM tickets.main.t")).containsExactly(row("1", "[1,2]"));
  }

  @Test
  void keepsNoValueOfAnyLength() {
    files
        .with(
            "t.json.gz",
            "{\"id\": 1, \"o\": {\"a\": 1}, \"l\": [1]}\n{\"id\": 2, \"o\": {\"a\": ["
                + ("\"" + "x".repeat(1_000_000) + "\",").repeat(70)
                + "0]}, \"l\": [0"
                + ",0".repeat(4_000_000)
                + "]}\n")
        .with("deep.json", "{\"id\": 1}\n{\"id\": " + "[".repeat(2000) + "]".repeat(2000) + "}\n")
        .with("digits.json", "{\"id\": 1}\n{\"id\": " + "1".repeat(2000) + "}\n")
        .with(
            "members.json",
            IntStream.range(0, 30_000)
                .mapToObj(i -> "\"k" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}")));

    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L);
    for (String column : List.of("o", "l")) {
      assertThatThrownBy(() -> files.column("SELECT %s FROM tickets.main.t".formatted(column)))
          .hasMessageContaining("t.json.gz of the attached source tickets, line 2: a row has more")
          .hasMessageContaining("than 67,108,864 characters");
    }
    assertThatThrownBy(() -> files.column("SELECT id FROM tickets.main.deep"))
        .hasMessageContaining(
            "line 2: Document nesting depth (1001) exceeds the maximum allowed (1000);");
    assertThatThrownBy(() -> files.column("SELECT id FROM tickets.main.digits"))
        .hasMessageContaining(
            "line 2: Number value length (2000) exceeds the maximum allowed (1000);");
    assertThatThrownBy(() -> files.types("tickets.main.members"))
        .hasMessageContaining("line 1: a row has more than 20,000 fields");
  }

  @Test
  void saysWhichLineIsNoJson() {
    files
        .with("t.jsonl", "{\"id\": 1}\n{\"id\": 2}\n{\"id\": 3\n{\"id\": 4}\n")
        .with("list.json", "[1]\n");

    assertThat(files.column("SELECT id FROM tickets.main.t LIMIT 1")).containsExactly(1L);
    assertThatThrownBy(() -> files.rows("SELECT id FROM tickets.main.t"))
        .hasMessageStartingWith("The file t.jsonl of the attached source tickets, line 4:");
    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main.list"))
        .hasMessageContaining("list.json of the attached source tickets, line 1: a row is a JSON");
  }
}
