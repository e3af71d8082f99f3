package dev.bricklane.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signing in by the real databricks-sdk-java beside the packaged jar, in a JVM whose environment
 * and profile file are the test's: as a pipeline of Azure DevOps, the one way of the SDK's that
 * needs no host of a cloud's.
 */
class SdkSignInIT {
  private static final String SECRET = "canary-7f3a-secret";

  /** The SDK reads its claims. */
  private static final String ID_TOKEN =
      "e30." + Base64.getUrlEncoder().encodeToString("{\"sub\":\"job\"}".getBytes(UTF_8)) + ".x";

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> clients = new CopyOnWriteArrayList<>();
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
    assertThat(run("", pipeline("DATABRICKS_AUTH_TYPE=azure-devops-oidc")))
        .contains("answer: hello");
    assertThat(bearers).containsExactly("Bearer sdk-token-1");
    assertThat(clients).containsExactly("c");
  }

  @Test
  void signsInAsAProfileSays() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("databrickscfg"),
            """
            [work]
            host = %s
            auth_type = databricks-sdk:azure-devops-oidc
            client_id = of-work
            """
                .formatted(url()));
    List<String> variables = new ArrayList<>(List.of(pipeline("DATABRICKS_CONFIG_FILE=" + file)));
    variables.remove("DATABRICKS_CLIENT_ID=c");
    assertThat(run(";profile=work", variables.toArray(String[]::new))).contains("answer: hello");
    assertThat(clients).containsExactly("of-work");
  }

  @Test
  void signsInAgainWhenTheTokenIsRefused() throws Exception {
    refusals.set(1);
    assertThat(run("", pipeline("DATABRICKS_AUTH_TYPE=azure-devops-oidc")))
        .contains("answer: hello");
    assertThat(bearers).containsExactly("Bearer sdk-token-1", "Bearer sdk-token-2");
  }

  @Test
  void saysWhatTheSdkLacks() throws Exception {
    assertThat(run("", "DATABRICKS_AUTH_TYPE=azure-devops-oidc", "SYSTEM_ACCESSTOKEN=" + SECRET))
        .startsWith("28000: ")
        .contains("The Databricks SDK could not sign in by azure-devops-oidc");
    assertThat(bearers).isEmpty();
  }

  @Test
  void isNotHungByAnSdkThatHangs() throws Exception {
    hangs = true;
    assertThat(run(";requestTimeout=2s", pipeline("DATABRICKS_AUTH_TYPE=azure-devops-oidc")))
        // Either limit may come first, that of the SDK or that of the call it signs in for.
        .matches("08001: .*(did not sign in by|Signing in took longer than).* 2000 ms.*");
  }

  @Test
  void doesNotAskTheNetworkForAPersonalAccessToken() throws Exception {
    assertThat(run(";authType=databricks-sdk:pat", "DATABRICKS_TOKEN=dapi" + SECRET))
        .contains("must be authType=pat");
    assertThat(asked).isEmpty();
  }

  /** The SDK would take them out of the environment for whatever host it is told. */
  @ParameterizedTest
  @ValueSource(strings = {"oauth-m2m", "env-oidc", "azure-devops-oidc", "azure-client-secret"})
  void sendsNothingWhereAUrlAloneAsksForIt(String type) throws Exception {
    assertThat(
            run(
                ";authType=databricks-sdk:" + type,
                pipeline(
                    "DATABRICKS_HOST=https://good.cloud.databricks.com",
                    "DATABRICKS_CLIENT_SECRET=" + SECRET,
                    "DATABRICKS_OIDC_TOKEN=" + SECRET,
                    "ARM_CLIENT_ID=a",
                    "ARM_CLIENT_SECRET=" + SECRET,
                    "ARM_TENANT_ID=t",
                    "DATABRICKS_AZURE_RESOURCE_ID=/subscriptions/1")))
        .startsWith("22023: ");
    assertThat(asked).isEmpty();
  }

  /** Returns what Azure DevOps sets for a job, and more. */
  private String[] pipeline(String... more) {
    return Stream.concat(
            Stream.of(
                "SYSTEM_ACCESSTOKEN=" + SECRET,
                "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI=" + url(),
                "SYSTEM_PLANID=p",
                "SYSTEM_JOBID=j",
                "SYSTEM_TEAMPROJECTID=t",
                "SYSTEM_HOSTTYPE=build",
                "DATABRICKS_CLIENT_ID=c"),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  /** Runs {@link AskOnce}, and returns what it printed, which never holds a secret. */
  private String run(String properties, String... variables) throws Exception {
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
        "jdbc:bricklane://127.0.0.1:" + server.getAddress().getPort() + ";ssl=false" + properties);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("DATABRICKS_.*|BRICKLANE_.*|ARM_.*|SYSTEM_.*|JAVA_TOOL_OPTIONS"));
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
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    switch (path) {
      case "/oidc/.well-known/oauth-authorization-server" ->
          send(
              exchange,
              200,
              "{\"authorization_endpoint\":\"%1$s/oidc/v1/authorize\",\"token_endpoint\":\"%1$s/oidc/v1/token\"}"
                  .formatted(url()));
      case "/t/_apis/distributedtask/hubs/build/plans/p/jobs/j/oidctoken" -> {
        boolean known = ("Bearer " + SECRET).equals(authorization);
        send(exchange, known ? 200 : 401, known ? "{\"oidcToken\":\"" + ID_TOKEN + "\"}" : "{}");
      }
      case "/oidc/v1/token" -> {
        Map<String, String> form = form(exchange);
        clients.add(form.get("client_id"));
        boolean known =
            ID_TOKEN.equals(form.get("subject_token"))
                && "urn:ietf:params:oauth:grant-type:token-exchange".equals(form.get("grant_type"));
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

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String field : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
    }
    return fields;
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
