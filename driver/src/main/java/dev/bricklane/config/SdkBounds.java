package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the official SDK from sending a secret to a host that it is not for.
 *
 * <p>The SDK reads the environment and the named profile by itself, whatever host it is told. So it
 * is refused where one of these belongs to another host; and a URL alone, which may come from a
 * stranger, may ask only for what the SDK does for hosts of the cloud's own domain.
 */
final class SdkBounds {
  /** Those for which databricks-sdk-java (0.141.0) looks at the host's domain first. */
  private static final Set<String> BOUND_TO_THEIR_CLOUD =
      Set.of(
          "azure-cli",
          "azure-client-secret",
          "azure-msi",
          "github-oidc-azure",
          "google-credentials",
          "google-id");

  /** With it, the SDK takes any host for one of Azure's. */
  private static final String AZURE_RESOURCE = "DATABRICKS_AZURE_RESOURCE_ID";

  private SdkBounds() {}

  /**
   * Notes what forbids the SDK.
   *
   * @param layers all places that the SDK may read, whether or not they are for this host
   * @param authType what says that the SDK is meant
   */
  static void check(
      List<Layer> layers,
      URI target,
      Given authType,
      Map<String, String> variables,
      Problems problems) {
    Optional<Layer> environment =
        layers.stream().filter(layer -> layer.kind() == Layer.Kind.ENVIRONMENT).findFirst();
    layers.stream()
        .filter(
            layer -> layer.kind() == Layer.Kind.PROFILE || layer.equals(environment.orElseThrow()))
        .filter(layer -> !layer.isFor(target))
        .findFirst()
        .ifPresent(layer ->
            problems.add(
                AUTH_TYPE,
                authType.source(),
                "makes the Databricks SDK read the "
                    + layer.name()
                    + ", which is for another host than this one"));
    boolean anyHostIsAzures =
        EnvironmentVariables.variable(variables, AZURE_RESOURCE).isPresent()
            && environment.filter(layer -> layer.boundHost() != null).isEmpty();
    if (authType.source().equals(TypedProperties.URL)
        && (anyHostIsAzures || !isBoundToItsCloud(authType.text()))) {
      problems.add(
          AUTH_TYPE,
          TypedProperties.URL,
          "may not be "
              + spelled(authType.text())
              + " in a URL, which may come from a stranger; give it as a property of the"
              + " connection");
    }
  }

  private static boolean isBoundToItsCloud(String authType) {
    return BOUND_TO_THEIR_CLOUD.contains(spelled(authType).substring(AuthType.SDK.length()));
  }

  private static String spelled(String authType) {
    try {
      return AuthType.check(authType);
    } catch (InvalidValueException checkedBefore) {
      throw new AssertionError(checkedBefore);
    }
  }
}
