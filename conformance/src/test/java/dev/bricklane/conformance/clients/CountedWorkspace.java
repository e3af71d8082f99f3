package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An embedded workspace that a tool connects to, and the model calls that have arrived there. */
final class CountedWorkspace implements AutoCloseable {
  /** Work that a tool does. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** The jar that users get. */
  static final Path JAR = Path.of(System.getProperty("bricklane.jar"));

  private final EmbeddedWorkspace workspace;

  private CountedWorkspace(EmbeddedWorkspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Starts a workspace.
   *
   * @throws AssertionError if {@code DriverManager}'s driver is not the packaged one
   */
  static CountedWorkspace start() {
    return startAfter(Duration.ZERO);
  }

  /** Starts a workspace that answers each call after a while. */
  static CountedWorkspace startAfter(Duration latency) {
    return startAfter(latency, new CountDownLatch(0));
  }

  /**
   * Starts a workspace that answers each call after a while.
   *
   * @param arrived is counted down for each model call that comes
   */
  static CountedWorkspace startAfter(Duration latency, CountDownLatch arrived) {
    assertDriverIsPackaged();
    return new CountedWorkspace(
        EmbeddedWorkspace.builder()
            .latency(latency)
            .responder(request -> {
              if (request.method().equals("POST")) {
                arrived.countDown();
              }
              return Optional.empty();
            })
            .start());
  }

  /** Fails unless the driver that tools get here comes out of the packaged jar. */
  private static void assertDriverIsPackaged() {
    try {
      Driver driver = DriverManager.getDriver("jdbc:bricklane:embedded");
      String origin =
          driver.getClass().getProtectionDomain().getCodeSource().getLocation().getPath();
      assertThat(origin).endsWith("/bricklane.jar");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a JDBC URL that signs in; the properties follow, each as {@code name=value}. */
  String url(String... properties) {
    StringBuilder url = new StringBuilder(urlWithoutToken()).append(";token=").append(token());
    for (String property : properties) {
      url.append(';').append(property);
    }
    return url.toString();
  }

  /** Returns a JDBC URL for tools that have the token elsewhere, as the password of a user. */
  String urlWithoutToken() {
    return "jdbc:bricklane://127.0.0.1:" + workspace.uri().getPort() + ";ssl=false";
  }

  /** Returns the workspace's address as the environment has it. */
  String address() {
    return workspace.uri().toString();
  }

  /** Returns the token that opens the workspace. */
  String token() {
    return workspace.token();
  }

  /** Counts the model calls since the start. */
  long calls() {
    return workspace.modelCalls();
  }

  /** Returns the paths of all requests since the start, oldest first. */
  List<String> paths() {
    return workspace.requests().stream().map(ReceivedRequest::path).toList();
  }

  /** Counts the model calls that some work makes. */
  long callsOf(Work work) throws Exception {
    long before = calls();
    work.run();
    return calls() - before;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
