package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.AttachedSource.NamedSetting;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of attached sources. */
class AttachedSourcesTest {
  private static final String URL = "jdbc:bricklane:embedded";

  private static DriverConfig resolve(Map<String, String> properties) {
    return ConfigResolver.resolve(URL, Resolving.properties(properties), Resolving.NOTHING);
  }

  @Test
  void readsASource() {
    AttachedSource crm =
        resolve(
                Map.of(
                    "attach.crm", "jdbc:postgresql://h/db",
                    "attach.crm.user", "u",
                    "Attach.CRM.Password", "pass-word",
                    "attach.crm.fetchSize", "50",
                    "attach.crm.connectTimeout", "2s",
                    "attach.crm.schema", "public",
                    "attach.crm.driver", "org.example.Driver",
                    "attach.crm.property.ssl", "true",
                    "attachDrivers", "/jars"))
            .attached()
            .get(0);
    assertThat(crm.name()).isEqualToIgnoringCase("crm");
    assertThat(crm.url()).isEqualTo("jdbc:postgresql://h/db");
    assertThat(crm.user()).hasValue("u");
    assertThat(crm.password()).hasValue(new Secret("pass-word"));
    assertThat(crm.fetchSize()).isEqualTo(50);
    assertThat(crm.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(crm.schema()).hasValue("public");
    assertThat(crm.driver()).hasValue("org.example.Driver");
    assertThat(crm.drivers()).hasValue(Path.of("/jars"));
    assertThat(crm.properties()).containsEntry("ssl", new Secret("true"));
    assertThat(crm.toString()).doesNotContain("pass-word");
    assertThat(crm.settings())
        .extracting(NamedSetting::value)
        .contains("jdbc:postgresql://h/db", "***")
        .doesNotContain("pass-word");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attach.bricklane | jdbc:h2:mem: | Bricklane's own catalog",
        "attach.crm | http://host | must begin with jdbc:",
        "attach.crm.user | u | is missing",
        "attach.crm.usr | u | unknown name",
        "attach. | jdbc:h2:mem: | wants a name",
        "attach.<name> | jdbc:h2:mem: | name of your own"
      })
  void refuses(String name, String value, String message) {
    assertThatThrownBy(() -> resolve(Map.of(name, value))).hasMessageContaining(message);
  }

  @Test
  void refusesAWrongFetchSize() {
    assertThatThrownBy(
            () -> resolve(Map.of("attach.crm", "jdbc:h2:mem:", "attach.crm.fetchSize", "many")))
        .hasMessageContaining("whole number");
  }

  @Test
  void refusesTwoOfOneName() {
    assertThatThrownBy(
            () -> resolve(Map.of("attach.crm", "jdbc:h2:mem:a", "attach.CRM", "jdbc:h2:mem:b")))
        .hasMessageContaining("twice");
  }

  @Test
  void takesNoneFromAUrlUnlessTheMachinesOwnerAllowsIt() {
    String url = URL + ";attach.crm=jdbc:h2:mem:x%3BUSER=sa;attach.crm.user=sa";
    assertThatThrownBy(() -> ConfigResolver.resolve(url, null, Resolving.NOTHING))
        .hasMessageContaining("may come from a stranger")
        .hasMessageNotContaining("h2");
    Environment allowing = allowing();
    assertThat(ConfigResolver.resolve(url, null, allowing).attached())
        .singleElement()
        .satisfies(crm -> assertThat(crm.url()).isEqualTo("jdbc:h2:mem:x;USER=sa"));
    assertThatThrownBy(() -> ConfigResolver.resolve(url + ";attach.crm.driver=Bad", null, allowing))
        .hasMessageContaining("may come from a stranger");
    assertThatThrownBy(() -> ConfigResolver.resolve(url + ";attachDrivers=/bad", null, allowing))
        .hasMessageContaining("attachDrivers");
  }

  private static Environment allowing() {
    return new Environment() {
      @Override
      public Map<String, String> variables() {
        return Map.of(AttachReader.IN_URL, "true");
      }

      @Override
      public Optional<Path> home() {
        return Optional.empty();
      }

      @Override
      public Optional<String> read(Path file) {
        return Optional.empty();
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://h/db?user=u&password=s3cret&ssl=true"
            + " | jdbc:postgresql://h/db?user=u&password=***&ssl=true",
        "jdbc:h2:mem:x;USER=sa;PASSWORD=s3cret | jdbc:h2:mem:x;USER=sa;PASSWORD=***",
        "jdbc:mysql://u:s3cret@h/db | jdbc:mysql://***@h/db",
        "jdbc:oracle:thin:scott/s3cret@h:1521:x | jdbc:oracle:thin:scott/***@h:1521:x",
        "jdbc:databricks://h:443;PWD=s3cret;httpPath=/x | jdbc:databricks://h:443;PWD=***;httpPath=/x",
        "jdbc:sqlite:/data/a.db | jdbc:sqlite:/data/a.db"
      })
  void masksWhatIsSecretInItsUrl(String url, String shown) {
    assertThat(AttachedSource.of("x", url).shownUrl()).isEqualTo(shown);
    assertThat(AttachedSource.of("x", url).masking("cannot connect to " + url + " with s3cret"))
        .satisfies(text -> assertThat(text.replace("with s3cret", "")).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/db?user=u&password=one?two&ssl=true",
        "jdbc:sqlserver://h;user=u;password={one;two};encrypt=true",
        "jdbc:mysql://u:one/two@h:1/db",
        "jdbc:postgresql://h/db?password=one%40two"
      })
  void masksSecretsWithTheCharactersOfUrls(String url) {
    AttachedSource source = AttachedSource.of("x", url);
    assertThat(source.shownUrl()).doesNotContain("one", "two").contains("h");
    String refused = source.masking("refused: " + URLDecoder.decode(url, StandardCharsets.UTF_8));
    assertThat(refused).doesNotContain("one", "two");
  }

  @Test
  void describesThemForATool() {
    assertThat(
            ConfigResolver.describeAttached(
                URL, Resolving.properties(Map.of("attach.crm", "jdbc:h2:mem:")), Resolving.NOTHING))
        .extracting(NamedSetting::name)
        .startsWith("attach.crm")
        .contains("attach.<name>", "attach.<name>.password");
  }

  @Test
  void theReadmeListsThemAll() throws IOException {
    String rows =
        Arrays.stream(AttachProperty.values())
            .map(property ->
                "| `%s` | %s |\n".formatted(property.key("<name>"), property.description()))
            .collect(Collectors.joining());
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(rows);
  }
}
