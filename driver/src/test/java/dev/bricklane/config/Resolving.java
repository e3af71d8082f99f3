package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.error.BricklaneException;
import java.util.Map;
import java.util.Properties;

/** Short ways to resolve and to look at the outcome. */
final class Resolving {
  static final String HOST = "dbc-1.cloud.databricks.com";
  static final String URL = "jdbc:bricklane://" + HOST;
  static final FakeEnvironment NOTHING = new FakeEnvironment();

  private Resolving() {}

  static DriverConfig resolve(String url) {
    return resolve(url, Map.of(), NOTHING);
  }

  static DriverConfig resolve(String url, Map<String, String> info) {
    return resolve(url, info, NOTHING);
  }

  static DriverConfig resolve(String url, Map<String, String> info, Environment environment) {
    return ConfigResolver.resolve(url, properties(info), environment);
  }

  static BricklaneException refusal(String url) {
    return refusal(url, Map.of(), NOTHING);
  }

  static BricklaneException refusal(String url, Map<String, String> info, Environment environment) {
    BricklaneException refusal =
        catchThrowableOfType(BricklaneException.class, () -> resolve(url, info, environment));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal;
  }

  static Properties properties(Map<String, String> info) {
    Properties properties = new Properties();
    properties.putAll(info);
    return properties;
  }

  static String baseUri(DriverConfig config) {
    return ((Target.Workspace) config.target()).baseUri().toString();
  }

  static String token(DriverConfig config) {
    return ((SignIn.Pat) config.signIn()).token().reveal();
  }

  static Setting setting(DriverConfig config, ConnectionProperty property) {
    return config.settings().stream()
        .filter(setting -> setting.property() == property)
        .findFirst()
        .orElseThrow();
  }

  static String source(DriverConfig config, ConnectionProperty property) {
    return setting(config, property).source();
  }
}
