package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and proxies between a program that uses JDBC and a workspace. */
@Timeout(60)
class NetworkIT {
  private static final String PROXY_PASSWORD = "canary-proxy-0be2:%";

  @TempDir private static Path folder;
  private static EmbeddedWorkspace workspace;
  private static TestCertificates certificate;
  private static TlsFront tls;

  @BeforeAll
  static void start() throws Exception {
    workspace = EmbeddedWorkspace.start();
    certificate =
        TestCertificates.make(folder, "good", "dns:localhost,ip:127.0.0.1,dns:workspace.example");
    tls = new TlsFront(certificate.server(), workspace.uri().getPort());
  }

  @AfterAll
  static void stop() throws Exception {
    tls.close();
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs12", "jks", "pem"})
  void trustsTheCertificatesOfAFile(String type) throws Exception {
    Path file = type.equals("pem") ? certificate.pem() : certificate.trustStore(type);
    Properties properties = trusting(file);
    if (type.equals("pem")) {
      properties.remove("trustStorePassword");
    }
    assertThat(answers("localhost:" + tls.port(), properties)).isTrue();
    properties.setProperty("trustStoreType", type);
    assertThat(answers("127.0.0.1:" + tls.port(), properties)).isTrue();
  }

  @Test
  void knowsTheNamesOfDatabricksJdbc() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("PWD", workspace.token());
    properties.setProperty("SSLTrustStore", certificate.trustStore("jks").toString());
    properties.setProperty("SSLTrustStorePwd", TestCertificates.PASSWORD);
    properties.setProperty("SSLTrustStoreType", "JKS");
    try (ConnectProxy proxy = ConnectProxy.guarded(tls.port(), "me", PROXY_PASSWORD)) {
      properties.setProperty("UseProxy", "1");
      properties.setProperty("ProxyHost", "localhost");
      properties.setProperty("ProxyPort", String.valueOf(proxy.port()));
      properties.setProperty("ProxyAuth", "1");
      properties.setProperty("ProxyUID", "me");
      properties.setProperty("ProxyPwd", PROXY_PASSWORD);
      assertThat(answers("workspace.example", properties)).isTrue();
      assertThat(proxy.heads()).isNotEmpty();
    }
  }

