package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files that is attached to an engine. */
class AttachedFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("data/archive"));
    Files.writeString(
        folder.resolve("data/january.csv"), "id,body\n1,one\n2,two\n3,three\n4,four\n");
    Files.writeString(folder.resolve("data/archive/old.jsonl"), "{\"id\": 9, \"n\": 1.5}\n");
    Files.writeString(folder.resolve("data/broken.csv"), "");
  }

  private Queries queries() {
    return new Queries(";files=" + folder, List.of(AttachedSource.of("tickets", "file:data")));
  }

  @Test
  void asksForAsManyRowsAsALimitHas() {
    Queries queries = queries();

    assertThat(queries.rows("SELECT complete('m', body) FROM tickets.main.january LIMIT 3"))
        .containsExactly(List.of("ONE"), List.of("TWO"), List.of("THREE"));
    assertThat(queries.gateway.chats).hasSize(3);
  }

  @Test
  void findsTheFilesOfItsMainSchemaWithoutThat() {
    assertThat(queries().rows("SELECT max(id) FROM tickets.january")).containsExactly(List.of(4L));
    assertThat(queries().rows("SELECT id, n FROM tickets.archive.old"))
        .containsExactly(List.of(9L, 1.5));
  }

  @Test
  void isListed() {
    Catalogue catalogue = queries().engine.catalogue();

    assertThat(catalogue.catalogs()).containsExactly("bricklane", "tickets");
    assertThat(catalogue.schemas("tickets"))
        .extracting(Catalogue.Schema::name)
        .containsExactly("archive", "main");
    assertThat(catalogue.defaultSchema("tickets")).isEqualTo("main");
    assertThat(catalogue.tables("tickets"))
        .extracting(Catalogue.Table::schema, Catalogue.Table::name, table -> table.columns().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("archive", "old", 2),
            org.assertj.core.groups.Tuple.tuple("main", "broken", 0),
            org.assertj.core.groups.Tuple.tuple("main", "january", 2));
    assertThat(catalogue.tables("tickets").get(2).columns())
        .extracting(column -> column.label() + " " + column.type().name())
        .containsExactly("id BIGINT", "body VARCHAR");
  }

  @Test
  void isEmptyWhereItIsNotThere() {
    Queries queries =
        new Queries(";files=" + folder, List.of(AttachedSource.of("gone", "file:gone")));

    assertThat(queries.engine.catalogue().tables("gone")).isEmpty();
    assertThat(queries.rows("SELECT 1")).hasSize(1);
    assertThatThrownBy(() -> queries.rows("SELECT * FROM gone.main.t"))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE))
        .hasMessageContaining(
            "The folder of the attached source gone is not there or cannot be read");
  }

  @Test
  void isRefusedWhereNoFolderIsAllowed() {
    assertThatThrownBy(() -> new Queries("", List.of(AttachedSource.of("tickets", "file:/"))))
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("the property files names no folder");
  }

  @Test
  void isShownInAPlan() {
    assertThat((String) queries().value("EXPLAIN PLAN FOR SELECT body FROM tickets.january"))
        .contains("FileScan(table=[[tickets, january]], file=[january.csv], columns=[[body]])");
  }
}
