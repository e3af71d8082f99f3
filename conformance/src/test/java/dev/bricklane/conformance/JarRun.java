package dev.bricklane.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of {@code java -jar bricklane.jar}, to its end.
 *
 * @param status the exit status
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record JarRun(int status, String output, String errors) {
  /** The jar that users get. */
  static final Path JAR = Path.of(System.getProperty("bricklane.jar"));

  static JarRun of(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("bricklane", ".out");
    Path errors = Files.createTempFile("bricklane", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().remove("BRICKLANE_URL");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      int status = builder.start().waitFor();
      return new JarRun(status, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
