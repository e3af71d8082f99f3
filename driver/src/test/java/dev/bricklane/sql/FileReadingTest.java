package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a file a query reads, how many calls it makes, and that it closes what it opened. */
class FileReadingTest {
  private static final int ROWS = 60_000;

  /** What readers may have read ahead: the buffers of a decoder, a decompressor and a parser. */
  private static final long BUFFERS = 128 * 1024;

  @TempDir Path folder;
  private FolderQueries files;

  @BeforeEach
  void attach() {
    files =
        new FolderQueries(folder)
            .with(
                "t.csv",
                IntStream.range(0, ROWS)
                    .mapToObj(i -> i + ",team" + i % 5 + ",text of the ticket " + i + "\n")
                    .collect(Collectors.joining("", "id,team,body\n", "")))
            .with(
                "j.jsonl",
                IntStream.range(0, ROWS)
                    .mapToObj(i ->
                        "{\"id\": %d, \"team\": \"team%d\", \"body\": \"text of the ticket %d\"}\n"
                            .formatted(i, i % 5, i))
                    .collect(Collectors.joining()));
    files.rows("SELECT * FROM tickets.main.t LIMIT 0");
    files.rows("SELECT * FROM tickets.main.j LIMIT 0");
    files.prepare("SELECT * FROM tickets.main.t");
    files.prepare("SELECT * FROM tickets.main.j");
    files.counted.takeRead();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "j"})
  void readsNoFurtherThanALimit(String table) {
    assertThat(
            files.rows("SELECT complete('m', body) FROM tickets.main.%s LIMIT 3".formatted(table)))
        .containsExactly(
            List.of("TEXT OF THE TICKET 0"),
            List.of("TEXT OF THE TICKET 1"),
            List.of("TEXT OF THE TICKET 2"));

    assertThat(files.gateway.chats).hasSize(3);
    assertThat(files.counted.takeRead()).isPositive().isLessThan(BUFFERS);
    assertThat(files.counted.open()).isZero();
  }

  @Test
  void readsNoFurtherThanWhatPassesACondition() {
    assertThat(
            files.column(
                "SELECT complete('m', body) FROM tickets.main.t WHERE team = 'team3' AND id > 9"
                    + " LIMIT 2"))
        .containsExactly("TEXT OF THE TICKET 13", "TEXT OF THE TICKET 18");

    assertThat(files.gateway.chats).hasSize(2);
    assertThat(files.counted.takeRead()).isLessThan(BUFFERS);
  }

  @Test
  void readsNoFurtherThanALimitOnWhatAModelSays() {
    assertThat(
            files.column(
                "SELECT id FROM tickets.main.t WHERE complete('m', body) LIKE '%TICKET %' LIMIT 5"))
        .containsExactly(0L, 1L, 2L, 3L, 4L);

    assertThat(files.gateway.chats).hasSize(5);
    assertThat(files.counted.takeRead()).isLessThan(BUFFERS);
    assertThat(files.counted.open()).isZero();
  }

  @Test
  void readsNoFurtherThanItsReader() {
    try (RowCursor cursor = files.prepare("SELECT id, body FROM tickets.main.t").open()) {
      assertThat(cursor.next()).isTrue();
      assertThat(files.counted.open()).isOne();
    }

    assertThat(files.counted.open()).isZero();
    assertThat(files.counted.takeRead()).isLessThan(BUFFERS);
  }

  @Test
  void readsNothingThatCannotBeInTheResult() {
    assertThat(files.rows("SELECT * FROM tickets.main.t WHERE 1 = 0")).isEmpty();
    assertThat(files.rows("SELECT * FROM tickets.main.t LIMIT 0")).isEmpty();

    assertThat(files.counted.takeRead()).isZero();
  }

  @Test
  void preparesWithoutReadingAFileThatIsKnown() {
    files.prepare("SELECT id, complete('m', body) FROM tickets.main.t WHERE team = 'team1'");

    assertThat(files.counted.takeRead()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.id FROM tickets.main.t a JOIN tickets.main.j b ON a.id = b.id",
        "SELECT a.id FROM tickets.main.t a, tickets.main.j b WHERE b.id < 50 AND a.id + b.id = 7",
        "SELECT id FROM tickets.main.t WHERE id IN (SELECT id FROM tickets.main.j WHERE team = 'team1')",
        "SELECT id FROM tickets.main.t a WHERE EXISTS (SELECT 1 FROM tickets.main.j b WHERE b.id < 50 AND b.id > a.id) AND id < 5",
        "SELECT id FROM tickets.main.t UNION ALL SELECT id FROM tickets.main.j",
        "SELECT id FROM tickets.main.t ORDER BY body DESC",
        "SELECT team, count(*) FROM tickets.main.j GROUP BY team",
        "SELECT DISTINCT team FROM tickets.main.j LIMIT 2",
        "SELECT id, row_number() OVER (PARTITION BY team ORDER BY id) FROM tickets.main.t",
        "SELECT team, max(complete('m', team)) FROM tickets.main.t GROUP BY team HAVING count(*) > 1 LIMIT 1",
        "SELECT id, (SELECT max(b.id) FROM tickets.main.j b WHERE b.id < 50 AND b.id < a.id) FROM tickets.main.t a WHERE id < 3"
      })
  void closesItsFilesWhenItIsClosedEarly(String sql) {
    try (RowCursor cursor = files.prepare(sql).open()) {
      assertThat(cursor.next()).isTrue();
    }

    assertThat(files.counted.open()).isZero();
  }

  @Test
  void closesItsFilesWhenItFails() {
    assertThatThrownBy(() -> files.rows("SELECT 1 / (id - 100) FROM tickets.main.t"))
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO));

    assertThat(files.counted.open()).isZero();
  }

  @Test
  void stopsWhenItIsCancelled() {
    Execution execution = new Execution(List.of(), 0, Duration.ZERO);
    try (RowCursor cursor =
        files.prepare("SELECT id, body FROM tickets.main.t").query().open(execution)) {
      assertThat(cursor.next()).isTrue();
      execution.cancel();
      assertThatThrownBy(
              () -> {
                while (cursor.next()) {
                  assertThat(cursor.value(0)).isNotNull();
                }
              })
          .isInstanceOfSatisfying(
              BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    assertThat(files.counted.open()).isZero();
    assertThat(files.counted.takeRead()).isLessThan(BUFFERS);
  }

  @Test
  void stopsASortThatReadsAllFirst() {
    Execution execution = new Execution(List.of(), 0, Duration.ZERO);
    execution.cancel();

    assertThatThrownBy(() ->
            files
                .prepare("SELECT id FROM tickets.main.t ORDER BY body")
                .query()
                .open(execution)
                .next())
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(files.counted.open()).isZero();
  }

  @Test
  void isReadByManyAtOnce() {
    FolderQueries.Prepared query =
        files.prepare("SELECT sum(id), count(DISTINCT team) FROM tickets.main.t");
    List<CompletableFuture<List<List<Object>>>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(CompletableFuture.supplyAsync(query::rows));
    }

    long sum = ROWS * (ROWS - 1L) / 2;
    assertThat(all).extracting(CompletableFuture::join).containsOnly(List.of(List.of(sum, 5L)));
    assertThat(files.counted.open()).isZero();
  }

  @Test
  void saysThatAFileBecameShorterWhileItWasRead() throws Exception {
    try (RowCursor cursor = files.prepare("SELECT id FROM tickets.main.t").open()) {
      assertThat(cursor.next()).isTrue();
      try (FileChannel file = FileChannel.open(folder.resolve("t.csv"), StandardOpenOption.WRITE)) {
        file.truncate(200_000);
      }
      assertThatThrownBy(
              () -> {
                while (cursor.next()) {
                  assertThat(cursor.value(0)).isNotNull();
                }
              })
          .hasMessage(
              "The file t.csv of the attached source tickets: it became shorter while it was read");
    }
  }

  @Test
  void joinsAFileWithAnotherAndAsksForWhatIsLeft() {
    assertThat(
            files.column(
                "SELECT complete('m', a.body) FROM tickets.main.t a JOIN tickets.main.j b ON a.id ="
                    + " b.id WHERE b.id BETWEEN 7 AND 8"))
        .containsExactlyInAnyOrder("TEXT OF THE TICKET 7", "TEXT OF THE TICKET 8");

    assertThat(files.gateway.chats).hasSize(2);
  }

  @Test
  void takesParameters() {
    assertThat(files.column("SELECT body FROM tickets.main.t WHERE id = ?", 41L))
        .containsExactly("text of the ticket 41");
  }
}
