package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.files.FolderOptions;
import dev.bricklane.sql.files.FolderSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a catalog: which files are tables, and which are left alone. */
class FolderSchemaTest {
  @TempDir Path folder;

  private FolderQueries files() {
    return new FolderQueries(folder);
  }

  private static FolderSchema schema(Path allowed, String url) {
    return FolderSchema.of(
        "tickets", url, allowed, FolderOptions.USUAL, DriverManager::getConnection);
  }

  private static Map<String, FolderSchema.Description> tables(FolderSchema schema, String name) {
    return schema.describe(name).stream()
        .collect(Collectors.toMap(FolderSchema.Description::name, Function.identity()));
  }

  @Test
  void makesFoldersSchemasAndFilesTables() {
    FolderQueries files =
        files()
            .with("January.csv", "id\n1\n")
            .with("a.b c.jsonl", "{\"id\": 2}\n")
            .with("North/january.csv.gz", "id\n3\n")
            .with("North/deeper/x.csv", "id\n4\n")
            .with("_SUCCESS", "")
            .with(".hidden.csv", "id\n5\n")
            .with("notes.txt", "hello");

    assertThat(files.column("SELECT id FROM tickets.main.january")).containsExactly(1L);
    assertThat(files.column("SELECT id FROM Tickets.\"MAIN\".\"a.B C\"")).containsExactly(2L);
    assertThat(files.column("SELECT id FROM tickets.north.JANUARY")).containsExactly(3L);
    FolderSchema schema = schema(folder, "file:" + folder);
    assertThat(schema.schemaNames()).containsExactly("main", "North");
    assertThat(tables(schema, "main").keySet()).containsExactlyInAnyOrder("a.b c", "January");
    assertThat(tables(schema, "north").keySet()).containsExactly("january");
  }

  @Test
  void describesColumns() {
    files().with("t.csv", "id,body\n1,x\n");

    FolderSchema.Description table = tables(schema(folder, "file:" + folder), "main").get("t");

    assertThat(table.remarks()).isEqualTo("File: t.csv.");
    assertThat(table.columns()).extracting(FolderSchema.Column::name).containsExactly("id", "body");
  }

  @Test
  void describesWhatIsWrongWithAFile() {
    files().with("t.csv", "").with("u.csv", "id\n1\n").with("v.parquet", "nothing");

    Map<String, FolderSchema.Description> tables = tables(schema(folder, "file:" + folder), "main");

    assertThat(tables.get("t").columns()).isEmpty();
    assertThat(tables.get("t").remarks()).contains("t.csv").contains("it is empty");
    assertThat(tables.get("v").columns()).isEmpty();
    assertThat(tables.get("u").columns()).hasSize(1);
  }

  @Test
  void refusesTwoFilesOfOneNameToWhoAsksForIt() {
    FolderQueries files =
        files().with("t.csv", "id\n1\n").with("T.jsonl", "{\"id\": 1}\n").with("u.csv", "id\n1\n");

    assertThat(files.column("SELECT id FROM tickets.main.u")).containsExactly(1L);
    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main.t"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("T.jsonl")
        .hasMessageContaining("t.csv");
  }

  @Test
  void seesFilesThatComeAndChangeAndGo() throws IOException {
    FolderQueries files = files().with("t.csv", "id\n1\n");
    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1L);

    files.with("t.csv", "name,id\nx,1.5\n").with("u.csv", "id\n2\n");
    assertThat(files.column("SELECT id FROM tickets.main.t")).containsExactly(1.5);
    assertThat(files.column("SELECT id FROM tickets.main.u")).containsExactly(2L);

