package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.List;
import java.util.Set;

/** Lists what the workspace serves, in the ways of both surfaces. Immutable. */
final class Catalogue {
  private static final int LARGEST_PAGE = 100;
  private static final String SCHEMA = "schemas/system.ai";
  private static final Set<Task> FOUNDATION = Set.of(Task.CHAT, Task.COMPLETIONS, Task.EMBEDDINGS);

  private final ServingEndpoints endpoints;
  private final long created = System.currentTimeMillis();

  Catalogue(ServingEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  void addTo(Router router) {
    router.guarded("GET", "/api/2.0/serving-endpoints", call -> list());
    router.guarded(
        "GET", "/api/2.0/serving-endpoints:foundation-models", call -> foundationModels());
    router.guarded("GET", "/api/2.0/serving-endpoints/{name}", call -> detail(call.name()));
    router.guarded(
        "GET", "/api/2.1/unity-catalog/model-services", call -> modelServices(call.query()));
    router.guarded("GET", "/api/ai-gateway/v2/endpoints", call -> probe(call.query()));
  }

  private Reply list() {
    ObjectNode body = object();
    ArrayNode list = body.putArray("endpoints");
    endpoints.all().forEach(endpoint -> list.add(describe(endpoint)));
    return Reply.json(200, body.toString());
  }

  private Reply detail(String name) {
    ServedEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw WireError.of(
          404, "RESOURCE_DOES_NOT_EXIST", "Endpoint with name '" + name + "' does not exist.");
    }
    ObjectNode body = describe(endpoint);
    body.put("route_optimized", false);
    body.putObject("capabilities").put("function_calling", endpoint.task() == Task.CHAT);
    return Reply.json(200, body.toString());
  }

  private Reply foundationModels() {
    ObjectNode body = object();
    ArrayNode list = body.putArray("endpoints");
    for (ServedEndpoint endpoint : foundation()) {
      ObjectNode node = describe(endpoint);
      ObjectNode entity = (ObjectNode) node.path("config").path("served_entities").path(0);
      ObjectNode model = (ObjectNode) entity.path("foundation_model");
      model.put("ai_gateway_v2_supported", true);
      ArrayNode types = model.putArray("api_types");
      apiTypes(endpoint).forEach(types::add);
      list.add(node);
    }
    return Reply.json(200, body.toString());
  }

  /** GUESS: all but {@code openai/v1/responses} and {@code gemini/v1/generateContent}. */
  private static List<String> apiTypes(ServedEndpoint endpoint) {
    if (endpoint.task() != Task.CHAT) {
      return List.of("mlflow/v1/" + endpoint.task().wireName().replaceAll(".*/", ""));
    }
    return switch (endpoint.family()) {
      case GPT -> List.of("mlflow/v1/chat/completions", "openai/v1/responses");
      case CLAUDE -> List.of("mlflow/v1/chat/completions", "anthropic/v1/messages");
      case GEMINI -> List.of("mlflow/v1/chat/completions", "gemini/v1/generateContent");
      case OPEN -> List.of("mlflow/v1/chat/completions");
      case EMBEDDED ->
          List.of(
              "mlflow/v1/chat/completions",
              "openai/v1/responses",
              "anthropic/v1/messages",
              "gemini/v1/generateContent");
    };
  }

  /** More than 100 a page were seen to be answered with 499 and nothing. */
  private Reply modelServices(Form query) {
    int size = number(query.text("page_size"), LARGEST_PAGE);
    if (size > LARGEST_PAGE) {
      return Reply.of(499, "text/plain", "");
    }
    int from = number(query.text("page_token"), 0);
    if (size < 1 || from < 0) {
      throw WireError.invalid("page_size", "must be 1 to " + LARGEST_PAGE);
    }
    ObjectNode body = object();
    ArrayNode list = body.putArray("model_services");
    List<ServedEndpoint> all =
        query.text("parent").equals(SCHEMA) ? foundation() : List.<ServedEndpoint>of();
    int to = Math.min(all.size(), from + size);
    for (ServedEndpoint endpoint : all.subList(Math.min(from, to), to)) {
      String name = ServingEndpoints.shortName(endpoint);
      list.addObject()
          .put("name", name)
          .put("catalog_name", "system")
          .put("schema_name", "ai")
          .put("full_name", "model-services/" + ServingEndpoints.gatewayName(endpoint))
          .put("comment", endpoint.description());
    }
    if (to < all.size()) {
      body.put("next_page_token", Integer.toString(to));
    }
    return Reply.json(200, body.toString());
  }

  /** GUESS: what stands in the answer; only that there is one is known to be asked for. */
  private Reply probe(Form query) {
    ObjectNode body = object();
    ArrayNode list = body.putArray("endpoints");
    int size = Math.max(1, number(query.text("page_size"), LARGEST_PAGE));
    foundation().stream()
        .limit(size)
        .forEach(endpoint -> list.addObject().put("name", ServingEndpoints.shortName(endpoint)));
    return Reply.json(200, body.toString());
  }

  private List<ServedEndpoint> foundation() {
    return endpoints.all().stream()
        .filter(endpoint -> FOUNDATION.contains(endpoint.task()))
        .toList();
  }

  private static int number(String text, int usual) {
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.matches("\\d{1,6}")) {
      throw WireError.invalid("page_size", "page_size and page_token must be as they were given");
    }
    return Integer.parseInt(text);
  }

  /** Pay-per-token endpoints have no id, and neither have these. */
  private ObjectNode describe(ServedEndpoint endpoint) {
    ObjectNode node = object();
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
    ObjectNode entity = node.putObject("config").putArray("served_entities").addObject();
    entity
        .put("name", endpoint.name())
        .put("entity_name", ServingEndpoints.gatewayName(endpoint))
        .put("entity_version", "1");
    entity
        .putObject("foundation_model")
        .put("name", ServingEndpoints.shortName(endpoint))
        .put("display_name", endpoint.name())
        .put("description", endpoint.description());
    node.put("permission_level", "CAN_QUERY");
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
