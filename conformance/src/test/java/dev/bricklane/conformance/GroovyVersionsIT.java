package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The thin scripting jar and the driver's on the class path of a Groovy that a host brings: the
 * command {@code groovy}, run as {@code groovy -cp bricklane.jar:bricklane-scripting-0.1.0.jar} runs
 * it.
 */
class GroovyVersionsIT {
  @ParameterizedTest
  @ValueSource(strings = {"3", "4", "6"})
  void runsTheSameScript(String version) throws Exception {
    JarRun run =
        JarRun.scripts(
            "",
            List.of("-cp", String.join(File.pathSeparator, classPath(version))),
            "groovy.ui.GroovyMain",
            Path.of(script()).toString(),
            version);
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).isEqualToIgnoringNewLines("fine with " + version);
    assertThat(run.status()).isZero();
  }

  private static URI script() throws Exception {
    return GroovyVersionsIT.class.getResource("hosts.groovy").toURI();
  }

  private static List<String> classPath(String version) throws IOException {
    List<String> paths = new ArrayList<>();
    paths.add(System.getProperty("scripting.thin.jar"));
    paths.add(JarRun.JAR.toString());
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("groovy.jars"), "groovy-" + version))) {
      jars.map(Path::toString).forEach(paths::add);
    }
    assertThat(paths).hasSize(6);
    return paths;
  }
}
