package dev.bricklane.conformance.strangers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A stranger's server in a process of its own, on a free port of the loopback address. */
final class Server implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final int port;

  private Server(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param command makes the command for a port
   * @param environment makes what the environment has beside or instead, for a port
   * @param probe a path that is answered, in whatever way, once the server is up
   */
  static Server start(
      IntFunction<List<String>> command,
      Path folder,
      IntFunction<Map<String, String>> environment,
      String probe,
      Duration patience)
      throws IOException, InterruptedException {
    int port = freePort();
    Path output = Files.createTempFile("stranger", ".out");
    Process process = Program.start(command.apply(port), folder, environment.apply(port), output);
    Server server = new Server(process, output, port);
    try {
      server.await(probe, patience);
      return server;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Program.end(process);
    Files.deleteIfExists(output);
  }

  private void await(String probe, Duration patience) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + probe))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        http.send(request, BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        // Not up yet. Waiting for the process is a pause that its end cuts short.
        process.waitFor(200, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("The server did not come up: " + Program.tail(output));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
