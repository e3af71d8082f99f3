package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedConnectionTest {
  private static final int THREADS = 32;

  private static List<Long> together(Callable<Long> work) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<Long>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            workers.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      List<Long> answers = new ArrayList<>();
      for (Future<Long> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      workers.shutdownNow();
    }
  }

  private static long sum(ResultSet results) throws Exception {
    long sum = 0;
    while (results.next()) {
      sum += results.getLong(1);
    }
    return sum;
  }

  @Test
  void servesManyThreadsEachWithItsStatements() throws Exception {
    FakeQuery query = FakeQuery.of(SqlTypes.INTEGER, 1).row(2).row(3);
    BricklaneConnection connection = FakeSession.connect(query);
    List<Long> sums =
        together(() -> {
          long sum = 0;
          for (int i = 0; i < 50; i++) {
            try (Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT c")) {
              sum += sum(statement.executeQuery("SELECT c"));
              sum += sum(prepared.executeQuery());
              connection.getMetaData().getTables(null, null, "%", null).close();
            }
          }
          return sum;
        });
    assertThat(sums).hasSize(THREADS).containsOnly(50L * 12);
    assertThat(query.openCursors).hasValue(0);
    connection.close();
  }

  @Test
  void givesEachRowOfASharedResultToOneThread() throws Exception {
    FakeQuery query = new FakeQuery(dev.bricklane.sql.Column.of("c", SqlTypes.INTEGER, true, null));
    for (int i = 0; i < 10_000; i++) {
      query.row(i);
    }
    ResultSet shared = FakeSession.connect(query).createStatement().executeQuery("SELECT c");
    List<Long> counts =
        together(() -> {
          long count = 0;
          while (shared.next()) {
            count++;
          }
          return count;
        });
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);
  }

  @Test
  void leavesNothingOpenWhenThreadsShareAStatement() throws Exception {
    FakeQuery query = FakeQuery.of(SqlTypes.INTEGER, 1);
    BricklaneConnection connection = FakeSession.connect(query);
    Statement shared = connection.createStatement();
    together(() -> {
      for (int i = 0; i < 100; i++) {
        shared.executeQuery("SELECT c");
      }
      return 0L;
    });
    assertThat(query.openCursors).hasValue(1);
    shared.close();
    assertThat(query.openCursors).hasValue(0);
  }
}
