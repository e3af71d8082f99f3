package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are read while they come, by a program that knows {@code java.sql} alone. */
@Timeout(60)
class StreamedAnswersIT {
  private static final String ONE = "SELECT complete('databricks-x', 'p', stream => true)";
  private static final String ROWS =
      "SELECT complete('databricks-x', p, stream => true) FROM (VALUES %s) AS t(p)";

  /** A way to read a column as characters. */
  interface Way {
    Reader of(ResultSet row) throws SQLException;
  }

  static Stream<Way> ways() {
    return Stream.of(
        row -> row.getCharacterStream(1),
        row -> row.getNCharacterStream(1),
        row -> row.getClob(1).getCharacterStream(),
        row -> row.getNClob(1).getCharacterStream(),
        row -> row.getObject(1, Reader.class),
        row -> row.getObject(1, Clob.class).getCharacterStream(),
        row -> row.getObject(1, NClob.class).getCharacterStream());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void deliversATokenBeforeTheNextIsSent(Way way) throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("one ");
              GatedService.await(second);
              call.piece("two");
              call.end("stop");
            });
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      try (Reader reader = way.of(row)) {
        char[] buffer = new char[100];
        assertThat(reader.read(buffer)).isEqualTo(4);
        assertThat(new String(buffer, 0, 4)).isEqualTo("one ");
        assertThat(reader.ready()).isFalse();
        second.countDown();
        assertThat(rest(reader)).isEqualTo("two");
        assertThat(reader.ready()).isTrue();
      }
      assertThat(row.getString(1)).isEqualTo("one two");
      assertThat(row.next()).isFalse();
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void deliversBytesBeforeTheNextAreSent() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("grü");
              GatedService.await(second);
              call.piece("\\ud83d");
              call.piece("\\ude00ße");
              call.end("stop");
            });
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      InputStream bytes = row.getAsciiStream(1);
      assertThat(bytes.readNBytes(4)).isEqualTo("grü".getBytes(UTF_8));
      second.countDown();
      assertThat(new String(bytes.readAllBytes(), UTF_8)).isEqualTo("😀ße");
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void isAVarcharWhoseTextIsWaitedFor() throws Exception {
    try (GatedService service = new GatedService(StreamedAnswersIT::answer);
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.getMetaData().getColumnType(1)).isEqualTo(Types.VARCHAR);
      assertThat(row.next()).isTrue();
      assertThat(row.getObject(1)).isEqualTo("ab");
      assertThat(row.getObject(1, String.class)).isEqualTo("ab");
      assertThat(row.getClob(1).length()).isEqualTo(2);
      assertThat(row.getClob(1).getSubString(2, 5)).isEqualTo("b");
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void sharesOneCallAmongEqualRowsAndGivesEachAllOfIt() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              GatedService.await(second);
              call.piece("b");
              call.end("stop");
            });
        Connection connection = service.connect("");
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT complete('databricks-x', p, stream => true),"
                        + " complete('databricks-x', p, stream => true)"
                        + " FROM (VALUES 'p', 'p') AS t(p)")) {
      assertThat(rows.next()).isTrue();
      Reader first = rows.getCharacterStream(1);
      Reader same = rows.getCharacterStream(2);
      assertThat(first.read()).isEqualTo('a');
      first.close(); // The others read on.
      assertThat(rows.next()).isTrue();
      Reader next = rows.getCharacterStream(1);
      assertThat(next.read()).isEqualTo('a');
      second.countDown();
      assertThat(rest(same)).isEqualTo("ab");
      assertThat(rest(next)).isEqualTo("b");
      assertThat(rows.next()).isFalse();
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void keepsNoMoreCallsInFlightThanThePoolHasClientsThoughNobodyReads() throws Exception {
    CountDownLatch two = new CountDownLatch(2);
    try (GatedService service =
            new GatedService(call -> {
              two.countDown();
              GatedService.await(two);
              answer(call);
            });
        Connection connection = service.connect(";maximumPoolSize=2");
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(ROWS.formatted("'1', '2', '3', '4', '5', '6', '7'"))) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(7);
      assertThat(service.calls).hasValue(7);
      assertThat(service.together).hasValue(2);
    }
  }

  @Test
  void readsTheAnswersOfLaterRowsIntoMemoryWhileTheFirstIsRead() throws Exception {
    CountDownLatch others = new CountDownLatch(3);
    try (GatedService service =
            new GatedService(call -> {
              if (call.asks("1")) {
                call.piece("a");
                GatedService.await(others);
                call.piece("b");
                call.end("stop");
              } else {
                answer(call);
                others.countDown();
              }
            });
        Connection connection = service.connect(";maximumPoolSize=2");
        ResultSet rows =
            connection.createStatement().executeQuery(ROWS.formatted("'1', '2', '3', '4'"))) {
      List<Reader> readers = new ArrayList<>();
      while (readers.size() < 4 && rows.next()) {
        readers.add(rows.getCharacterStream(1));
      }
      for (Reader reader : readers) {
        assertThat(rest(reader)).isEqualTo("ab");
      }
      assertThat(service.calls).hasValue(4);
      assertThat(service.together).hasValue(2);
    }
  }

  @Test
  void endsTheCallWhoseReaderIsClosedAndGoesOn() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              if (call.asks("endless")) {
                call.pieceUntilHungUp(hungUp);
              } else {
                answer(call);
              }
            });
        Connection connection = service.connect("");
        ResultSet rows =
            connection.createStatement().executeQuery(ROWS.formatted("'endless', 'p'"))) {
      assertThat(rows.next()).isTrue();
      try (Reader reader = rows.getCharacterStream(1)) {
        assertThat(reader.read()).isEqualTo('x');
      }
      GatedService.await(hungUp);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("ab");
      assertThat(rows.next()).isFalse();
      assertThat(service.calls).hasValue(2);
      try (ResultSet calls =
          connection.createStatement().executeQuery("SELECT status FROM calls")) {
        List<String> statuses = new ArrayList<>();
        while (calls.next()) {
          statuses.add(calls.getString(1));
        }
        assertThat(statuses).containsExactlyInAnyOrder("ok", "cancelled");
      }
    }
  }

  /** What ends a call while it is read. */
  interface End {
    void of(Connection connection, Statement statement, ResultSet row) throws SQLException;
  }

  static Stream<End> ends() {
    return Stream.of(
        (connection, statement, row) -> statement.cancel(),
        (connection, statement, row) -> row.close(),
        (connection, statement, row) -> statement.close(),
        (connection, statement, row) -> connection.close());
  }

  @ParameterizedTest
  @MethodSource("ends")
  void endsTheCallWithItsStatement(End end) throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (GatedService service = new GatedService(call -> call.pieceUntilHungUp(hungUp));
        Connection connection = service.connect("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      Reader reader = row.getCharacterStream(1);
      assertThat(reader.read()).isEqualTo('x');
      end.of(connection, statement, row);
      GatedService.await(hungUp);
      assertThatThrownBy(() -> rest(reader))
          .isInstanceOf(IOException.class)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void keepsTheStatementsTimeLimit() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              GatedService.await(over);
            });
        Connection connection = service.connect("");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      try (ResultSet row = statement.executeQuery(ONE)) {
        assertThat(row.next()).isTrue();
        Reader reader = row.getCharacterStream(1);
        assertThat(reader.read()).isEqualTo('a');
        assertThatThrownBy(reader::read)
            .isInstanceOf(IOException.class)
            .cause()
            .isInstanceOf(java.sql.SQLTimeoutException.class);
        assertThatThrownBy(row::next).isInstanceOf(SQLException.class);
      } finally {
        over.countDown();
      }
    }
  }

  @Test
  void failsBeforeTheFirstTokenAsAnyRow() throws Exception {
    try (GatedService service = new GatedService(StreamedAnswersIT::refuse);
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      assertThatThrownBy(() -> row.getCharacterStream(1))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("too bad");
      assertThatThrownBy(() -> row.getString(1)).hasMessageContaining("too bad");
      assertThatThrownBy(row::next)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("too bad");
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void isNullWithAWarningWhereTheStatementGoesOn() throws Exception {
    try (GatedService service =
            new GatedService(call -> {
              if (call.asks("bad")) {
                refuse(call);
              } else {
                answer(call);
              }
            });
        Connection connection = service.connect(";onError=null");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS.formatted("'bad', 'p'"))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getCharacterStream(1)).isNull();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getClob(1)).isNull();
      assertThat(rows.getString(1)).isNull();
      assertThat(rows.getWarnings().getMessage()).contains("too bad");
      assertThat(rows.next()).isTrue();
      assertThat((Object) rows.getWarnings()).isNull();
      assertThat(rest(rows.getCharacterStream(1))).isEqualTo("ab");
      assertThat(rows.next()).isFalse();
      assertThat(statement.getWarnings().getMessage()).contains("too bad");
      assertThat((Object) statement.getWarnings().getNextWarning()).isNull();
    }
  }

  @Test
  void failsItsReaderWhereTheConnectionBreaksWithinTheAnswerAndAsksNobodyAgain() throws Exception {
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              throw new IOException("the connection is closed by this");
            });
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      Reader reader = row.getCharacterStream(1);
      assertThat(reader.read()).isEqualTo('a');
      assertThatThrownBy(reader::read)
          .isInstanceOf(IOException.class)
          .cause()
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> row.getString(1)).isInstanceOf(SQLException.class);
      assertThatThrownBy(row::next).isInstanceOf(SQLException.class);
      assertThat(service.calls).hasValue(1);
    }
  }

  /** An empty text would be another answer than the one that has begun. */
  @Test
  void failsAClobOfWhichAPartHadComeAlsoWhereTheColumnIsNull() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              GatedService.await(begun);
              throw new IOException("the connection is closed by this");
            });
        Connection connection = service.connect(";onError=null");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      Clob clob = row.getClob(1);
      begun.countDown();
      assertThatThrownBy(clob::length).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> clob.getSubString(1, 1)).isInstanceOf(SQLException.class);
      assertThat(row.getString(1)).isNull();
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void isWaitedForThoughAnotherThreadReadsNoFurther() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              GatedService.await(second);
              call.piece("b");
              call.end("stop");
            });
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      Reader reader = row.getCharacterStream(1);
      FutureTask<String> whole = new FutureTask<>(() -> row.getString(1));
      Thread waiting = new Thread(whole);
      waiting.start();
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      reader.close();
      second.countDown();
      assertThat(whole.get()).isEqualTo("ab");
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void isAskedAgainBeforeTheFirstToken() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    try (GatedService service =
            new GatedService(call -> {
              if (refused.getCount() > 0) {
                refused.countDown();
                call.whole(
                    503, "{\"error_code\":\"TEMPORARILY_UNAVAILABLE\",\"message\":\"busy\"}");
              } else {
                answer(call);
              }
            });
        Connection connection = service.connect("");
        ResultSet row = connection.createStatement().executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      assertThat(rest(row.getCharacterStream(1))).isEqualTo("ab");
      assertThat(service.calls).hasValue(2);
    }
  }

  @Test
  void tellsOfAnAnswerThatWasCutOff() throws Exception {
    try (GatedService service =
            new GatedService(call -> {
              call.piece("a");
              call.end("length");
            });
        Connection connection = service.connect("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ONE)) {
      assertThat(row.next()).isTrue();
      assertThat(rest(row.getCharacterStream(1))).isEqualTo("a");
      assertThat(row.getWarnings().getSQLState()).isEqualTo("01004");
      assertThat(row.next()).isFalse();
      assertThat(statement.getWarnings().getSQLState()).isEqualTo("01004");
    }
  }

  @Test
  void keepsWholeAnswersInTheCacheAndDeliversThemFromIt() throws Exception {
    try (GatedService service = new GatedService(StreamedAnswersIT::answer);
        Connection connection = service.connect(";cache=memory;userAgent=streamed/1")) {
      for (int i = 0; i < 2; i++) {
        try (ResultSet row = connection.createStatement().executeQuery(ONE)) {
          assertThat(row.next()).isTrue();
          assertThat(rest(row.getCharacterStream(1))).isEqualTo("ab");
        }
      }
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void recordsWholeAnswersAndReplaysThem(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("answers.jsonl");
    try (GatedService service = new GatedService(StreamedAnswersIT::answer)) {
      for (String how : List.of("record:", "replay:")) {
        try (Connection connection = service.connect(";recording=" + how + file);
            ResultSet row = connection.createStatement().executeQuery(ONE)) {
          assertThat(row.next()).isTrue();
          assertThat(rest(row.getCharacterStream(1))).isEqualTo("ab");
        }
      }
      assertThat(service.calls).hasValue(1);
    }
  }

  @Test
  void givesNoMoreThanTheStatementsFieldSize() throws Exception {
    try (GatedService service = new GatedService(StreamedAnswersIT::answer);
        Connection connection = service.connect("");
        Statement statement = connection.createStatement()) {
      statement.setMaxFieldSize(1);
      try (ResultSet row = statement.executeQuery(ONE)) {
        assertThat(row.next()).isTrue();
        assertThat(rest(row.getCharacterStream(1))).isEqualTo("a");
        assertThat(row.getClob(1).length()).isEqualTo(1);
        assertThat(row.getString(1)).isEqualTo("a");
      }
    }
  }

  @Test
  void waitsForWhatSomethingElseReads() throws Exception {
    try (GatedService service = new GatedService(StreamedAnswersIT::answer);
        Connection connection = service.connect("");
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT upper(complete('databricks-x', p, stream => true)), p"
                        + " FROM (VALUES 'p') AS t(p)"
                        + " WHERE complete('databricks-x', p, stream => true) LIKE 'a%'")) {
      assertThat(row.next()).isTrue();
      assertThat(rest(new InputStreamReader(row.getAsciiStream(1), UTF_8))).isEqualTo("AB");
      assertThat(service.calls).hasValue(1);
    }
  }

  private static void answer(GatedService.Call call) throws IOException {
    if (call.body.contains("\"stream\":true")) {
      call.piece("a");
      call.piece("b");
      call.end("stop");
    } else {
      call.whole(
          200,
          "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ab\"},"
              + "\"finish_reason\":\"stop\"}]}");
    }
  }

  private static void refuse(GatedService.Call call) throws IOException {
    call.whole(400, "{\"error_code\":\"BAD_REQUEST\",\"message\":\"too bad\"}");
  }

  private static String rest(Reader reader) throws IOException {
    StringWriter text = new StringWriter();
    reader.transferTo(text);
    return text.toString();
  }
}
