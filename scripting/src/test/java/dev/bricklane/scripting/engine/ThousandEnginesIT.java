package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThousandEnginesIT {
  @Test
  void leaveNoClassThreadOrSocket() throws Exception {
    Map<String, String> counts = churn();
    assertThat(counts).containsEntry("made", "4000");
    // The JVM's own pool, which Groovy uses, is nobody's leak.
    assertThat(counts.get("started")).matches("\\[(Thread\\[ForkJoinPool\\.commonPool.*)?]");
    // Groovy and the JDK may still hold the last ones, and load some of their own late.
    assertThat(number(counts, "alive")).isLessThan(40);
    assertThat(number(counts, "classes")).isLessThan(500);
    // An engine keeps the scripts that it ran last, of two classes each.
    assertThat(number(counts, "scripts")).isLessThan(2 * CompiledScripts.KEPT + 100);
    assertThat(number(counts, "threads")).isLessThan(4);
    assertThat(number(counts, "files")).isLessThan(10);
  }

  private static int number(Map<String, String> counts, String name) {
    return Integer.parseInt(counts.get(name));
  }

  private static Map<String, String> churn() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            // What the JVM would drop only when short of memory, it drops at once.
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            EngineChurn.class.getName());
    builder.environment().put("BRICKLANE_URL", "jdbc:bricklane:embedded");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    Map<String, String> counts = new LinkedHashMap<>();
    for (String line : printed.split("\\R")) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        counts.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return counts;
  }
}
