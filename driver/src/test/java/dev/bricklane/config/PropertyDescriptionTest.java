package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyDescriptionTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "jdbc:bricklane:",
        "jdbc:bricklane://",
        "jdbc:bricklane://;zzz=1;maxRetries=x",
        "jdbc:bricklane:embedded;token=t"
      })
  void listsEveryPropertyForAnyUrl(String url) {
    List<PropertyDescription> all = ConfigResolver.describe(url, null, Resolving.NOTHING);
    assertThat(all)
        .extracting(PropertyDescription::property)
        .containsExactly(ConnectionProperty.values());
    assertThat(all)
        .extracting(PropertyDescription::name)
        .containsExactlyElementsOf(
            Arrays.stream(ConnectionProperty.values()).map(ConnectionProperty::key).toList());
    assertThat(all).allSatisfy(one -> assertThat(one.description()).endsWith("."));
  }

  @Test
  void showsWhatIsSetAndTheDefaultsOfTheRest() {
    List<PropertyDescription> all =
        ConfigResolver.describe(
            "jdbc:bricklane://h.com:8443/base;token=t",
            Resolving.properties(Map.of("maxRetries", "2", "surface", "wrong")),
            Resolving.NOTHING);
    assertThat(of(all, ConnectionProperty.HOST).value()).hasValue("h.com/base");
    assertThat(of(all, ConnectionProperty.HOST).required()).isFalse();
    assertThat(of(all, ConnectionProperty.PORT).value()).hasValue("8443");
    assertThat(of(all, ConnectionProperty.MAX_RETRIES).value()).hasValue("2");
    assertThat(of(all, ConnectionProperty.SURFACE).value()).hasValue("auto");
    assertThat(of(all, ConnectionProperty.SURFACE).choices())
        .containsExactly("auto", "serving", "gateway");
    assertThat(of(all, ConnectionProperty.SSL).choices()).containsExactly("true", "false");
    assertThat(of(all, ConnectionProperty.TOKEN).value()).isEqualTo(Optional.empty());
    assertThat(of(all, ConnectionProperty.CONNECTION_TIMEOUT).value()).hasValue("30s");
  }

  @Test
  void theHostIsRequiredUntilAPlaceGivesIt() {
    assertThat(host("jdbc:bricklane://", Resolving.NOTHING).required()).isTrue();
    assertThat(host("jdbc:bricklane:embedded", Resolving.NOTHING).required()).isFalse();
    PropertyDescription given =
        host("jdbc:bricklane://", new FakeEnvironment().variable("DATABRICKS_HOST", "h.com"));
    assertThat(given.required()).isFalse();
    assertThat(given.value()).hasValue("h.com");
  }

  @Test
  void theDescriptionNamesTheOtherPlacesAndTheirOrder() {
    assertThat(host("jdbc:bricklane://", Resolving.NOTHING).description())
        .endsWith(
            " Environment: DATABRICKS_HOST, DATABRICKS_API_BASE; profile file: host. The first"
                + " that has a value counts: URL, Properties, the profile named there,"
                + " environment, the default profile.");
  }

  private static PropertyDescription host(String url, Environment environment) {
    return of(ConfigResolver.describe(url, null, environment), ConnectionProperty.HOST);
  }

  private static PropertyDescription of(
      List<PropertyDescription> all, ConnectionProperty property) {
    return all.stream().filter(one -> one.property() == property).findFirst().orElseThrow();
  }
}
