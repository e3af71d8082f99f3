package dev.bricklane.http;

import dev.bricklane.config.DriverConfig.Trust;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS that trusts the certificates of a file, and no others. */
final class TrustedCertificates {
  private static final String PEM = "-----BEGIN";
  private static final int LONGEST = 16 << 20;

  private TrustedCertificates() {}

  /**
   * Reads a file.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if it cannot be read or holds nothing to
   *     trust, {@code INVALID_CONFIGURATION} if its password is another one
   */
  static SSLContext read(Trust trust) {
    byte[] content = bytes(trust.file());
    try {
      KeyStore store = store(trust, content);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      if (!trustsAny(managers)) {
        throw unusable(
            trust.file(),
            trust.password().isPresent()
                ? "it holds no certificate to trust"
                : "it holds no certificate to trust that can be read without trustStorePassword",
            null);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw unusable(trust.file(), "it cannot be read as " + said(trust), e);
    }
  }

  private static KeyStore store(Trust trust, byte[] content) throws GeneralSecurityException {
    boolean pem =
        trust
            .type()
            .map("pem"::equals)
            .orElseGet(() -> new String(content, StandardCharsets.ISO_8859_1).contains(PEM));
    if (pem) {
      return ofPem(trust.file(), content);
    }
    // The JDK's own stores know each other's formats, whichever of them is asked.
    KeyStore store = KeyStore.getInstance(trust.type().orElse(isJks(content) ? "jks" : "pkcs12"));
    char @Nullable [] password =
        trust.password().map(secret -> secret.reveal().toCharArray()).orElse(null);
    try {
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new BricklaneException(
            ErrorCode.INVALID_CONFIGURATION,
            trust.password().isPresent()
                ? "trustStorePassword is not the password of " + trust.file()
                : trust.file() + " needs a trustStorePassword",
            e);
      }
      throw unusable(trust.file(), "it cannot be read as " + said(trust), e);
    } finally {
      if (password != null) {
        Arrays.fill(password, ' ');
      }
    }
  }

  private static KeyStore ofPem(Path file, byte[] content) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("pkcs12");
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content))) {
        store.setCertificateEntry("c" + count++, certificate);
      }
      return store;
    } catch (IOException | CertificateException e) {
      throw unusable(file, "it cannot be read as PEM", e);
    }
  }

  /** The four bytes that a JKS file begins with. */
  private static boolean isJks(byte[] content) {
    return content.length > 4
        && (content[0] & 0xff) == 0xfe
        && (content[1] & 0xff) == 0xed
        && (content[2] & 0xff) == 0xfe
        && (content[3] & 0xff) == 0xed;
  }

  private static boolean trustsAny(TrustManager[] managers) {
    return Arrays.stream(managers)
        .anyMatch(manager ->
            manager instanceof X509TrustManager x509 && x509.getAcceptedIssuers().length > 0);
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw unusable(file, "it is larger than 16 MiB", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "it cannot be read" : "it is not there";
      throw unusable(file, reason, e);
    }
  }

  private static String said(Trust trust) {
    return Optional.of(trust)
        .flatMap(Trust::type)
        .map(type -> type.toUpperCase(Locale.ROOT))
        .orElse("PKCS12, JKS or PEM");
  }

  private static BricklaneException unusable(Path file, String reason, @Nullable Throwable cause) {
    return new BricklaneException(
        ErrorCode.FILE_UNUSABLE, "The trustStore " + file + " cannot be used: " + reason, cause);
  }
}
