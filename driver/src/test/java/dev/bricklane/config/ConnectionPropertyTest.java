package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionPropertyTest {
  @ParameterizedTest
  @EnumSource
  void isFoundByEachNameInAnyCase(ConnectionProperty property) {
    Stream.concat(Stream.of(property.key()), property.aliases().stream())
        .forEach(name -> {
          assertThat(ConnectionProperty.find(name)).hasValue(property);
          assertThat(ConnectionProperty.find(Ascii.lowerCase(name))).hasValue(property);
        });
  }

  @ParameterizedTest
  @EnumSource
  void isNamedInCamelCaseAndDescribedInSentences(ConnectionProperty property) {
    assertThat(property.key()).matches("[a-z][a-zA-Z]*");
    assertThat(Ascii.lowerCase(property.key()))
        .isEqualTo(Ascii.lowerCase(property.name().replace("_", "")));
    assertThat(property.description()).matches("[A-Z].*\\.").doesNotContain("|", "\n");
  }

  @ParameterizedTest
  @EnumSource
  void hasADefaultThatIsAllowed(ConnectionProperty property) {
    property
        .defaultValue()
        .ifPresent(text -> {
          String url =
              property == ConnectionProperty.SCOPES
                  ? Resolving.URL + ";clientId=c;clientSecret=s;"
                  : Resolving.URL + ";token=t;";
          DriverConfig given = Resolving.resolve(url + property.key() + "=" + text);
          assertThat(given)
              .usingRecursiveComparison()
              .ignoringFields("settings")
              .isEqualTo(Resolving.resolve(url));
          assertThat(Resolving.setting(given, property).value()).isEqualTo(text);
        });
  }

  @Test
  void noNameIsUsedTwice() {
    Set<String> names = new HashSet<>();
    for (ConnectionProperty property : ConnectionProperty.values()) {
      Stream.concat(Stream.of(property.key()), property.aliases().stream())
          .forEach(name -> assertThat(names.add(Ascii.lowerCase(name))).as(name).isTrue());
    }
  }

  @Test
  void onlyWhatMayHoldACredentialIsSecret() {
    assertThat(ConnectionProperty.values())
        .filteredOn(ConnectionProperty::secret)
        .containsExactly(
            ConnectionProperty.TOKEN,
            ConnectionProperty.CLIENT_SECRET,
            ConnectionProperty.CONNECT_API_KEY,
            ConnectionProperty.CONNECT_USER_SESSION,
            ConnectionProperty.CONNECT_CONTENT_SESSION,
            ConnectionProperty.EXTRA_HEADERS,
            ConnectionProperty.EXTRA_BODY,
            ConnectionProperty.PROXY_PASSWORD,
            ConnectionProperty.TRUST_STORE_PASSWORD);
  }
}
