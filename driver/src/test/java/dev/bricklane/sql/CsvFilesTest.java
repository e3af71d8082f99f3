package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of delimited text as tables. */
class CsvFilesTest {
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
  void readsQuotedFieldsAsRfc4180HasThem() {
    files.with(
        "t.csv", "id,body\r\n1,\"said \"\"no\"\", twice\"\r\n2,\"two\nlines\"\r\n3,it's\r\n");

    assertThat(files.rows("SELECT * FROM tickets.main.t"))
        .containsExactly(row(1L, "said \"no\", twice"), row(2L, "two\nlines"), row(3L, "it's"));
  }

  @Test
  void tellsNothingFromAnEmptyText() {
    files.with("t.csv", "a,b\n,x\n\"\",y\n z ,\n");

    assertThat(files.rows("SELECT a, b FROM tickets.main.t"))
        .containsExactly(row(null, "x"), row("", "y"), row(" z ", null));
  }

  @Test
  void findsTypesOut() {
    files.with(
        "t.csv",
        """
        flag,whole,huge,fraction,day,moment,instant,code,text,none
        true,1,18446744073709551615,1.5,2024-02-29,2024-02-29 10:11:12.345,2024-02-29T10:11:12Z,007,a,
        FALSE,-20,5,2e3,1969-12-31,2024-02-29,2024-02-29T12:11:12+02:00,8,2,
        ,,,,,,,,,
        """);

    assertThat(files.types("tickets.main.t"))
        .isEqualTo(
            "RecordType(BOOLEAN flag, BIGINT whole, DECIMAL(38, 0) huge, DOUBLE fraction, DATE day,"
                + " TIMESTAMP(3) moment, TIMESTAMP_WITH_LOCAL_TIME_ZONE(3) instant, VARCHAR code,"
                + " VARCHAR text, VARCHAR none)");
    assertThat(files.rows("SELECT flag, whole, fraction, \"day\", moment FROM tickets.main.t"))
        .containsExactly(
            row(
                true,
                1L,
                1.5,
                LocalDate.of(2024, 2, 29),
                LocalDateTime.of(2024, 2, 29, 10, 11, 12, 345_000_000)),
            row(
                false,
                -20L,
                2000.0,
                LocalDate.of(1969, 12, 31),
                LocalDateTime.of(2024, 2, 29, 0, 0)),
            row(null, null, null, null, null));
    assertThat(files.column("SELECT instant FROM tickets.main.t WHERE instant IS NOT NULL"))
        .extracting(value -> ((OffsetDateTime) value).toInstant().toString())
        .containsExactly("2024-02-29T10:11:12Z", "2024-02-29T10:11:12Z");
    assertThat(files.column("SELECT code FROM tickets.main.t WHERE code IS NOT NULL"))
        .containsExactly("007", "8");
  }

  @Test
  void losesNoDigitsOfWholeNumbers() {
    files
        .with("long.csv", "id\n1234567890123456789012345678901234567890\n12\n")
        .with("mixed.csv", "id\n9007199254740993\n1.5\n")
        .with("after.csv", "id\n1.5\n9007199254740993\n")
        .with("exact.csv", "n\n100000000000000000000\n1.5\n");

    assertThat(files.column("SELECT id FROM tickets.main.long"))
        .containsExactly("1234567890123456789012345678901234567890", "12");
    assertThat(files.column("SELECT id FROM tickets.main.mixed"))
        .containsExactly("9007199254740993", "1.5");
    assertThat(files.column("SELECT id FROM tickets.main.\"after\""))
        .containsExactly("1.5", "9007199254740993");
    assertThat(files.column("SELECT n FROM tickets.main.exact")).containsExactly(1e20, 1.5);

    FolderQueries sampled = new FolderQueries(folder, Map.of("sampleRows", "1"));
    assertThatThrownBy(() -> sampled.rows("SELECT id FROM tickets.main.\"after\""))
        .hasMessageContaining("line 3: column id is DOUBLE")
        .hasMessageContaining("'9007199254740993'");
  }

  @Test
  void findsTheDelimiterOut() {
    files
        .with("semicolon.csv", "a;b\n1,5;2\n")
        .with("pipe.csv", "a|b\n1|2\n")
        .with("tab.csv", "a\tb, c\n1\t2\n")
        .with("one.tsv", "a\tb\n1,2\t2\n")
        .with("single.csv", "body\nhello, world\nbye\n");

    assertThat(files.rows("SELECT a, b FROM tickets.main.semicolon"))
        .containsExactly(row("1,5", 2L));
    assertThat(files.rows("SELECT a, b FROM tickets.main.pipe")).containsExactly(row(1L, 2L));
    assertThat(files.rows("SELECT a, \"b, c\" FROM tickets.main.tab")).containsExactly(row(1L, 2L));
    assertThat(files.rows("SELECT a, b FROM tickets.main.\"one\"")).containsExactly(row("1,2", 2L));
    assertThat(files.column("SELECT body FROM tickets.main.single"))
        .containsExactly("hello, world", "bye");
  }