    Files.delete(folder.resolve("u.csv"));
    assertThatThrownBy(() -> files.rows("SELECT id FROM tickets.main.u"))
        .hasMessageContaining("'u' not found");
  }

  @Test
  void readsWhatWasAddedToAFileSinceTheQueryWasPrepared() throws IOException {
    FolderQueries files = files().with("t.csv", "id\n1\n");
    FolderQueries.Prepared query = files.prepare("SELECT id FROM tickets.main.t");

    Files.writeString(folder.resolve("t.csv"), "2\n", StandardOpenOption.APPEND);

    assertThat(query.rows()).containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void saysThatColumnsHaveChangedSinceTheQueryWasPrepared() {
    FolderQueries files = files().with("t.csv", "id,body\n1,x\n");
    FolderQueries.Prepared query = files.prepare("SELECT id FROM tickets.main.t");

    files.with("t.csv", "body,id\nx,1\n");

    assertThatThrownBy(query::rows)
        .hasMessageContaining("its columns have changed since the statement was prepared");
  }

  @Test
  void leavesAFileAloneThatALinkLeadsOutOfTheAllowedFolderTo(@TempDir Path elsewhere)
      throws IOException {
    FolderQueries files = files().with("t.csv", "id\n1\n").with("sub/u.csv", "id\n2\n");
    Files.writeString(elsewhere.resolve("secret.csv"), "id\n3\n");
    Files.createSymbolicLink(folder.resolve("secret.csv"), elsewhere.resolve("secret.csv"));
    Files.createSymbolicLink(folder.resolve("out"), elsewhere);
    Files.createSymbolicLink(folder.resolve("inside.csv"), folder.resolve("sub/u.csv"));

    assertThat(files.column("SELECT id FROM tickets.main.inside")).containsExactly(2L);
    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.main.secret"))
        .hasMessageContaining("'secret' not found");
    assertThatThrownBy(() -> files.rows("SELECT * FROM tickets.\"out\".secret"))
        .hasMessageContaining("not found");
    assertThat(schema(folder, "file:" + folder).schemaNames()).containsExactly("main", "sub");
  }

  @Test
  void followsNoLinkThatHasBeenPutInAFilesPlace(@TempDir Path elsewhere) throws IOException {
    FolderQueries files = files().with("t.csv", "id\n1\n");
    FolderQueries.Prepared query = files.prepare("SELECT id FROM tickets.main.t");
    Files.writeString(elsewhere.resolve("t.csv"), "id\n3\n");
    Files.delete(folder.resolve("t.csv"));
    Files.createSymbolicLink(folder.resolve("t.csv"), elsewhere.resolve("t.csv"));

    assertThatThrownBy(query::rows)
        .hasMessageContaining("outside of the folder of the property files");
  }

  @Test
  void refusesAFolderOutsideOfTheAllowedOne(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    for (String url :
        List.of("file:" + elsewhere, "file:..", "file:" + folder + "/..", "file:link")) {
      assertThatThrownBy(() -> schema(folder, url).schemaNames())
          .as(url)
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
          .hasMessage(
              "The folder of the attached source tickets does not lie below the folder of the"
                  + " property files");
    }
  }

  @Test
  void takesAFolderBelowTheAllowedOne() {
    files().with("sub/t.csv", "id\n1\n");

    for (String url :
        List.of("file:sub", "file:" + folder + "/sub", "file://" + folder + "/sub", "FILE:sub/.")) {
      assertThat(tables(schema(folder, url), "main")).as(url).containsOnlyKeys("t");
    }
  }

  @Test
  void saysThatAFolderIsNotThereToWhoAsksForItsTablesAlone() {
    FolderSchema schema = schema(folder, "file:missing");

    assertThatThrownBy(schema::schemaNames)
        .hasMessage("The folder of the attached source tickets is not there or cannot be read");
  }

  @Test
  void saysWhatIsMissingForParquet() {
    files().with("t.parquet", "PAR1");
    FolderSchema schema =
        FolderSchema.of(
            "tickets", "file:.", folder, FolderOptions.USUAL, (url, properties) -> null);

    assertThat(tables(schema, "main").get("t").remarks())
        .contains("org.duckdb:duckdb_jdbc")
        .contains("attachDrivers");
  }
}
