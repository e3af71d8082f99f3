package dev.bricklane.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment's two layers: the names of Databricks' own tools, and below them LiteLLM's.
 *
 * <p>They are two layers, so that a key of the one is not sent to the host of the other. Where only
 * one of them names a host, that host stands for both.
 */
final class EnvironmentVariables {
  private static final String API_BASE = "DATABRICKS_API_BASE";
  private static final String API_KEY = "DATABRICKS_API_KEY";

  private EnvironmentVariables() {}

  static List<Layer> read(Map<String, String> variables) {
    Map<ConnectionProperty, Given> own = new EnumMap<>(ConnectionProperty.class);
    Map<ConnectionProperty, Given> liteLlm = new EnumMap<>(ConnectionProperty.class);
    for (ConnectionProperty property : ConnectionProperty.values()) {
      for (String name : property.environmentNames()) {
        boolean foreign = name.equals(API_BASE) || name.equals(API_KEY);
        variable(variables, name)
            .ifPresent(given -> (foreign ? liteLlm : own).putIfAbsent(property, given));
      }
    }
    String ownHost = host(own);
    String liteLlmHost = host(liteLlm);
    return List.of(
        new Layer("environment", own, ownHost == null ? liteLlmHost : ownHost, false),
        new Layer("environment", liteLlm, liteLlmHost == null ? ownHost : liteLlmHost, false));
  }

  /** Returns a variable's value, unless it is blank. */
  static Optional<Given> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> new Given(text, "environment " + name));
  }

  private static @Nullable String host(Map<ConnectionProperty, Given> values) {
    Given host = values.get(ConnectionProperty.HOST);
    return host == null ? null : host.text();
  }
}
