package dev.bricklane.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The versions that {@code --version} prints. */
final class Version {
  private static final String MAVEN_PROPERTIES =
      "/META-INF/maven/dev.bricklane/bricklane-driver/pom.properties";

  private Version() {}

  static String text() {
    return "bricklane %s%nJava %s (%s)%n"
        .formatted(
            bricklane(), System.getProperty("java.version"), System.getProperty("java.vendor"));
  }

  /** Returns the version of the jar; {@code development} when run from anything else. */
  static String bricklane() {
    String version = Version.class.getPackage().getImplementationVersion();
    if (version == null) {
      version = fromMaven();
    }
    return version == null ? "development" : version;
  }

  private static @Nullable String fromMaven() {
    try (InputStream stream = Version.class.getResourceAsStream(MAVEN_PROPERTIES)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version");
    } catch (IOException e) {
      return null;
    }
  }
}
