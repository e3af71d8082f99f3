package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** What the packaged jar says of itself, and that an OSGi framework agrees. */
@Timeout(120)
class BundleIT {
  @Test
  void saysWhatItIs() throws IOException {
    try (JarFile jar = new JarFile(JarRun.JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("dev.bricklane.driver");
      assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("dev.bricklane.driver");
      assertThat(manifest.getValue("Bundle-ManifestVersion")).isEqualTo("2");
      assertThat(manifest.getValue("Bundle-Version"))
          .isEqualTo(manifest.getValue("Implementation-Version"));
      assertThat(
              Arrays.stream(manifest.getValue("Export-Package").split(","))
                  .map(clause -> clause.replaceFirst(";.*", "")))
          .containsExactlyInAnyOrder(
              "dev.bricklane.jdbc",
              "dev.bricklane.client",
              "dev.bricklane.config",
              "dev.bricklane.embedded",
              "dev.bricklane.error")
          .allMatch(name ->
              jar.getEntry(name.replace('.', '/') + "/package-info.class") != null
                  || jar.getEntry(name.replace('.', '/') + "/") != null);
      assertThat(
              new String(
                  jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))
                      .readAllBytes(),
                  StandardCharsets.UTF_8))
          .isEqualToIgnoringNewLines("dev.bricklane.jdbc.BricklaneDriver");
    }
  }

  /** The dynamic imports and the compiler of generated code meet a class loader of another kind. */
  @Test
  void answersAsABundle(@TempDir Path storage) throws Exception {
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).iterator().next();
    Framework framework =
        factory.newFramework(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
    framework.start();
    try {
      Bundle bundle = framework.getBundleContext().installBundle(JarRun.JAR.toUri().toString());
      bundle.start();
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
      Driver driver =
          (Driver)
              bundle
                  .loadClass("dev.bricklane.jdbc.BricklaneDriver")
                  .getDeclaredConstructor()
                  .newInstance();
      assertThat(driver.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
      try (Connection connection = driver.connect("jdbc:bricklane:embedded", new Properties());
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT upper(x), complete('embedded-responder', x) FROM (VALUES 'a', 'b') t(x)"
                      + " WHERE x > 'a' ORDER BY x")) {
        assertThat(rows.next()).isTrue();
        assertThat(Stream.of(rows.getString(1), rows.getString(2)))
            .containsExactlyElementsOf(
                List.of(
                    "B",
                    "Hello! I am the embedded responder, not a language model. You sent \"b\" (1"
                        + " word)."));
      }
    } finally {
      framework.stop();
      framework.waitForStop(20_000);
    }
  }
}
