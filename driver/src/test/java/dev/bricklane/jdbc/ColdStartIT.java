package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fresh JVM loads for its first answer: not what that answer does not need. */
class ColdStartIT {
  private static final List<String> UNNEEDED =
      List.of(
          "sun.security.ssl.SSLContextImpl",
          "com.sun.crypto.provider.Hmac",
          "ai.onnxruntime",
          "ai.djl",
          "GeneratedMetadata_");

  @TempDir private Path folder;

  @Test
  void loadsNeitherTlsNorTheEmbeddingModelNorGeneratedMetadata() throws Exception {
    Path loaded = folder.resolve("classes.txt");
    Path output = folder.resolve("output.txt");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded.getFileName(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstAnswer.class.getName())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(output)).startsWith("The answer has");
    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains("org.apache.calcite.sql.SqlSelect"));
    assertThat(classes.stream().filter(line -> UNNEEDED.stream().anyMatch(line::contains)))
        .isEmpty();
  }

  /** The program that the test runs. */
  static final class FirstAnswer {
    private FirstAnswer() {}

    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection("jdbc:bricklane:embedded");
          Statement statement = connection.createStatement();
          ResultSet results =
              statement.executeQuery("SELECT complete('embedded-responder', 'hi')")) {
        results.next();
        System.out.println("The answer has " + results.getString(1).length() + " characters");
      }
    }
  }
}
