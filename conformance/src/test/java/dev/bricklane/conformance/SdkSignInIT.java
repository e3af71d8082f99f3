package dev.bricklane.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in by the real databricks-sdk-java beside the packaged jar, in a JVM whose environment
 * and profile file are the test's.
 */
class SdkSignInIT {
  private static final String SECRET = "canary-7f3a-secret";

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> bearers = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final CountDownLatch hang = new CountDownLatch(1);
  private volatile boolean hangs;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    hang.countDown();
    server.stop(0);
  }

  @Test
  void signsInAsTheEnvironmentSays() throws Exception {
    assertThat(
            run(
                "databricks-sdk:oauth-m2m",
                "DATABRICKS_CLIENT_ID=c",
                "DATABRICKS_CLIENT_SECRET=" + SECRET))
        .contains("answer: hello");
    assertThat(bearers).containsExactly("Bearer sdk-token-1");
  }

  @Test
  void signsInAsAProfileSays() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("databrickscfg"),
            """
            [work]
            host = %s
            client_id = c
            client_secret = %s
            """
                .formatted(url(), SECRET));
    assertThat(run("databricks-sdk:oauth-m2m;profile=work", "DATABRICKS_CONFIG_FILE=" + file))
        .contains("answer: hello");
  }

  @Test
  void signsInAgainWhenTheTokenIsRefused() throws Exception {
    refusals.set(1);
    assertThat(
            run(
                "databricks-sdk:oauth-m2m",
                "DATABRICKS_CLIENT_ID=c",
                "DATABRICKS_CLIENT_SECRET=" + SECRET))
        .contains("answer: hello");
    assertThat(bearers).containsExactly("Bearer sdk-token-1", "Bearer sdk-token-2");
  }

  @Test
  void saysWhatTheSdkLacks() throws Exception {
    assertThat(run("databricks-sdk:oauth-m2m", "DATABRICKS_CLIENT_SECRET=" + SECRET))
        .startsWith("28000: ")
        .contains("The Databricks SDK could not sign in by oauth-m2m");
    assertThat(bearers).isEmpty();
  }

  @Test
  void isNotHungByAnSdkThatHangs() throws Exception {
    hangs = true;
    assertThat(
            run(
                "databricks-sdk:oauth-m2m;requestTimeout=2s",
                "DATABRICKS_CLIENT_ID=c",
                "DATABRICKS_CLIENT_SECRET=" + SECRET))
        // Either limit may come first, that of the SDK or that of the call it signs in for.
        .matches("08001: .*(did not sign in by|Signing in took longer than).* 2000 ms.*");
  }

  @Test
  void doesNotAskTheNetworkForAPersonalAccessToken() throws Exception {
    assertThat(run("databricks-sdk:pat", "DATABRICKS_TOKEN=dapi" + SECRET))
        .contains("must be authType=pat");
    assertThat(asked).isEmpty();
  }

  /** Runs {@link AskOnce}, and returns what it printed, which never holds a secret. */
  private String run(String authType, String... variables) throws Exception {
    String classPath =
        JarRun.JAR
            + File.pathSeparator
            + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !isTheDriver(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, AskOnce.class.getName()));
    command.add(
        "jdbc:bricklane://127.0.0.1:"
            + server.getAddress().getPort()
            + ";ssl=false;authType="
            + authType);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("DATABRICKS_.*|BRICKLANE_.*|ARM_.*|JAVA_TOOL_OPTIONS"));
    builder.environment().put("HOME", folder.toString());
    for (String variable : variables) {
      String[] pair = variable.split("=", 2);
      builder.environment().put(pair[0], pair[1]);
    }
    JarRun.status(builder.start(), output);
    String said = Files.readString(output);
    assertThat(said).doesNotContain(SECRET).doesNotContain("sdk-token");
    return said.lines()
        .filter(line -> line.startsWith("answer: ") || line.matches("[0-9A-Z]{5}: .*"))
        .findFirst()
        .orElse(said);
  }

  /** The driver is to come out of its jar; its classes would hide that. */
  private static boolean isTheDriver(Path entry) {
    Path module = JarRun.JAR.toAbsolutePath().normalize().getParent().getParent();
    return entry.toAbsolutePath().normalize().startsWith(module)
        || entry.getFileName().toString().matches("bricklane-.*\\.jar");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    if (hangs) {
      try {
        hang.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    String basic = "Basic " + Base64.getEncoder().encodeToString(("c:" + SECRET).getBytes(UTF_8));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    switch (path) {
      case "/oidc/.well-known/oauth-authorization-server" ->
          send(
              exchange,
              200,
              "{\"authorization_endpoint\":\"%1$s/oidc/v1/authorize\",\"token_endpoint\":\"%1$s/oidc/v1/token\"}"
                  .formatted(url()));
      case "/oidc/v1/token" -> {
        boolean known = basic.equals(authorization);
        send(
            exchange,
            known ? 200 : 401,
            known
                ? "{\"access_token\":\"sdk-token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                    .formatted(tokens.incrementAndGet())
                : "{\"error\":\"invalid_client\"}");
      }
      case "/serving-endpoints/chat/completions" -> {
        bearers.add(authorization);
        if (refusals.getAndDecrement() > 0) {
          send(exchange, 403, "{\"error_code\":403,\"message\":\"Invalid access token.\"}");
        } else {
          send(exchange, 200, "{\"choices\":[{\"message\":{\"content\":\"hello\"}}]}");
        }
      }
      default -> send(exchange, 404, "{}");
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
