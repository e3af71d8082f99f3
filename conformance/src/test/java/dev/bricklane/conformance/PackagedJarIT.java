package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * Drives the jar that users get: relocated, alone in a class loader, with a null context class
 * loader.
 */
class PackagedJarIT {
  @Test
  void answersInAnIsolatedClassLoaderWithANullContextClassLoader() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader alone =
        new URLClassLoader(
            new URL[] {JarRun.JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(null);
      Driver driver = soleDriver(alone);
      assertThat(driver.getClass().getClassLoader()).isSameAs(alone);
      try (Connection connection = driver.connect("jdbc:bricklane:embedded", new Properties())) {
        assertThat(
                strings(
                    connection,
                    """
                    SELECT complete('embedded-responder', 'Hello ' || name)
                    FROM (VALUES ('Ada', 1), ('Bob', 2)) AS t(name, n)
                    WHERE n > 1 ORDER BY n LIMIT 5
                    """))
            .singleElement()
            .asString()
            .contains("Hello Bob");
        assertThat(strings(connection, "SELECT status || ' ' || \"function\" FROM calls"))
            .containsExactly("ok complete");
        assertThat(strings(connection, "SELECT embed('embedded-hashing-384', 'a text')"))
            .singleElement()
            .asString()
            .startsWith("[");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void holdsNoClassOutsideItsOwnPackages() throws IOException {
    try (JarFile jar = new JarFile(JarRun.JAR.toFile())) {
      List<String> foreign =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("dev/bricklane/"))
              .toList();
      assertThat(foreign).isEmpty();
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.bricklane.driver");
    }
  }

  @Test
  void runsAStatementFromTheCommandLine() throws Exception {
    JarRun outcome =
        JarRun.of("-e", "SELECT complete('embedded-responder', 'Hi') AS answer", "--format", "csv");
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).startsWith("answer\n").contains("embedded responder");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void embedsWithTheModelBesideTheJar() throws Exception {
    JarRun outcome =
        JarRun.of(
            "-e",
            "SELECT name FROM models WHERE name LIKE '%minilm%'",
            "--format",
            "csv",
            "-e",
            "SELECT embed('embedded-minilm-l6-v2', 'a text') AS v");
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).startsWith("name\nembedded-minilm-l6-v2\n").contains("[");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void printsAnErrorAndFails() throws Exception {
    JarRun outcome = JarRun.of("-e", "DROP TABLE models");
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("DROP is refused").contains("25006").hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void saysItsVersion() throws Exception {
    assertThat(JarRun.of("--version").output()).startsWith("bricklane 0.1.0");
  }

  private static Driver soleDriver(ClassLoader loader) {
    List<Driver> drivers = new ArrayList<>();
    ServiceLoader.load(Driver.class, loader)
        .forEach(driver -> {
          if (driver.getClass().getClassLoader() == loader) {
            drivers.add(driver);
          }
        });
    assertThat(drivers).hasSize(1);
    return drivers.get(0);
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> strings = new ArrayList<>();
      while (result.next()) {
        strings.add(result.getString(1));
      }
      return strings;
    }
  }
}
