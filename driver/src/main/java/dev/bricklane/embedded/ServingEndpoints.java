package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of what the workspace serves. Immutable. */
final class ServingEndpoints {
  private static final String GATEWAY_SCHEMA = "system.ai.";
  private static final String PREFIX = "databricks-";

  private final Map<String, ServedEndpoint> byName = new LinkedHashMap<>();
  private final long created = System.currentTimeMillis();

  ServingEndpoints(Collection<ServedEndpoint> endpoints) {
    endpoints.forEach(endpoint -> byName.put(endpoint.name(), endpoint));
  }

  /** Finds an endpoint by its own name; three-part names are unknown here. */
  ServedEndpoint onServing(String name) {
    ServedEndpoint endpoint = byName.get(name);
    if (endpoint == null) {
      throw WireError.of(
          404,
          "ENDPOINT_NOT_FOUND",
          "The given endpoint does not exist, please retry after checking the specified model and"
              + " version deployment exists.");
    }
    return ready(endpoint);
  }

  /**
   * Finds an endpoint by its name on the gateway: {@code system.ai.x} is the endpoint {@code
   * databricks-x} or {@code x}, and {@code databricks-x} is read as {@code system.ai.x}.
   */
  ServedEndpoint onGateway(String name) {
    ServedEndpoint endpoint = null;
    if (name.startsWith(PREFIX)) {
      endpoint = shortName(name.substring(PREFIX.length()));
    } else if (name.startsWith(GATEWAY_SCHEMA)) {
      String shortName = name.substring(GATEWAY_SCHEMA.length());
      // Measured on a real workspace: system.ai.databricks-x does not exist.
      endpoint = shortName.startsWith(PREFIX) ? null : shortName(shortName);
    }
    if (endpoint == null) {
      throw WireError.of(404, "NOT_FOUND", "'" + name + "' does not exist");
    }
    return ready(endpoint);
  }

  /** Answers {@code GET /api/2.0/serving-endpoints}. */
  Reply list() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("endpoints");
    byName.values().forEach(endpoint -> list.add(describe(endpoint)));
    return Reply.json(200, body.toString());
  }

  /** Answers {@code GET /api/2.0/serving-endpoints/{name}}. */
  Reply detail(String name) {
    ServedEndpoint endpoint = byName.get(name);
    if (endpoint == null) {
      throw WireError.of(
          404, "RESOURCE_DOES_NOT_EXIST", "Endpoint with name '" + name + "' does not exist.");
    }
    ObjectNode body = describe(endpoint);
    body.put("route_optimized", false);
    body.putObject("capabilities").put("function_calling", endpoint.task() == ServedEndpoint.Task.CHAT);
    return Reply.json(200, body.toString());
  }

  private @Nullable ServedEndpoint shortName(String name) {
    ServedEndpoint endpoint = byName.get(PREFIX + name);
    return endpoint != null ? endpoint : byName.get(name);
  }

  private static ServedEndpoint ready(ServedEndpoint endpoint) {
    if (!endpoint.ready()) {
      throw WireError.of(
          503,
          "TEMPORARILY_UNAVAILABLE",
          "The endpoint '" + endpoint.name() + "' is not ready. Please try again later.");
    }
    return endpoint;
  }

  /** Pay-per-token endpoints have no id, and neither have these. */
  private ObjectNode describe(ServedEndpoint endpoint) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", endpoint.name());
    node.put("creator", "Bricklane embedded workspace");
    node.put("creation_timestamp", created);
    node.put("last_updated_timestamp", created);
    node.put("description", endpoint.description());
    if (!endpoint.task().wireName().isEmpty()) {
      node.put("task", endpoint.task().wireName());
    }
    node.putObject("state")
        .put("ready", endpoint.ready() ? "READY" : "NOT_READY")
        .put("config_update", "NOT_UPDATING");
    String shortName =
        endpoint.name().startsWith(PREFIX)
            ? endpoint.name().substring(PREFIX.length())
            : endpoint.name();
    ObjectNode entity = node.putObject("config").putArray("served_entities").addObject();
    entity.put("name", endpoint.name()).put("entity_name", GATEWAY_SCHEMA + shortName);
    entity.put("entity_version", "1");
    entity
        .putObject("foundation_model")
        .put("name", shortName)
        .put("display_name", endpoint.name())
        .put("description", endpoint.description());
    node.put("permission_level", "CAN_QUERY");
    return node;
  }
}
