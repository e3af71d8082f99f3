package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key with a certificate that it has signed itself, made by the JDK's keytool. */
final class TestCertificates {
  static final String PASSWORD = "canary-storepass-41c9";

  private final Path folder;
  private final String name;
  private final KeyStore keys;

  private TestCertificates(Path folder, String name, KeyStore keys) {
    this.folder = folder;
    this.name = name;
    this.keys = keys;
  }

  /**
   * Makes one.
   *
   * @param names such as {@code dns:localhost,ip:127.0.0.1}
   * @param options further ones of keytool's
   */
  static TestCertificates make(Path folder, String name, String names, String... options)
      throws Exception {
    Path file = folder.resolve(name + "-key.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                keytool, "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name));
    command.addAll(List.of("-ext", "san=" + names, "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(said);
    }
    return new TestCertificates(
        folder, name, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
  }

  /** Returns TLS for a server that has the key. */
  SSLContext server() throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /** Writes a store of the JDK's that trusts the certificate. */
  Path trustStore(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("trusted", certificate());
    Path file = folder.resolve(name + "-trust." + type);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  /** Writes the certificate as text, with a remark before it as openssl makes. */
  Path pem() throws Exception {
    String text =
        "# The authority\n-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Files.writeString(folder.resolve(name + ".pem"), text);
  }

  private Certificate certificate() throws Exception {
    return keys.getCertificate("key");
  }
}
