package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Fault;
import dev.bricklane.embedded.ReceivedRequest;
import dev.bricklane.embedded.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants secrets in all places that hold them, and looks for them in all that a user or a log can
 * see, at the finest level, over success, failure, retries and a token that is revoked.
 */
class SecretsIT {
  private static final String HEADER = "canary-header-5f1c7a90";
  private static final String FIELD = "canary-field-77ab01d3";

  private static final String COOKIE = "canary-cookie-9d3c11";
  private static final String SIGNATURE = "canarysignature5be02f";
  private static final String PROXY_PASSWORD = "canary-proxy-77e1b0";
  private static final String SIGNED_URL =
      "https://images.invalid/a.png?X-Amz-Date=1&X-Amz-Signature="
          + SIGNATURE
          + "&sig="
          + SIGNATURE;
  private static final Pattern BEARER = Pattern.compile("Authorization: Bearer (\\S+)");
  private static final Pattern REFRESH = Pattern.compile("\"(doau[0-9a-f]+)\"");

  private static final List<Fault> FAILURES =
      Stream.of(Fault.values())
          // Those that hang would only make the test slow.
          .filter(fault -> !fault.name().contains("STALL"))
          .toList();

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger("dev.bricklane");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          Object[] parameters = entry.getParameters();
          see(entry.getMessage() + " " + (parameters == null ? "" : List.of(parameters)));
          see(entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private EmbeddedWorkspace workspace;
  private Wire wire;
  private Level before;
  @TempDir private Path folder;

  @BeforeEach
  void listens() throws IOException {
    workspace = EmbeddedWorkspace.builder().responder(SecretsIT::sayingSecretsBack).start();
    wire = new Wire(workspace.uri().getPort());
    before = logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  @AfterEach
  void listensNoMore() throws IOException {
    logger.removeHandler(handler);
    logger.setLevel(before);
    wire.close();
    workspace.close();
  }

  /** Sets cookies, and repeats cookies and URLs in the words of an error. */
  private static Optional<Reply> sayingSecretsBack(ReceivedRequest request) {
    String cookie = "session=" + COOKIE + "; Path=/";
    if (request.body().contains("give a cookie")) {
      String answer =
          "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Here.\"}}]}";
      return Optional.of(Reply.json(200, answer).withHeader("Set-Cookie", cookie));
    }
    return request.body().contains("say it back")
        ? Optional.of(
            Reply.json(
                    400,
                    "{\"error_code\":\"BAD_REQUEST\",\"message\":\"No image at "
                        + SIGNED_URL
                        + " with Cookie: "
                        + cookie
                        + "\"}")
                .withHeader("Set-Cookie", cookie))
        : Optional.empty();
  }

  @Test
  void showsNoTokenAnywhere() throws Exception {
    use(url(), properties(Map.of("token", workspace.token())));
    assertThat(workspace.modelCalls()).isGreaterThan(FAILURES.size());
    finds(workspace.token());
  }

  @Test
  void showsNoClientSecretAndNoTokenThatItGave() throws Exception {
    use(
        url(),
        properties(
            Map.of("clientId", workspace.clientId(), "clientSecret", workspace.clientSecret())));
    finds(workspace.clientSecret(), basic(workspace.clientId(), workspace.clientSecret()));
    // The one that was revoked, and the one after it.
    assertThat(wire.found(BEARER)).hasSizeGreaterThan(1);
    finds(wire.found(BEARER).toArray(String[]::new));
    workspace.requests().stream()
        .map(request -> request.headers().toString())
        .forEach(sent -> assertThat(sent).doesNotContain(workspace.clientSecret()));
  }

  @Test
  void showsNoRefreshTokenAndNoneThatItGave() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Properties properties = new Properties();
    properties.setProperty("authType", "oauth-u2m");
    Path tokens = folder.resolve("tokens.json");
    properties.setProperty("tokenFile", tokens.toString());
    properties.setProperty(
        "browser",
        String.format(
            "\"%s\" -cp \"%s\" %s",
            java, System.getProperty("java.class.path"), Browser.class.getName()));
    properties.setProperty("registerMbeans", "true");
    Set<String> refreshed = new LinkedHashSet<>();
    try (Connection connection = DriverManager.getConnection(url(), properties)) {
      query(connection, "SELECT complete('embedded-responder', 'hello')");
      found(REFRESH, Files.readString(tokens), refreshed);
      wire.found(BEARER).forEach(token -> workspace.revoke(token, 401));
      query(connection, "SELECT complete('embedded-responder', 'hello again')");
      found(REFRESH, Files.readString(tokens), refreshed);
      workspace.revokeRefreshTokens();
      query(connection, "SELECT * FROM properties");
      seeMBeans();
    }
    assertThat(wire.found(BEARER)).hasSizeGreaterThan(1);
    assertThat(refreshed).hasSizeGreaterThan(1);
    finds(wire.found(BEARER).toArray(String[]::new));
    finds(refreshed.toArray(String[]::new));
  }

  @Test
  void showsNoPasswordOfAProxyOrATrustStore() throws Exception {
    TestCertificates certificate = TestCertificates.make(folder, "w", "dns:workspace.example");
    Properties properties = properties(Map.of("token", workspace.token()));
    properties.setProperty("trustStore", certificate.trustStore("pkcs12").toString());
    properties.setProperty("trustStorePassword", TestCertificates.PASSWORD);
    properties.setProperty("proxyUser", "me");
    properties.setProperty("proxyPassword", PROXY_PASSWORD);
    try (TlsFront tls = new TlsFront(certificate.server(), wire.port());
        ConnectProxy proxy = ConnectProxy.guarded(tls.port(), "me", PROXY_PASSWORD);
        ConnectProxy unwilling = ConnectProxy.guarded(tls.port(), "me", "another")) {
      properties.setProperty("proxyHost", "localhost:" + unwilling.port());
      connect("jdbc:bricklane://workspace.example", properties);
      properties.setProperty("proxyHost", "localhost:" + proxy.port());
      use("jdbc:bricklane://workspace.example", properties);
      assertThat(proxy.heads()).isNotEmpty();
      properties.setProperty("trustStorePassword", "canary-storepass-wrong");
      connect("jdbc:bricklane://workspace.example", properties);
    }
    finds(
        workspace.token(),
        PROXY_PASSWORD,
        basic("me", PROXY_PASSWORD),
        TestCertificates.PASSWORD,
        "canary-storepass");
  }

  @Test
  void showsNoSecretThatIsRefused() throws Exception {
    connect(url(), properties(Map.of("token", "dapicanary0123456789abcdef01234567")));
    connect(url(), properties(Map.of("clientId", "c", "clientSecret", "canary-client-0123")));
    finds("dapicanary0123456789abcdef01234567", "canary0123456789", "canary-client-0123");
  }

  private void connect(String url, Properties properties) {
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      see(connection.toString());
    } catch (SQLException e) {
      see(e);
    }
  }

