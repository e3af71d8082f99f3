package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.bricklane.embedded.EmbeddedWorkspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one connection, and many connections and statements one after the other. */
@Timeout(300)
class ManyConnectionsIT {
  private static final int THREADS = 32;
  private static final int MANY = 10_000;

  private EmbeddedWorkspace workspace;

  @BeforeEach
  void start() {
    workspace = EmbeddedWorkspace.start();
  }

  @AfterEach
  void stop() {
    workspace.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://%s;ssl=false;token=%s"
            .formatted(workspace.uri().getAuthority(), workspace.token()));
  }

  /** Prepared here, planned there, read beside metadata: each thread gets its own answers. */
  @Test
  void oneConnectionServesManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Connection connection = connect()) {
      List<Callable<List<String>>> work =
          IntStream.range(0, THREADS)
              .<Callable<List<String>>>mapToObj(number -> () -> ask(connection, number))
              .toList();
      List<Future<List<String>>> answers = threads.invokeAll(work);
      for (int number = 0; number < THREADS; number++) {
        String own = "thread " + number + " ";
        assertThat(answers.get(number).get())
            .hasSize(6)
            .allMatch(answer -> answer.contains(own) || answer.equals("complete"));
      }
      assertThat(workspace.modelCalls()).isEqualTo(5L * THREADS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> ask(Connection connection, int number) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (PreparedStatement prepared =
            connection.prepareStatement(
                "SELECT complete('embedded-responder', 'thread ' || ? || ' row ' || x)"
                    + " FROM (VALUES 'a', 'b', 'c') t(x)");
        Statement statement = connection.createStatement()) {
      prepared.setString(1, "" + number);
      read(prepared.executeQuery(), answers);
      read(
          statement.executeQuery(
              "SELECT complete('embedded-responder', 'thread %d of ' || x) FROM (VALUES 'd', 'e') t(x)"
                  .formatted(number)),
          answers);
      try (ResultSet functions = connection.getMetaData().getFunctions(null, null, "complete")) {
        functions.next();
        answers.add(functions.getString("FUNCTION_NAME"));
      }
    }
    return answers;
  }

  private static void read(ResultSet rows, List<String> into) throws SQLException {
    try (rows) {
      while (rows.next()) {
        into.add(rows.getString(1));
      }
    }
  }

  /** Against a server that remembers nothing: the embedded workspace keeps 10,000 requests. */
  @Test
  void manyConnectionsLeaveNothingBehind() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] nothing = "{\"endpoints\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, nothing.length);
          exchange.getResponseBody().write(nothing);
          exchange.close();
        });
    server.start();
    try {
      String url =
          "jdbc:bricklane://127.0.0.1:%d;ssl=false;token=t"
              .formatted(server.getAddress().getPort());
      use(url, 500); // What is loaded and started once.
      TreeSet<String> threads = threads();
      long sockets = sockets();
      long memory = memory();
      use(url, MANY);
      assertThat(threads()).isSubsetOf(threads);
      assertThat(socketsOnceCollected(sockets + 4)).isLessThanOrEqualTo(sockets + 4);
      // A kilobyte a connection would be ten megabytes.
      assertThat(memoryOnceCollected(memory + 5_000_000)).isLessThan(memory + 5_000_000);
    } finally {
      server.stop(0);
    }
  }

  private static void use(String url, int connections) throws SQLException {
    for (int i = 0; i < connections; i++) {
      try (Connection connection = DriverManager.getConnection(url)) {
        if (i % 100 == 0) {
          // Neither is closed but with the connection.
          assertThat(connection.createStatement().executeQuery("SELECT 1").next()).isTrue();
          assertThat(connection.isValid(0)).isTrue();
        }
      }
    }
  }

  @Test
  void manyStatementsOfOneConnectionLeaveNothingBehind() throws Exception {
    try (Connection connection = connect()) {
      statements(connection, 300);
      long memory = memory();
      statements(connection, MANY);
      assertThat(memoryOnceCollected(memory + 5_000_000)).isLessThan(memory + 5_000_000);
      assertThat(connection.isValid(0)).isTrue();
    }
  }

  /** None of them is closed. One in ten is planned, as planning is what takes the time. */
  private static void statements(Connection connection, int count) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement("SELECT CAST(? AS INTEGER)");
    for (int i = 0; i < count; i++) {
      prepared.setInt(1, i);
      assertThat(prepared.executeQuery().next()).isTrue();
      Statement statement = connection.createStatement();
      if (i % 10 == 0) {
        assertThat(statement.executeQuery("SELECT " + i).next()).isTrue();
        while (statement.getResultSet().next()) {}
      }
    }
  }

  private static TreeSet<String> threads() {
    TreeSet<String> names = new TreeSet<>();
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        // Which of a pool's numbers is alive changes; the JVM's own come and go.
        .map(name -> name.replaceAll("[0-9]+", "#"))
        .filter(name -> !name.matches("process reaper.*|C[12] CompilerThread#|Common-Cleaner"))
        .forEach(names::add);
    return names;
  }

  private static long sockets() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).isDirectory();
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(ManyConnectionsIT::isSocket).count();
    }
  }

  /**
   * Counts until there are no more than expected, for half a minute at most: on JDK 17 a client's
   * sockets are closed some seconds after the client was collected.
   */
  private static long socketsOnceCollected(long expected) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (sockets() > expected && System.nanoTime() < deadline) {
      System.gc();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return sockets();
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // Closed meanwhile.
    }
  }

  /** Returns the memory in use, once it is less than expected: some is given up by and by. */
  private static long memoryOnceCollected(long expected) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long used = memory();
    while (used >= expected && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      used = memory();
    }
    return used;
  }

  /** The least that is in use after some collections, as one may not find all. */
  private static long memory() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