  @Test
  void takesWhatAnOptionSays() {
    FolderQueries said =
        new FolderQueries(
                folder,
                Map.of(
                    "HEADER",
                    "false",
                    "delimiter",
                    ":",
                    "charset",
                    "windows-1252",
                    "sampleRows",
                    "0"))
            .with("t.csv", "1:fünf\n2:é\n".getBytes(Charset.forName("windows-1252")));

    assertThat(said.rows("SELECT column1, column2 FROM tickets.main.t"))
        .containsExactly(row("1", "fünf"), row("2", "é"));
  }

  @Test
  void refusesAnOptionThatIsUnknownOrWrong() {
    assertThatThrownBy(() -> new FolderQueries(folder, Map.of("quote", "'")))
        .hasMessage(
            "The property attach.tickets.property.quote is unknown for a folder of files, which has"
                + " header, delimiter, charset and sampleRows");
    assertThatThrownBy(() -> new FolderQueries(folder, Map.of("delimiter", "::")))
        .hasMessage("The property attach.tickets.property.delimiter must be one character, or tab");
  }

  @Test
  void readsTextWithAByteOrderMark() {
    files
        .with("eight.csv", "\uFEFFid,body\n1,ä\n")
        .with("sixteen.csv", "\uFEFFid,body\n1,ä\n".getBytes(StandardCharsets.UTF_16LE))
        .with("big.csv", "\uFEFFid,body\n1,ä\n".getBytes(StandardCharsets.UTF_16BE));

    for (String table : List.of("eight", "sixteen", "big")) {
      assertThat(files.rows("SELECT id, body FROM tickets.main." + table))
          .containsExactly(row(1L, "ä"));
    }
  }

  @Test
  void saysThatTextOfTwoBytesWithoutAMarkIsNotUtf8() {
    files
        .with("little.csv", "id,body\n1,a\n".getBytes(StandardCharsets.UTF_16LE))
        .with("big.csv", "id,body\n1,a\n".getBytes(StandardCharsets.UTF_16BE))
        .with("four.csv", "\uFEFFid,body\n1,a\n".getBytes(Charset.forName("UTF-32LE")));

    for (String table : List.of("little", "big", "four")) {
      assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main." + table))
          .as(table)
          .hasMessageContaining("line 1: it is not encoded in UTF-")
          .hasMessageContaining("name its encoding by attach.tickets.property.charset");
    }
    assertThat(
            new FolderQueries(folder, Map.of("charset", "UTF-16LE"))
                .rows("SELECT id, body FROM tickets.main.little"))
        .containsExactly(row(1L, "a"));
  }

