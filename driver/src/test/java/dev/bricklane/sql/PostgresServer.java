package dev.bricklane.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL of the machine's packages, with a cluster of its own on a loopback port, that logs
 * every statement. Run as the user postgres where the tests run as root.
 */
final class PostgresServer implements AutoCloseable {
  static final String OWNER = "owner";
  static final String PASSWORD = "correct horse";

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  private final Path folder;
  private final Process process;
  private final int port;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private PostgresServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    Thread reader = new Thread(this::read, "postgres-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server; skips the test, and says so, where the machine has none. */
  static PostgresServer start() throws IOException, InterruptedException {
    Optional<Path> programs = programs();
    if (programs.isEmpty()) {
      String reason = "Skipped: there is no PostgreSQL in " + PACKAGES + " (package postgresql)";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    Path folder = Files.createTempDirectory("bricklane-postgres");
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    List<String> as = root ? List.of("runuser", "-u", "postgres", "--") : List.of();
    Path data = folder.resolve("data");
    run(
        Stream.concat(
                as.stream(),
                Stream.of(
                    programs.get().resolve("initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    OWNER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync"))
            .toList());
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(as);
    command.addAll(
        List.of(
            programs.get().resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "log_statement=all",
            "-c",
            "log_line_prefix=",
            "-c",
            "log_connections=on",
            "-c",
            "log_disconnections=on"));
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    PostgresServer server = new PostgresServer(folder, process, port);
    if (!server.ready.await(60, TimeUnit.SECONDS)) {
      server.close();
      throw new IllegalStateException("PostgreSQL did not start: " + server.log);
    }
    return server;
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.naturalOrder());
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.contains("database system is ready to accept connections")) {
          ready.countDown();
        }
      }
    } catch (IOException ended) {
      ready.countDown();
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Returns what the server has logged so far. */
  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    process.destroy(); // Its parent, where another user runs it, hands the signal on.
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      System.out.println("Left behind: " + folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
