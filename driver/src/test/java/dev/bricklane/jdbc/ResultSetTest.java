package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ResultSetTest {
  private final FakeQuery query =
      new FakeQuery(
              Column.of("Name", SqlTypes.VARCHAR, true, null),
              Column.of("name", SqlTypes.INTEGER, true, null),
              new Column("cost", SqlTypes.DECIMAL, false, "cat", "sch", "tab", "price", null))
          .row("one", 1, null)
          .row("two", 2, null);

  private ResultSet run(FakeQuery query) throws SQLException {
    return FakeSession.connect(query).createStatement().executeQuery("SELECT");
  }

  @Test
  void goesForwardOverTheRows() throws SQLException {
    ResultSet results = run(query);
    assertThat(results.isBeforeFirst()).isTrue();
    assertThat(results.getRow()).isZero();
    assertThat(results.next()).isTrue();
    assertThat(results.isBeforeFirst()).isFalse();
    assertThat(results.isFirst()).isTrue();
    assertThat(results.getRow()).isEqualTo(1);
    assertThat(results.next()).isTrue();
    assertThat(results.isFirst()).isFalse();
    assertThat(results.getString(1)).isEqualTo("two");
    assertThat(results.isAfterLast()).isFalse();
    assertThat(results.next()).isFalse();
    assertThat(results.isAfterLast()).isTrue();
    assertThat(results.getRow()).isZero();
    assertThat(results.next()).isFalse();
  }

  @Test
  void findsTheFirstColumnOfALabelWhateverItsCase() throws SQLException {
    ResultSet results = run(query);
    assertThat(results.findColumn("NAME")).isEqualTo(1);
    assertThat(results.findColumn("cost")).isEqualTo(3);
    assertThat(results.findColumn("price")).isEqualTo(3);
  }

  @Test
  void saysWhichColumnsThereAre() throws SQLException {
    ResultSet results = run(query);
    results.next();
    assertThatThrownBy(() -> results.getString(4))
        .hasMessageContaining("No column 4 in the result; its columns are 1 to 3");
    assertThatThrownBy(() -> results.getString("nmae"))
        .hasMessageContaining("No column nmae in the result; it has Name, name, cost");
    assertCode(ErrorCode.NO_SUCH_COLUMN, () -> results.getString(0));
    assertCode(ErrorCode.NO_SUCH_COLUMN, () -> results.getObject((String) null));
  }

  @Test
  void refusesValuesOffARow() throws SQLException {
    ResultSet results = run(query);
    assertCode(ErrorCode.INVALID_STATE, () -> results.getString(1));
    while (results.next()) {}
    assertCode(ErrorCode.INVALID_STATE, () -> results.getString(1));
  }

  @Test
  void freesTheCursorAtTheLastRow() throws SQLException {
    ResultSet results = run(query);
    assertThat(query.openCursors).hasValue(1);
    while (results.next()) {}
    assertThat(query.openCursors).hasValue(0);
    assertThat(results.isClosed()).isFalse();
    assertThat(results.getMetaData().getColumnCount()).isEqualTo(3);
  }

  @Test
  void translatesAFailureOfNextAndKeepsToIt() throws SQLException {
    FakeQuery failing =
        query.thenFails(new BricklaneException(ErrorCode.RATE_LIMITED, "Too many requests"));
    ResultSet results = run(failing);
    results.next();
    results.next();
    assertThatThrownBy(results::next).isInstanceOf(SQLTransientException.class);
    assertThat(failing.openCursors).hasValue(0);
    assertCode(ErrorCode.RATE_LIMITED, results::next);
    assertCode(ErrorCode.INVALID_STATE, () -> results.getString(1));
  }

  @Test
  void translatesWhatALibraryThrowsOutOfNext() throws SQLException {
    ResultSet results = run(new FakeQuery().thenFails(new ClassCastException("generated")));
    assertThatThrownBy(results::next)
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("generated");
  }

  @Test
  void refusesEverythingOnceClosed() throws Exception {
    ResultSet results = run(query);
    results.next();
    results.close();
    results.close();
    assertThat(results.isClosed()).isTrue();
    assertThat(query.openCursors).hasValue(0);
    assertCode(ErrorCode.INVALID_STATE, results::next);
    assertCode(ErrorCode.INVALID_STATE, () -> results.getString(1));
    assertCode(ErrorCode.INVALID_STATE, () -> results.getInt("name"));
    assertCode(ErrorCode.INVALID_STATE, results::wasNull);
    assertCode(ErrorCode.INVALID_STATE, results::getMetaData);
    assertCode(ErrorCode.INVALID_STATE, results::getStatement);
    assertCode(ErrorCode.INVALID_STATE, results::getRow);
    assertCode(ErrorCode.INVALID_STATE, results::getFetchSize);
  }

  @Test
  void refusesToMoveBackCleanly() throws SQLException {
    ResultSet results = run(query);
    assertCode(ErrorCode.INVALID_STATE, results::previous);
    assertCode(ErrorCode.INVALID_STATE, results::first);
    assertCode(ErrorCode.INVALID_STATE, results::last);
    assertCode(ErrorCode.INVALID_STATE, results::beforeFirst);
    assertCode(ErrorCode.INVALID_STATE, results::afterLast);
    assertCode(ErrorCode.INVALID_STATE, () -> results.absolute(1));
    assertCode(ErrorCode.INVALID_STATE, () -> results.relative(1));
  }

  @Test
  void doesNotLookAheadForTheLastRow() throws SQLException {
    try (Statement statement = FakeSession.connect(query).createStatement()) {
      statement.setMaxRows(2);
      ResultSet results = statement.executeQuery("SELECT");
      assertThat(results.isLast()).isFalse();
      results.next();
      assertCode(ErrorCode.UNSUPPORTED, results::isLast);
      results.next();
      assertThat(results.isLast()).isTrue();
      results.next();
      assertThat(results.isLast()).isFalse();
    }
  }

  @Test
  void isNeverUpdated() throws Exception {
    ResultSet results = run(query);
    results.next();
    assertThat(results.rowUpdated() || results.rowInserted() || results.rowDeleted()).isFalse();
    int updates = 0;
    for (Method method : ResultSet.class.getMethods()) {
      if (method.getName().startsWith("update") || method.getName().endsWith("Row")) {
        if (method.getName().equals("getRow")) {
          continue;
        }
        updates++;
        assertThatThrownBy(() -> call(method, results))
            .as(method.toString())
            .isInstanceOfSatisfying(
                SQLFeatureNotSupportedException.class,
                e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
      }
    }
    assertThat(updates).isGreaterThan(80);
  }

  private static void call(Method method, Object target) throws Throwable {
    try {
      method.invoke(target, BenignArguments.of(method));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void describesItself() throws SQLException {
    ResultSet results = run(query);
    assertThat(results.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(results.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
    assertThat(results.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(results.getStatement()).isNotNull();
    assertThat((Throwable) results.getWarnings()).isNull();
    results.setFetchSize(500);
    assertThat(results.getFetchSize()).isEqualTo(500);
    results.setFetchDirection(ResultSet.FETCH_REVERSE);
    assertThat(results.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> results.setFetchDirection(7));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> results.setFetchSize(-1));
    assertThat(results.unwrap(ResultSet.class)).isSameAs(results);
    assertThat(results.isWrapperFor(Statement.class)).isFalse();
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> results.unwrap(Statement.class));
  }

  @Test
  void describesItsColumns() throws SQLException {
    ResultSetMetaData columns = run(query).getMetaData();
    assertThat(columns.getColumnLabel(3)).isEqualTo("cost");
    assertThat(columns.getColumnName(3)).isEqualTo("price");
    assertThat(columns.getCatalogName(3)).isEqualTo("cat");
    assertThat(columns.getSchemaName(3)).isEqualTo("sch");
    assertThat(columns.getTableName(3)).isEqualTo("tab");
    assertThat(columns.getTableName(1)).isEmpty();
    assertThat(columns.isNullable(3)).isEqualTo(ResultSetMetaData.columnNoNulls);
    assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNullable);
    assertThat(columns.getColumnTypeName(3)).isEqualTo("DECIMAL");
    assertThat(columns.getPrecision(3)).isEqualTo(10);
    assertThat(columns.getScale(3)).isEqualTo(2);
    assertThat(columns.getColumnDisplaySize(3)).isEqualTo(12);
    assertThat(columns.isSigned(3)).isTrue();
    assertThat(columns.isSigned(1)).isFalse();
    assertThat(columns.isCaseSensitive(1)).isTrue();
    assertThat(columns.isReadOnly(1)).isTrue();
    assertThat(columns.isWritable(1)).isFalse();
    assertThat(columns.getColumnDisplaySize(2)).isEqualTo("-2147483648".length());
    assertCode(ErrorCode.NO_SUCH_COLUMN, () -> columns.getColumnName(4));
  }
}