  private static String basic(String user, String password) {
    return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static void found(Pattern pattern, String text, Set<String> all) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
  }

  private void finds(String... secrets) {
    assertThat(seen).isNotEmpty();
    List<String> all = new ArrayList<>(List.of(HEADER, FIELD, COOKIE, SIGNATURE));
    all.addAll(List.of(secrets));
    for (String secret : all) {
      assertThat(seen.stream().filter(text -> text.contains(secret)))
          .as("what shows " + secret.substring(0, 8))
          .isEmpty();
    }
  }

  private void use(String url, Properties properties) throws Exception {
    Path recording = folder.resolve("recording.jsonl");
    properties.setProperty("recording", "record:" + recording);
    properties.setProperty("registerMbeans", "true");
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      see(connection.toString());
      see(connection.getMetaData().getURL());
      see(connection.getMetaData().getUserName());
      query(connection, "SELECT complete('embedded-responder', 'hello')");
      query(connection, "SELECT embed('embedded-hashing-384', 'hello')");
      query(connection, "SELECT complete('embedded-responder', 'give a cookie')");
      for (String model : List.of("embedded-responder", "embedded-claude-like")) {
        for (String prompt : List.of("look", "say it back")) {
          query(
              connection,
              "SELECT complete('" + model + "', '" + prompt + "', images => '" + SIGNED_URL + "')");
        }
      }
      if (properties.containsKey("clientId")) {
        wire.found(BEARER).forEach(token -> workspace.revoke(token, 401));
        query(connection, "SELECT complete('embedded-responder', 'with another token')");
      }
      failInAllWays(connection);
      for (String table : new String[] {"properties", "calls", "usage", "pool", "models"}) {
        query(connection, "SELECT * FROM " + table);
      }
      query(connection, "SELECT no_such_function(1)");
      seeMBeans();
    }
    see(Files.readString(recording));
  }

  /** Several at a time, as many of them wait before they are sent again. */
  private void failInAllWays(Connection connection) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> all = new ArrayList<>();
    for (Fault fault : FAILURES) {
      String end = fault.ordinal() % 2 == 0 ? "" : ", on_error => 'null'";
      String sql = "SELECT complete('" + fault.model() + "', 'p'" + end + ")";
      all.add(
          threads.submit(() -> {
            query(connection, sql);
            return null;
          }));
    }
    threads.shutdown();
    for (Future<?> each : all) {
      each.get();
    }
  }

  private void seeMBeans() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    int count = 0;
    for (ObjectName name : server.queryNames(new ObjectName("dev.bricklane*:*"), null)) {
      count++;
      see(name.toString());
      see(server.getMBeanInfo(name).toString());
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        see(attribute.getName() + "=" + server.getAttribute(name, attribute.getName()));
      }
    }
    assertThat(count).isPositive();
  }

  private void query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(20);
      try (ResultSet rows = statement.executeQuery(sql)) {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(rows.getString(i));
          }
        }
        see(values.toString());
        for (SQLWarning w = rows.getWarnings(); w != null; w = w.getNextWarning()) {
          see(w);
        }
      }
      see(statement.toString());
    } catch (SQLException e) {
      see(e);
    }
  }

  private Properties properties(Map<String, String> credentials) {
    Properties properties = new Properties();
    properties.putAll(credentials);
    properties.setProperty("extraHeaders", "{\"x-portkey-api-key\":\"" + HEADER + "\"}");
    properties.setProperty("extraBody", "{\"usage_context\":{\"key\":\"" + FIELD + "\"}}");
    properties.setProperty("maxRetries", "1");
    properties.setProperty("requestTimeout", "2s");
    return properties;
  }

  private String url() {
    return "jdbc:bricklane://127.0.0.1:" + wire.port() + ";ssl=false";
  }

  private void see(Throwable thrown) {
    if (thrown != null) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      see(text.toString());
    }
  }

  private void see(String text) {
    if (text != null) {
      seen.add(text);
    }
  }

  /** Remembers all that passes, in both directions. */
  private static final class Wire extends LoopbackPipe {
    private final int target;
    private final Queue<String> pieces = new ConcurrentLinkedQueue<>();

    Wire(int target) throws IOException {
      super(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      this.target = target;
    }

    @Override
    Socket begin(Socket client) throws IOException {
      return to(target);
    }

    @Override
    void sees(byte[] piece, int length) {
      pieces.add(new String(piece, 0, length, ISO_8859_1));
    }

    /** Returns what the pattern's group was, each once. */
    Set<String> found(Pattern pattern) {
      Set<String> all = new LinkedHashSet<>();
      pieces.forEach(piece -> SecretsIT.found(pattern, piece, all));
      return all;
    }
  }

  /** Visits a page and goes where it is sent, as a person's browser does. */
  static final class Browser {
    private Browser() {}

    public static void main(String[] arguments) throws IOException {
      new URL(arguments[0]).openConnection().getInputStream().readAllBytes();
    }
  }
}
