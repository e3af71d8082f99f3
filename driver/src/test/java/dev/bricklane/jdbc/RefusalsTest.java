package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls every method of every interface with nulls, zeros and ones, open and closed: what comes out
 * is an {@code SQLException} with SQLSTATE and vendor code, or nothing.
 */
class RefusalsTest {
  private static final List<Class<?>> INTERFACES =
      List.of(
          Driver.class,
          DataSource.class,
          ConnectionPoolDataSource.class,
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          ResultSet.class,
          ResultSetMetaData.class,
          ParameterMetaData.class,
          Array.class,
          Struct.class,
          Clob.class,
          Blob.class);

  static Stream<Method> methods() {
    return INTERFACES.stream()
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        // A literal of null is JDBC's own affair, whose default throws what it documents.
        .filter(method -> !method.getName().startsWith("enquote"))
        .filter(method -> !method.getName().equals("isSimpleIdentifier"))
        .sorted(Comparator.comparing(Method::toString))
        .distinct();
  }

  private static Object target(Class<?> type) throws SQLException {
    FakeQuery query = FakeQuery.of(SqlTypes.VARCHAR, "x").parameter(SqlTypes.VARCHAR);
    BricklaneConnection connection = FakeSession.connect(query);
    if (type.isAssignableFrom(BricklaneDriver.class)) {
      return new BricklaneDriver();
    }
    if (type.isAssignableFrom(BricklaneDataSource.class)) {
      return new BricklaneDataSource();
    }
    if (type.isAssignableFrom(BricklaneConnection.class)) {
      return connection;
    }
    PreparedStatement prepared = connection.prepareStatement("SELECT ?");
    if (type == Statement.class) {
      return connection.createStatement();
    }
    if (type.isInstance(prepared)) {
      return prepared;
    }
    ResultSet results = connection.createStatement().executeQuery("SELECT c");
    results.next();
    return Stream.of(
            results,
            results.getMetaData(),
            prepared.getParameterMetaData(),
            connection.createArrayOf("VARCHAR", new Object[] {"x"}),
            connection.createStruct("t", new Object[] {"x"}),
            results.getClob(1),
            results.getBlob(1))
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void throwNothingButSqlExceptionsWithCodes(Method method) throws Exception {
    Object[] ones = BenignArguments.of(method);
    Object[] zeros = ones.clone();
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = zeros[i] instanceof Integer ? (Object) 0 : zeros[i];
    }
    for (Object[] arguments : List.of(ones, zeros)) {
      Object target = target(method.getDeclaringClass());
      check(method, target, arguments);
      if (target instanceof AutoCloseable closeable) {
        closeable.close();
        check(method, target, arguments);
      }
    }
  }

  private static void check(Method method, Object target, Object[] arguments) throws Exception {
    try {
      method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause())
          .as(method.toString())
          .isInstanceOfSatisfying(
              SQLException.class,
              thrown -> {
                assertThat(thrown.getSQLState()).hasSize(5);
                assertThat(thrown.getErrorCode()).isPositive();
                assertThat(thrown.getMessage()).isNotBlank();
              });
    }
  }
}
