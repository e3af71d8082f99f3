package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated configurations: each gives a configuration or one coded refusal, and never
 * shows the canary.
 */
class ConfigFuzzTest {
  private static final int ROUNDS = 5_000;

  /** As long as a token is; no mutation below can make a name of it that may be shown. */
  private static final String CANARY = "dapi0123456789abcdef0123456789abcdef-2";

  private static final List<String> SEEDS =
      List.of(
          "jdbc:bricklane://x.cloud.databricks.com;token=" + CANARY,
          "jdbc:bricklane://[::1]:8080/base/path;ssl=false;PWD=" + CANARY + ";maxRetries=2",
          "jdbc:bricklane://https://adb-1.2.azuredatabricks.net/?o=12;clientId=c;clientSecret="
              + CANARY,
          "jdbc:bricklane://token:" + CANARY + "@host.com;userAgent=a%3Bb",
          "jdbc:bricklane:embedded;requestTimeout=5m;surface=auto;token=" + CANARY);

  private static final List<String> PIECES =
      List.of(
          ";",
          "=",
          "//",
          "/",
          ":",
          "%",
          "%3B",
          "%ff",
          "[",
          "]",
          "@",
          "?",
          "#",
          "..",
          "\0",
          "\n",
          "\u212a",
          "\ud83d",
          "é",
          " ",
          "token",
          "host=",
          "port=0",
          "ssl=false",
          "profile=dev",
          "99999999999",
          "-1",
          "embedded",
          "$(x)",
          "jdbc:bricklane:",
          "authType=pat");

  private final Random random = new Random(20260101);
  private int accepted;

  @Test
  void mutatedUrlsGiveAConfigurationOrARefusal() {
    for (int i = 0; i < ROUNDS; i++) {
      String url = mutated(SEEDS.get(random.nextInt(SEEDS.size())));
      check(url, new Properties(), environment());
    }
    assertThat(accepted).as("mutants that are still right").isBetween(ROUNDS / 20, ROUNDS / 2);
  }

  @Test
  void randomUrlsGiveAConfigurationOrARefusal() {
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder url = new StringBuilder(random.nextInt(8) == 0 ? "" : JdbcUrl.PREFIX);
      for (int n = random.nextInt(20); n > 0; n--) {
        url.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      check(url.toString(), new Properties(), environment());
    }
  }

  @Test
  void randomPropertiesGiveAConfigurationOrARefusal() {
    ConnectionProperty[] known = ConnectionProperty.values();
    for (int i = 0; i < ROUNDS; i++) {
      Properties info = new Properties();
      for (int n = random.nextInt(6); n > 0; n--) {
        ConnectionProperty property = known[random.nextInt(known.length)];
        Object value =
            switch (random.nextInt(4)) {
              case 0 -> property.secret() ? CANARY : "2";
              case 1 -> random.nextInt();
              case 2 -> new Object();
              default -> mutated("dev");
            };
        info.put(random.nextInt(4) == 0 ? mutated(property.key()) : property.key(), value);
      }
      check("jdbc:bricklane://", info, environment());
    }
  }

  @Test
  void mutatedProfileFilesGiveAConfigurationOrARefusal() {
    String file =
        "[__settings__]\ndefault_profile = dev\n[dev]\nhost = h.com\ntoken = " + CANARY + "\n";
    for (int i = 0; i < ROUNDS; i++) {
      check(
          "jdbc:bricklane://",
          new Properties(),
          new FakeEnvironment().profiles(mutated(file.replace(CANARY, "t") + "token=" + CANARY)));
    }
  }

  @Test
  void veryLongTextsEndSoon() {
    String many = "a".repeat(200_000);
    for (String url :
        List.of(
            "jdbc:bricklane://" + many,
            "jdbc:bricklane://" + "a.".repeat(100_000),
            "jdbc:bricklane://h.com/" + "a/".repeat(100_000),
            "jdbc:bricklane://[" + ":".repeat(200_000) + "]",
            "jdbc:bricklane://h.com;" + many + "=1",
            "jdbc:bricklane://h.com;token=" + "%41".repeat(100_000),
            "jdbc:bricklane://h.com" + ";a=b".repeat(50_000),
            "jdbc:bricklane://h.com;requestTimeout=" + "9".repeat(200_000))) {
      assertTimeoutPreemptively(
          Duration.ofMinutes(1), () -> check(url, new Properties(), new FakeEnvironment()));
    }
  }

  private void check(String url, Properties info, Environment environment) {
    String shown;
    try {
      shown = ConfigResolver.resolve(url, info, environment).toString();
      accepted++;
    } catch (BricklaneException refusal) {
      assertThat(refusal.code())
          .isIn(ErrorCode.INVALID_CONFIGURATION, ErrorCode.MISSING_CREDENTIALS);
      shown = refusal.fullMessage();
    }
    assertThat(shown).doesNotContain(CANARY);
    assertThat(ConfigResolver.describe(url, info, environment))
        .hasSize(ConnectionProperty.values().length);
  }

  private Environment environment() {
    FakeEnvironment environment = new FakeEnvironment();
    if (random.nextBoolean()) {
      environment.variable("DATABRICKS_TOKEN", random.nextBoolean() ? CANARY : CANARY + "\n x");
    }
    if (random.nextBoolean()) {
      environment.variable("DATABRICKS_HOST", mutated("https://x.cloud.databricks.com/"));
    }
    if (random.nextBoolean()) {
      environment.profiles("[dev]\nhost=h.com\nclient_secret=" + CANARY + "\n");
    }
    return environment;
  }

  private String mutated(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(changed.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(6)));
        default -> changed.insert(at, (char) random.nextInt(0x250));
      }
    }
    return changed.toString();
  }
}
