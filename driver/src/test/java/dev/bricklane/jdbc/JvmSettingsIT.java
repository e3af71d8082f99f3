package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's own settings for proxies and certificates, each in a JVM of its own. */
@Timeout(120)
class JvmSettingsIT {
  @TempDir private Path folder;
  private EmbeddedWorkspace workspace;
  private TestCertificates certificate;
  private TlsFront tls;
  private ConnectProxy proxy;

  @BeforeEach
  void start() throws Exception {
    workspace = EmbeddedWorkspace.start();
    certificate = TestCertificates.make(folder, "good", "dns:workspace.example,dns:localhost");
    tls = new TlsFront(certificate.server(), workspace.uri().getPort());
    proxy = ConnectProxy.open(tls.port());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    tls.close();
    workspace.close();
  }

  /** Also where they say otherwise, a call without TLS, its token in the clear, stays here. */
  @Test
  void count() throws Exception {
    String plain = workspace.uri().getAuthority() + ";ssl=false";
    String said =
        run(
            List.of(
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore("pkcs12"),
                "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.PASSWORD,
                "-Dhttps.proxyHost=localhost",
                "-Dhttps.proxyPort=" + proxy.port(),
                "-Dhttp.proxyHost=localhost",
                "-Dhttp.proxyPort=" + proxy.port(),
                "-Dhttp.nonProxyHosts=localhost"),
            "workspace.example",
            "localhost:" + tls.port(),
            plain);
    assertThat(said.lines())
        .containsExactly(
            "workspace.example: ok", "localhost:" + tls.port() + ": ok", plain + ": ok");
    assertThat(proxy.heads())
        .isNotEmpty()
        .allMatch(head -> head.startsWith("CONNECT workspace.example:443 "));
  }

  @Test
  void areNamedWhereTheyAreWrong() throws Exception {
    String said =
        run(
            List.of(
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore("pkcs12"),
                "-Djavax.net.ssl.trustStorePassword=wrong"),
            "localhost:" + tls.port());
    assertThat(said)
        .startsWith("localhost:" + tls.port() + ": 08001 4008 TLS cannot be set up as the JVM is ")
        .contains("javax.net.ssl.trustStore", "the JVM's own TLS settings");
  }

  private String run(List<String> options, String... addresses)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Asker.class.getName()));
    command.add(workspace.token());
    command.addAll(List.of(addresses));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return said;
  }

  /** Asks a model at each address. */
  static final class Asker {
    private Asker() {}

    public static void main(String[] arguments) {
      for (int i = 1; i < arguments.length; i++) {
        System.out.println(arguments[i] + ": " + ask(arguments[i], arguments[0]));
      }
    }

    private static String ask(String address, String token) {
      Properties properties = new Properties();
      properties.setProperty("token", token);
      properties.setProperty("maxRetries", "0");
      properties.setProperty("requestTimeout", "20s");
      try (Connection connection =
              DriverManager.getConnection("jdbc:bricklane://" + address, properties);
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT complete('embedded-responder', 'hello')")) {
        return rows.next() && rows.getString(1).contains("hello") ? "ok" : "no row";
      } catch (SQLException e) {
        return e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage();
      }
    }
  }
}
