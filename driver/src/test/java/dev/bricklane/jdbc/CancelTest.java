package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.Execution;
import dev.bricklane.sql.Parameter;
import dev.bricklane.sql.PreparedQuery;
import dev.bricklane.sql.RowCursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelTest {
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    worker.shutdownNow();
  }

  /** A query that waits, in opening or for a row, until it is cancelled. */
  private static final class WaitingQuery implements PreparedQuery {
    final CountDownLatch waiting = new CountDownLatch(1);
    final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final boolean inOpen;
    private final boolean notices;

    /**
     * Makes a query.
     *
     * @param notices whether opening fails when it is cancelled, or goes on as if nothing was
     */
    WaitingQuery(boolean inOpen, boolean notices) {
      this.inOpen = inOpen;
      this.notices = notices;
    }

    private void await(Execution execution) {
      waiting.countDown();
      try {
        while (!execution.cancelled() && !never.await(1, TimeUnit.MILLISECONDS)) {}
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (notices) {
        throw new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
      }
    }

    @Override
    public List<Column> columns() {
      return List.of();
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public RowCursor open(Execution execution) {
      if (inOpen) {
        await(execution);
      }
      open.incrementAndGet();
      return new RowCursor() {
        @Override
        public boolean next() {
          await(execution);
          return false;
        }

        @Override
        public Object value(int column) {
          return null;
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }
  }

  private interface Stop {
    void run(BricklaneConnection connection, Statement statement) throws SQLException;
  }

  private void stopsOpening(Stop stop, boolean notices) throws Exception {
    WaitingQuery query = new WaitingQuery(true, notices);
    BricklaneConnection connection = FakeSession.connect(query);
    Statement statement = connection.createStatement();
    Future<ResultSet> running = worker.submit(() -> statement.executeQuery("SELECT"));
    query.waiting.await();
    stop.run(connection, statement);
    assertCode(ErrorCode.CANCELLED, () -> get(running));
    assertThat(query.open).hasValue(0);
  }

  private void stopsReading(Stop stop) throws Exception {
    WaitingQuery query = new WaitingQuery(false, true);
    BricklaneConnection connection = FakeSession.connect(query);
    Statement statement = connection.createStatement();
    ResultSet results = statement.executeQuery("SELECT");
    Future<Boolean> reading = worker.submit(results::next);
    query.waiting.await();
    stop.run(connection, statement);
    assertCode(ErrorCode.CANCELLED, () -> get(reading));
    assertThat(query.open).hasValue(0);
  }

  private static <T> T get(Future<T> future) throws Throwable {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  void cancelStopsOpening() throws Exception {
    stopsOpening((connection, statement) -> statement.cancel(), true);
  }

  @Test
  void cancelCountsThoughOpeningDoesNotNotice() throws Exception {
    stopsOpening((connection, statement) -> statement.cancel(), false);
  }

  @Test
  void cancelStopsReading() throws Exception {
    stopsReading((connection, statement) -> statement.cancel());
  }

  @Test
  void closingTheStatementStopsOpening() throws Exception {
    stopsOpening((connection, statement) -> statement.close(), true);
    stopsOpening((connection, statement) -> statement.close(), false);
  }

  @Test
  void closingTheStatementStopsReading() throws Exception {
    stopsReading((connection, statement) -> statement.close());
  }

  @Test
  void closingTheResultStopsReading() throws Exception {
    stopsReading((connection, statement) -> statement.getResultSet().close());
  }

  @Test
  void closingTheConnectionStopsOpening() throws Exception {
    stopsOpening((connection, statement) -> connection.close(), true);
    stopsOpening((connection, statement) -> connection.close(), false);
  }

  @Test
  void closingTheConnectionStopsReading() throws Exception {
    stopsReading((connection, statement) -> connection.close());
  }

  @Test
  void abortingTheConnectionStopsEverythingAtOnce() throws Exception {
    CompletableFuture<Runnable> later = new CompletableFuture<>();
    stopsOpening((connection, statement) -> connection.abort(later::complete), true);
    stopsReading((connection, statement) -> {
      connection.abort(task -> {});
      assertThat(connection.isClosed()).isTrue();
    });
  }

  @Test
  void cancelWithoutARunDoesNothing() throws SQLException {
    FakeQuery query = FakeQuery.of(SqlTypes.INTEGER, 1);
    Statement statement = FakeSession.connect(query).createStatement();
    statement.cancel();
    ResultSet results = statement.executeQuery("SELECT c");
    assertThat(results.next()).isTrue();
    assertThat(results.next()).isFalse();
    statement.cancel();
    assertThat(statement.executeQuery("SELECT c").next()).isTrue();
  }
}
