package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of the metadata, with every combination of no name, no pattern, patterns and names:
 * none throws, and the workspace hears of none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataCallsIT {
  private static final List<Object> TEXTS = Arrays.asList(null, "", "%", "main", "c%");
  private static final List<Object> TYPES =
      Arrays.asList(null, new String[0], new String[] {"TABLE", "VIEW", "NO SUCH TYPE"});
  private static final List<Object> NUMBERS = List.of(-1, 0, 1, 2, 1003, 1008);

  private EmbeddedWorkspace workspace;
  private Connection connection;
  private DatabaseMetaData metadata;

  @BeforeAll
  void open() throws SQLException {
    workspace = EmbeddedWorkspace.builder().start();
    connection =
        DriverManager.getConnection(
            "jdbc:bricklane://%s;ssl=false;token=%s"
                .formatted(workspace.uri().getAuthority(), workspace.token()));
    metadata = connection.getMetaData();
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
    workspace.close();
  }

  static Stream<Method> methods() {
    return Arrays.stream(DatabaseMetaData.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.getName().equals("unwrap"))
        .sorted(Comparator.comparing(Method::toString));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void throwsNothingAndAsksNobody(Method method) throws Exception {
    int before = workspace.requests().size();
    int calls = 0;
    for (List<Object> arguments : combinations(method)) {
      Object answer;
      try {
        answer = method.invoke(metadata, arguments.toArray());
      } catch (InvocationTargetException e) {
        throw new AssertionError(method + " of " + arguments, e.getCause());
      }
      calls++;
      if (answer instanceof ResultSet rows) {
        read(rows);
      } else if (!(answer instanceof RowIdLifetime)) {
        assertThat(answer).as("%s of %s", method, arguments).isNotNull();
      }
    }
    assertThat(calls).isPositive();
    assertThat(workspace.requests()).hasSize(before);
    assertThat(workspace.modelCalls()).isZero();
  }

  private static void read(ResultSet rows) throws SQLException {
    try (rows) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          Object value = rows.getObject(i);
          assertThat(rows.wasNull()).isEqualTo(value == null);
          if (value != null) {
            assertThat(value.getClass().getName()).isEqualTo(columns.getColumnClassName(i));
          }
        }
      }
    }
  }

  private static List<List<Object>> combinations(Method method) {
    // Six names with five values each would be 15,625 calls for an empty answer.
    List<Object> texts = method.getParameterCount() > 4 ? TEXTS.subList(0, 3) : TEXTS;
    List<List<Object>> all = List.of(List.of());
    for (Class<?> type : method.getParameterTypes()) {
      List<List<Object>> longer = new ArrayList<>();
      for (List<Object> start : all) {
        for (Object value : values(type, texts)) {
          List<Object> arguments = new ArrayList<>(start);
          arguments.add(value);
          longer.add(arguments);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Object> values(Class<?> type, List<Object> texts) {
    if (type == String.class) {
      return texts;
    }
    if (type == String[].class) {
      return TYPES;
    }
    if (type == int[].class) {
      return Arrays.asList(null, new int[0], new int[] {java.sql.Types.STRUCT});
    }
    if (type == boolean.class) {
      return List.of(true, false);
    }
    return type == int.class ? NUMBERS : List.of(Connection.class);
  }

  /** Trees, forms and completion in a tool read these; so does preparing and reading no rows. */
  @Test
  void asksNobodyForWhatToolsDoBeforeAQuery() throws SQLException {
    int before = workspace.requests().size();
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT * FROM models WHERE 1 = 0").next();
      statement.executeQuery("SELECT complete('m', name) FROM models WHERE 1 = 0").next();
      statement.executeQuery("SELECT complete('m', 'x') LIMIT 0").next();
      statement
          .executeQuery(
              "SELECT * FROM (SELECT complete('m', x) AS a FROM (VALUES 'y') t(x)) SPARK_GEN_0"
                  + " WHERE 1=0")
          .next();
    }
    connection.prepareStatement("SELECT complete(?, name) FROM models").getMetaData();
    assertThat(workspace.requests()).hasSize(before);
  }
}