  @Test
  void readsCompressedFiles() {
    files.with("t.csv.gz", "id\n1\n2\n");

    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L);
  }

  @Test
  void namesColumnsThatHaveNoNameOrTheSame() {
    files.with("t.csv", "id,ID, ,body \n1,2,3,x\n");

    assertThat(files.rows("SELECT id, id_2, column3, body FROM tickets.main.t"))
        .containsExactly(row(1L, 2L, 3L, "x"));
  }

  @Test
  void namesColumnsOnOneLine() {
    files.with("t.csv", "\"price\r\nper piece\",\"price per piece\"\n1.5,2\n");

    assertThat(files.rows("SELECT \"price per piece\", \"price per piece_2\" FROM tickets.main.t"))
        .containsExactly(row(1.5, 2L));
  }

  @Test
  void skipsBlankLinesAndNeedsNoLastLineEnd() {
    files.with("t.csv", "id,b\n\n1,x\r\n\r\n2,y");

    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L);
  }

  @Test
  void readsALastFieldThatIsEmpty() {
    files.with("t.csv", "a,b\n1,\n2,");

    assertThat(files.rows("SELECT a, b FROM tickets.main.t"))
        .containsExactly(row(1L, null), row(2L, null));
  }

  @Test
  void saysWhereAValueIsNotOfItsColumnsType() {
    FolderQueries sampled = new FolderQueries(folder, Map.of("sampleRows", "2"));
    sampled.with(
        "t.csv", "id,n\n1,5\n2,6\n\"3\n\",7\n4,seven hundred and seventy seven thousand times\n");

    assertThat(sampled.column("SELECT n FROM tickets.main.t LIMIT 2")).containsExactly(5L, 6L);
    assertThatThrownBy(() -> sampled.rows("SELECT n FROM tickets.main.t"))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE))
        .hasMessage(
            "The file t.csv of the attached source tickets, line 6: column n is BIGINT after the"
                + " file's first rows, but here is 'seven hundred and seventy seven thousand…';"
                + " set attach.tickets.property.sampleRows to more rows, or to 0 to read all as"
                + " text");
  }

  @Test
  void convertsOnlyColumnsThatAreRead() {
    FolderQueries sampled = new FolderQueries(folder, Map.of("sampleRows", "1"));
    sampled.with("t.csv", "id,n\n1,5\n2,x\n");

    assertThat(sampled.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L);
    assertThat(sampled.column("SELECT count(*) FROM tickets.main.t")).containsExactly(2L);
    assertThat(sampled.column("SELECT sum(id + 1) FROM tickets.main.t")).containsExactly(5L);
  }

  @Test
  void saysWhereARowHasOtherFields() {
    files.with("t.csv", "a,b\n1,x\n2,y,z\n").with("short.csv", "a,b\n1,x\n2\n");

    assertThatThrownBy(() -> files.rows("SELECT a FROM tickets.main.t"))
        .hasMessageContaining("t.csv of the attached source tickets, line 3: the row has 3 fields");
    assertThatThrownBy(() -> files.rows("SELECT a FROM tickets.main.short"))
        .hasMessageContaining("line 3: the row has 1 fields, but the file has 2 columns");
  }

  @Test
  void saysWhereBytesAreNoText() {
    byte[] bytes = "id,body\n1,good\n2,\n3,bad \u0000\n4,good\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 0 ? (byte) 0xE4 : bytes[i];
    }
    files.with("t.csv", bytes);

    assertThat(files.column("SELECT body FROM tickets.main.t LIMIT 1")).containsExactly("good");
    assertThatThrownBy(() -> files.rows("SELECT body FROM tickets.main.t"))
        .hasMessage(
            "The file t.csv of the attached source tickets, line 4: it is not encoded in UTF-8; name"
                + " its encoding by attach.tickets.property.charset");
  }

  @Test
  void saysWhereAQuoteIsNotClosed() {
    files.with("t.csv", "id,body\n1,x\n2,\"y\n3,z\n");

    assertThatThrownBy(() -> files.rows("SELECT body FROM tickets.main.t"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("t.csv of the attached source tickets, line")
        .hasMessageContaining("closing quote");
  }

  @Test
  void keepsNoRowOfAnyLength() {
    files
        .with("fields.csv.gz", "a,b\n1,2\n" + ",".repeat(30_000) + "\n")
        .with("head.csv.gz", ",".repeat(30_000) + "\n")
        .with("text.csv.gz", "a,b\n1,2\n3,\"" + "x".repeat(40_000_000) + "\n")
        .with("row.csv.gz", "a,b\n1,2\n" + ("x".repeat(1_000_000) + ",").repeat(70) + "\n");

    assertThatThrownBy(() -> files.column("SELECT a FROM tickets.main.fields"))
        .hasMessage(
            "The file fields.csv.gz of the attached source tickets, line 3: a row has more than"
                + " 20,000 fields; a quote or a line end may be missing in it");
    assertThatThrownBy(() -> files.column("SELECT * FROM tickets.main.head"))
        .hasMessageContaining("line 1: a row has more than 20,000 fields");
    assertThatThrownBy(() -> files.column("SELECT a FROM tickets.main.\"row\""))
        .hasMessageContaining("line 3: a row has more than 67,108,864 characters");
    assertThatThrownBy(() -> files.column("SELECT a FROM tickets.main.text"))
        .hasMessageContaining("line 3: String value length (")
        .hasMessageContaining("exceeds the maximum allowed (33554432); a quote");
  }

  @Test
  void saysThatAFileIsEmpty() {
    files.with("t.csv", "");

    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main.t"))
        .hasMessageContaining("it is empty, so it has no columns");
  }

  @Test
  void readsLinesOfOldMacs() {
    files.with("t.csv", "id,b\r1,x\r2,y\r");

    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1L, 2L);
  }

  @Test
  void comparesInstants() {
    files.with(
        "t.csv",
        "id,at\n1,2024-02-29T10:00:00Z\n2,2024-02-29T10:30:00+02:00\n3,2024-03-01T00:00:00Z\n");

    assertThat(files.column("SELECT id FROM tickets.main.t ORDER BY \"at\""))
        .containsExactly(2L, 1L, 3L);
    assertThat(
            files.column(
                "SELECT id FROM tickets.main.t WHERE \"at\" = (SELECT max(\"at\") FROM tickets.main.t)"))
        .containsExactly(3L);
    assertThat(
            files.column(
                "SELECT id FROM tickets.main.t WHERE \"at\" < TIMESTAMP '2024-02-20 10:00:00'"))
        .isEmpty();
    assertThat(
            files.rows(
                "SELECT CAST(\"at\" AS VARCHAR), CAST(\"at\" AS DATE), year(\"at\") FROM tickets.main.t"))
        .hasSize(3);
    assertThat(
            files.column(
                "SELECT complete('m', 'At ' || CAST(\"at\" AS VARCHAR)) FROM tickets.main.t"))
        .hasSize(3);
  }
}
