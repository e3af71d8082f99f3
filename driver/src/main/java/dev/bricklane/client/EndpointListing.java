package dev.bricklane.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.http.HttpReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wire of {@code GET /api/2.0/serving-endpoints}, which has no pages, and of {@code GET
 * /models} where the address is a surface itself.
 */
final class EndpointListing {
  private EndpointListing() {}

  static List<ServingEndpoint> decode(HttpReply reply, CallSite site) {
    Response response = Json.read(reply, Response.class, site);
    List<ServingEndpoint> endpoints = new ArrayList<>();
    // A workspace without endpoints answers {}.
    if (response.endpoints() != null) {
      for (Endpoint endpoint : response.endpoints()) {
        if (endpoint != null && endpoint.name() != null) {
          endpoints.add(endpoint.named(endpoint.name()));
        }
      }
    }
    // A surface in OpenAI's form lists its models, at /models.
    if (response.data() != null) {
      for (Model model : response.data()) {
        if (model != null && model.id() != null) {
          endpoints.add(
              new ServingEndpoint(
                  model.id(),
                  null,
                  true,
                  null,
                  model.ownedBy(),
                  model.created() == null || model.created() <= 0
                      ? null
                      : Instant.ofEpochSecond(model.created())));
        }
      }
    }
    return List.copyOf(endpoints);
  }

  private record Response(
      @Nullable List<@Nullable Endpoint> endpoints, @Nullable List<@Nullable Model> data) {}

  private record Model(
      @Nullable String id,
      @JsonProperty("owned_by") @Nullable String ownedBy,
      @Nullable Long created) {}

  private record Endpoint(
      @Nullable String name,
      @Nullable String task,
      @Nullable String description,
      @Nullable String creator,
      @JsonProperty("creation_timestamp") @Nullable Long creationTimestamp,
      @Nullable JsonNode state,
      @Nullable JsonNode config) {

    ServingEndpoint named(String given) {
      return new ServingEndpoint(
          given,
          task,
          state != null && "READY".equals(Json.text(state.get("ready"))),
          description != null && !description.isBlank() ? description : ofFoundationModel(),
          creator,
          creationTimestamp == null || creationTimestamp <= 0
              ? null
              : Instant.ofEpochMilli(creationTimestamp));
    }

    private @Nullable String ofFoundationModel() {
      if (config == null) {
        return null;
      }
      for (JsonNode entity : config.path("served_entities")) {
        String text = Json.text(entity.path("foundation_model").get("description"));
        if (text != null && !text.isBlank()) {
          return text;
        }
      }
      return null;
    }
  }
}
