package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many statements of one connection stream at a time, and read as programs do: in any order. */
@Timeout(120)
class StreamedTogetherIT {
  private static final int STATEMENTS = 16;
  private static final int ROWS = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void neverWaitForEachOther(int clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(STATEMENTS);
    try (GatedService service = new GatedService(StreamedTogetherIT::answer);
        Connection connection = service.connect(";maximumPoolSize=" + clients)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < STATEMENTS; i++) {
        int seed = i;
        work.add(() -> {
          read(connection, seed);
          return null;
        });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
      assertThat(service.together.get()).isLessThanOrEqualTo(clients);
      try (Statement statement = connection.createStatement();
          ResultSet pool = statement.executeQuery("SELECT active FROM pool")) {
        assertThat(pool.next()).isTrue();
        assertThat(pool.getInt(1)).isZero();
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Takes all rows, and reads their texts in any order and way; some not, and some not wholly. */
  private static void read(Connection connection, int seed) throws Exception {
    Random random = new Random(seed);
    StringBuilder prompts = new StringBuilder("VALUES ");
    for (int i = 0; i < ROWS; i++) {
      prompts.append(i == 0 ? "" : ", ").append("(" + i + ", 's" + seed + "-" + i / 2 + "')");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT i, complete('databricks-x', p, stream => true), p FROM ("
                    + prompts
                    + ") AS t(i, p)")) {
      List<Reader> readers = new ArrayList<>();
      List<Clob> clobs = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(i);
        assertThat(rows.getString(3)).isEqualTo("s" + seed + "-" + i / 2);
        switch (random.nextInt(5)) {
          case 0 -> readers.add(rows.getCharacterStream(2));
          case 1 -> clobs.add(rows.getClob(2));
          case 2 -> assertThat(rows.getString(2)).isEqualTo("one two three");
          case 3 -> {
            try (Reader reader = rows.getCharacterStream(2)) {
              assertThat(reader.read()).isEqualTo('o');
            }
          }
          default -> {}
        }
      }
      Collections.shuffle(readers, random);
      for (Reader reader : readers) {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        assertThat(text).hasToString("one two three");
      }
      for (Clob clob : clobs) {
        assertThat(clob.length()).isEqualTo(13);
        clob.free();
      }
      if (random.nextBoolean()) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private static void answer(GatedService.Call call) throws IOException {
    call.piece("one ");
    call.piece("two ");
    call.piece("three");
    call.end("stop");
  }
}