  /** With a trust store of one's own and the token of the machine, a URL could take it away. */
  @Test
  void doesNotLetAUrlSayWhomToTrust() throws Exception {
    Path file = certificate.pem();
    SQLException refused = fails("localhost:" + tls.port() + ";trustStore=" + file, usual());
    assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.INVALID_CONFIGURATION.vendorCode());
    assertThat((Throwable) refused).hasMessageContaining("may not stand in a URL");
    SQLException untrusted = fails("localhost:" + tls.port() + ";SSLTrustStore=" + file, usual());
    assertThat(untrusted.getErrorCode()).isEqualTo(4006);
    String plain = workspace.uri().getAuthority() + ";ssl=false;SSLTrustStore=" + file;
    try (Connection connection = open(plain, usual())) {
      SQLWarning warning = connection.getWarnings();
      assertThat(warning.getMessage()).startsWith("SSLTrustStore (URL) is ignored: which");
    }
  }

  @Test
  void saysThatACertificateIsNotTrusted() throws Exception {
    SQLException e = fails("localhost:" + tls.port(), usual());
    assertNetwork(e, 4006, "The certificate of localhost:" + tls.port() + " is not trusted: ");
    assertThat((Throwable) e)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageContaining("unable to find valid certification path")
        .hasMessageContaining("the property trustStore");
  }

  @Test
  void saysThatACertificateIsForAnotherHost() throws Exception {
    TestCertificates other = TestCertificates.make(folder, "other", "dns:other.example");
    try (TlsFront front = new TlsFront(other.server(), workspace.uri().getPort())) {
      SQLException e = fails("localhost:" + front.port(), trusting(other.pem()));
      assertNetwork(e, 4007, "The certificate of localhost:" + front.port() + " is for another");
      assertThat((Throwable) e)
          .hasMessageContaining("Use the host name that the certificate is made for");
    }
  }

  @Test
  void saysThatAPortSpeaksNoTls() throws Exception {
    try (ConnectProxy plain = ConnectProxy.refusing(400)) {
      // It reads a line's end before it answers, which the first bytes of TLS are not.
      SQLException e = fails("localhost:" + plain.port() + ";connectTimeout=300", usual());
      assertNetwork(e, 4001, "No connection to localhost:" + plain.port() + " within 300 ms");
    }
    try (PlainGreeting plain = new PlainGreeting()) {
      SQLException e = fails("localhost:" + plain.port(), usual());
      assertNetwork(e, 4008, "No TLS with localhost:" + plain.port() + ": ");
      assertThat((Throwable) e).hasMessageContaining("Check that the port speaks TLS");
    }
  }

  @Test
  void saysThatAHostHasNoAddress() throws Exception {
    SQLException e = fails("no-such-host.invalid", usual());
    assertNetwork(e, 4004, "No address is known for the host no-such-host.invalid");
    assertThat((Throwable) e).isInstanceOf(SQLTransientConnectionException.class);
  }

  @Test
  void saysThatAConnectionIsRefused() throws Exception {
    int port = unusedPort();
    SQLException e = fails("localhost:" + port, usual());
    assertNetwork(e, 4005, "No connection to localhost:" + port + ": it was refused");
    SQLException plain = fails("127.0.0.1:" + port + ";ssl=false", usual());
    assertNetwork(plain, 4005, "No connection to 127.0.0.1:" + port + ": it was refused");
  }

  @Test
  void saysThatATrustStoreIsNotThere() throws Exception {
    Path none = folder.resolve("none.p12");
    SQLException e = fails("localhost:" + tls.port(), trusting(none));
    assertThat(e.getErrorCode()).isEqualTo(ErrorCode.FILE_UNUSABLE.vendorCode());
    assertThat((Throwable) e)
        .hasMessageContaining("The trustStore " + none + " cannot be used: it is not th");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs12", "jks"})
  void saysThatThePasswordOfATrustStoreIsWrong(String type) throws Exception {
    Properties properties = trusting(certificate.trustStore(type));
    properties.setProperty("trustStorePassword", "canary-storepass-wrong");
    SQLException e = fails("localhost:" + tls.port(), properties);
    assertThat(e.getErrorCode()).isEqualTo(ErrorCode.INVALID_CONFIGURATION.vendorCode());
    assertThat((Throwable) e).hasMessageContaining("trustStorePassword is not the password of ");
  }

  @Test
  void saysThatATrustStoreNeedsAPassword() throws Exception {
    Properties properties = trusting(certificate.trustStore("pkcs12"));
    properties.remove("trustStorePassword");
    assertThat((Throwable) fails("localhost:" + tls.port(), properties))
        .hasMessageContaining("read without trustStorePassword");
  }

  @Test
  void saysThatAFileHoldsNoCertificates() throws Exception {
    Path file = Files.writeString(folder.resolve("text.txt"), "none here");
    SQLException e = fails("localhost:" + tls.port(), trusting(file));
    assertThat(e.getErrorCode()).isEqualTo(ErrorCode.FILE_UNUSABLE.vendorCode());
    assertThat((Throwable) e).hasMessageContaining("it cannot be read as PKCS12, JKS or PEM");
  }

  /** The host has no address here: only the proxy knows it. */
  @Test
  void goesThroughAProxy() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open(tls.port())) {
      Properties properties = through("localhost:" + proxy.port());
      assertThat(answers("workspace.example", properties)).isTrue();
      assertThat(proxy.heads())
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT workspace.example:443 HTTP/1.1\r\n"))
          .noneMatch(head -> head.contains(workspace.token()));
    }
  }

  @Test
  void goesPastAProxyWhereItShall() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.refusing(502)) {
      Properties properties = through("127.0.0.1:" + proxy.port());
      assertThat(answers("localhost:" + tls.port(), properties)).isTrue();
      properties.setProperty("proxyIgnoreList", "nothing.example, *.example");
      assertThat(fails("workspace.example", properties).getErrorCode()).isEqualTo(4004);
      properties.remove("proxyIgnoreList");
      properties.setProperty("useProxy", "false");
      assertThat(fails("workspace.example", properties).getErrorCode()).isEqualTo(4004);
      assertThat(proxy.heads()).isEmpty();
    }
  }

  @Test
  void showsItsPasswordToTheProxyAlone() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.guarded(tls.port(), "me", PROXY_PASSWORD)) {
      Properties properties = through("localhost:" + proxy.port());
      properties.setProperty("proxyUser", "me");
      properties.setProperty("proxyPassword", PROXY_PASSWORD);
      assertThat(answers("workspace.example", properties)).isTrue();
      assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("Bricklane "));
      assertThat(workspace.requests())
          .isNotEmpty()
          .noneMatch(request ->
              request.headers().keySet().stream()
                  .anyMatch("proxy-authorization"::equalsIgnoreCase));
    }
  }

  @Test
  void saysOnceThatAProxyRefusesThePassword() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.guarded(tls.port(), "me", "another")) {
      Properties properties = through("localhost:" + proxy.port());
      assertThat(proxyRefusal(properties, proxy)).isEqualTo(1);
      properties.setProperty("proxyUser", "me");
      properties.setProperty("proxyPassword", PROXY_PASSWORD);
      assertThat(proxyRefusal(properties, proxy)).isEqualTo(2);
    }
  }

  private static int proxyRefusal(Properties properties, ConnectProxy proxy) throws Exception {
    SQLException e = fails("workspace.example", properties);
    assertNetwork(e, 4009, "The proxy localhost:" + proxy.port() + " answered HTTP 407 Proxy Auth");
    assertThat((Throwable) e)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageContaining("proxyUser and proxyPassword");
    assertThat(((BricklaneException) e.getCause()).origin().httpStatus()).isEqualTo(407);
    return proxy.heads().size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysThatAProxyDoesNotLetItThrough(boolean signsIn) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.refusing(403)) {
      SQLException e =
          fails("workspace.example", maybeSigningIn(through("localhost:" + proxy.port()), signsIn));
      assertNetwork(e, 4010, "The proxy localhost:" + proxy.port() + " answered HTTP 403 instead");
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysThatAProxyIsOutOfReach(boolean signsIn) throws Exception {
    String none = "localhost:" + unusedPort();
    assertNetwork(
        fails("workspace.example", maybeSigningIn(through(none), signsIn)),
        4010,
        "The proxy on the way to workspace.example is out of reach: No connection to " + none);
    assertNetwork(
        fails("workspace.example", maybeSigningIn(through("no-proxy.invalid:3128"), signsIn)),
        4010,
        "is out of reach: No address is known for the host ");
  }

  /** A server that speaks before it is asked. */
  private static final class PlainGreeting extends LoopbackPipe {
    PlainGreeting() throws Exception {
      super(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    @Override
    Socket begin(Socket client) throws IOException {
      client.getOutputStream().write("220 ready\r\n".getBytes(US_ASCII));
      client.getInputStream().read(new byte[4096]);
      return null;
    }
  }

  private static Properties maybeSigningIn(Properties properties, boolean signsIn) {
    if (signsIn) {
      properties.setProperty("proxyUser", "me");
      properties.setProperty("proxyPassword", PROXY_PASSWORD);
    }
    return properties;
  }

  private static void assertNetwork(SQLException e, int vendorCode, String message) {
    assertThat(e.getSQLState()).isEqualTo("08001");
    assertThat(e.getErrorCode()).isEqualTo(vendorCode);
    assertThat((Throwable) e).hasMessageContaining(message);
  }

  private static boolean answers(String address, Properties properties) throws SQLException {
    try (Connection connection = open(address, properties);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT complete('embedded-responder', x) FROM (VALUES 'a', 'b', 'c') t(x)")) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getString(1)).contains("embedded responder");
        count++;
      }
      return count == 3;
    }
  }

  private static SQLException fails(String address, Properties properties) {
    SQLException e =
        catchThrowableOfType(SQLException.class, () -> open(address, properties).close());
    assertThat((Throwable) e).isNotNull();
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .doesNotContain(workspace.token(), PROXY_PASSWORD, "canary-storepass");
    return e;
  }

  private static Connection open(String address, Properties properties) throws SQLException {
    return DriverManager.getConnection("jdbc:bricklane://" + address, properties);
  }

  private static Properties usual() {
    Properties properties = new Properties();
    properties.setProperty("token", workspace.token());
    properties.setProperty("maxRetries", "0");
    return properties;
  }

  private static Properties trusting(Path file) {
    Properties properties = usual();
    properties.setProperty("trustStore", file.toString());
    properties.setProperty("trustStorePassword", TestCertificates.PASSWORD);
    return properties;
  }

  private static Properties through(String proxy) throws Exception {
    Properties properties = trusting(certificate.trustStore("pkcs12"));
    properties.setProperty("maxRetries", "2");
    properties.setProperty("proxyHost", proxy);
    return properties;
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
