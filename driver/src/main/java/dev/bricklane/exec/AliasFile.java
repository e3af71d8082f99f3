package dev.bricklane.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of aliases. Its own form:
 *
 * <pre>{@code
 * aliases:
 *   fast: databricks-gpt-5-mini
 *   careful:
 *     model: databricks-claude-sonnet-4-5
 *     defaults: {max_tokens: 500, temperature: 0}
 *     fallbacks: [databricks-gpt-5, fast]
 *     context_fallbacks: [databricks-gemini-2-5-pro]
 *   shared:
 *     endpoints:
 *       - {model: team-a, weight: 3}
 *       - {model: team-b, weight: 1}
 * }</pre>
 *
 * <p>Or LiteLLM's ({@code model_list}, {@code fallbacks}, {@code default_fallbacks}, {@code
 * context_window_fallbacks}, {@code model_group_alias}; docs.litellm.ai, "Proxy config"). Both may
 * stand in one file. Mistakes are named by their place, as {@code aliases.fast.model}; values are
 * never repeated, since LiteLLM's files hold keys.
 */
final class AliasFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ENVIRONMENT = "os.environ/";
  private static final String DATABRICKS = "databricks/";

  /** What {@code litellm_params} may say of each call; the rest is about LiteLLM's own work. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "seed",
          "presence_penalty",
          "frequency_penalty",
          "reasoning_effort",
          "thinking",
          "response_format",
          "service_tier");

  private static final Set<String> FIELDS =
      Set.of("model", "weight", "endpoints", "defaults", "fallbacks", "context_fallbacks");

  private final @Nullable URI workspace;
  private final UnaryOperator<@Nullable String> variables;
  private final Map<String, ModelAlias> aliases = new LinkedHashMap<>();

  AliasFile(@Nullable URI workspace, UnaryOperator<@Nullable String> variables) {
    this.workspace = workspace;
    this.variables = variables;
  }

  Map<String, ModelAlias> read(String yaml) {
    JsonNode root;
    try {
      root = YamlTree.read(yaml);
    } catch (IllegalArgumentException e) {
      throw new BricklaneException(ErrorCode.INVALID_CONFIGURATION, "aliases: " + e.getMessage());
    }
    if (!root.isObject() || (!root.has("aliases") && !root.has("model_list"))) {
      throw wrong("", "must have aliases or model_list");
    }
    root.path("aliases")
        .properties()
        .forEach(field ->
            aliases.put(
                ModelNames.sent(field.getKey()),
                own("aliases." + field.getKey(), field.getValue())));
    litellm(root);
    return aliases;
  }

  private ModelAlias own(String where, JsonNode node) {
    if (node.isTextual()) {
      return new ModelAlias(List.of(target(where, node, Map.of())), List.of(), List.of());
    }
    if (!node.isObject()) {
      throw wrong(where, "must be a model's name, or have model or endpoints");
    }
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            throw wrong(where + "." + name, "is not one of " + String.join(", ", sorted(FIELDS)));
          }
        });
    Map<String, Object> defaults = values(where + ".defaults", node.path("defaults"));
    List<ModelAlias.Target> targets = new ArrayList<>();
    if (node.has("endpoints")) {
      if (node.has("model") || !node.get("endpoints").isArray()) {
        throw wrong(where + ".endpoints", "must be a list, and stand in the place of model");
      }
      for (int i = 0; i < node.get("endpoints").size(); i++) {
        targets.add(
            target(where + ".endpoints[" + i + "]", node.get("endpoints").get(i), defaults));
      }
    } else {
      targets.add(target(where, node, defaults));
    }
    if (targets.isEmpty()) {
      throw wrong(where + ".endpoints", "is empty");
    }
    return new ModelAlias(
        targets,
        names(where + ".fallbacks", node.path("fallbacks")),
        names(where + ".context_fallbacks", node.path("context_fallbacks")));
  }

  private ModelAlias.Target target(String where, JsonNode node, Map<String, Object> defaults) {
    JsonNode model = node.isTextual() ? node : node.path("model");
    if (!model.isTextual() || model.asText().isBlank()) {
      throw wrong(where + ".model", "must be the name of a model");
    }
    return new ModelAlias.Target(
        ModelNames.sent(text(where + ".model", model)),
        weight(where, node.path("weight")),
        defaults);
  }

  private static double weight(String where, JsonNode weight) {
    if (weight.isMissingNode()) {
      return 1;
    }
    if (!weight.isNumber() || !(weight.asDouble() > 0) || Double.isInfinite(weight.asDouble())) {
      throw wrong(where + ".weight", "must be a number above 0");
    }
    return weight.asDouble();
  }

  private void litellm(JsonNode root) {
    Map<String, List<ModelAlias.Target>> groups = new LinkedHashMap<>();
    JsonNode list = root.path("model_list");
    for (int i = 0; i < list.size(); i++) {
      String where = "model_list[" + i + "]";
      String name = list.get(i).path("model_name").asText("");
      if (name.isBlank()) {
        throw wrong(where + ".model_name", "is missing");
      }
      // A group such as databricks/* stands for names that need no alias.
      if (!name.contains("*")) {
        ModelAlias.Target target =
            ofLitellm(where + ".litellm_params", list.get(i).path("litellm_params"));
        List<ModelAlias.Target> group =
            groups.computeIfAbsent(ModelNames.sent(name), any -> new ArrayList<>());
        if (target != null) {
          group.add(target);
        }
      }
    }
    List<JsonNode> settings = List.of(root.path("litellm_settings"), root.path("router_settings"));
    List<String> usual = List.of();
    Map<String, List<String>> fallbacks = new LinkedHashMap<>();
    Map<String, List<String>> contextFallbacks = new LinkedHashMap<>();
    for (JsonNode part : settings) {
      fallbacks(part.path("fallbacks"), fallbacks);
      fallbacks(part.path("context_window_fallbacks"), contextFallbacks);
      if (part.has("default_fallbacks")) {
        usual = names("default_fallbacks", part.get("default_fallbacks"));
      }
      part.path("model_group_alias")
          .properties()
          .forEach(field -> {
            JsonNode group = field.getValue();
            String model = group.isTextual() ? group.asText() : group.path("model").asText("");
            groups.put(
                ModelNames.sent(field.getKey()),
                groups.getOrDefault(ModelNames.sent(model), List.of()));
          });
    }
    for (String name : groups.keySet()) {
      group(
          name,
          groups,
          here(fallbacks.getOrDefault(name, usual), name, groups),
          here(contextFallbacks.getOrDefault(name, List.of()), name, groups));
    }
  }

  /** Returns the others of a list of names that can be asked on this workspace. */
  private static List<String> here(
      List<String> names, String self, Map<String, List<ModelAlias.Target>> groups) {
    return names.stream()
        .filter(name -> !name.equals(self))
        .filter(name ->
            groups.containsKey(name) ? !groups.get(name).isEmpty() : !ofAnotherProvider(name))
        .distinct()
        .toList();
  }

  private void group(
      String name,
      Map<String, List<ModelAlias.Target>> groups,
      List<String> fallbacks,
      List<String> contextFallbacks) {
    List<ModelAlias.Target> targets = groups.getOrDefault(name, List.of());
    List<String> others = fallbacks;
    if (targets.isEmpty()) {
      if (others.isEmpty()) {
        return; // Nothing of it is on this workspace: whoever asks for it is told by that.
      }
      // The first that is here stands in.
      String first = others.get(0);
      targets = groups.getOrDefault(first, List.of(new ModelAlias.Target(first, 1, Map.of())));
      others = others.subList(1, others.size());
    }
    aliases.put(name, new ModelAlias(targets, others, contextFallbacks));
  }

  private static boolean ofAnotherProvider(String model) {
    return model.contains("/") && !model.startsWith(DATABRICKS);
  }

  /** Returns null for a model of another place. */
  private ModelAlias.@Nullable Target ofLitellm(String where, JsonNode parameters) {
    String model = text(where + ".model", parameters.path("model"));
    if (model.isBlank()) {
      throw wrong(where + ".model", "is missing");
    }
    boolean foreign = ofAnotherProvider(model);
    // Who asks this workspace alone has no variables of other providers.
    if (foreign && isUnset(parameters.path("api_base"))) {
      return null;
    }
    String base = text(where + ".api_base", parameters.path("api_base"));
    boolean elsewhere = !base.isBlank() && !isHere(base);
    // Other providers' models are ours where their address is that of the workspace.
    if (elsewhere || (foreign && base.isBlank())) {
      return null;
    }
    Map<String, Object> defaults = new LinkedHashMap<>();
    values(where, parameters)
        .forEach((name, value) -> {
          if (PARAMETERS.contains(name)) {
            defaults.put(name, value);
          }
        });
    return new ModelAlias.Target(
        model.substring(model.indexOf('/') + 1),
        weight(where, parameters.path("weight")),
        defaults);
  }

  private boolean isUnset(JsonNode node) {
    String text = node.asText("").strip();
    return text.startsWith(ENVIRONMENT)
        && variables.apply(text.substring(ENVIRONMENT.length())) == null;
  }

  private boolean isHere(String base) {
    if (workspace == null) {
      return true;
    }
    try {
      URI uri = URI.create(base.contains("://") ? base.strip() : "https://" + base.strip());
      return workspace.getHost() != null
          && workspace.getHost().equalsIgnoreCase(uri.getHost())
          && (uri.getPort() < 0 || uri.getPort() == workspace.getPort());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void fallbacks(JsonNode list, Map<String, List<String>> all) {
    for (JsonNode each : list) {
      each.properties()
          .forEach(field ->
              all.putIfAbsent(
                  ModelNames.sent(field.getKey()),
                  names("fallbacks." + field.getKey(), field.getValue())));
    }
  }

  private static List<String> names(String where, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode each : node.isTextual() ? List.of(node) : node) {
      if (!each.isTextual() || each.asText().isBlank()) {
        throw wrong(where, "must be a list of models or aliases");
      }
      names.add(ModelNames.sent(each.asText()));
    }
    return names;
  }

  private Map<String, Object> values(String where, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw wrong(where, "must have names and values");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties()
        .forEach(field -> {
          Object value = MAPPER.convertValue(field.getValue(), Object.class);
          if (value != null) {
            values.put(field.getKey(), value);
          }
        });
    return values;
  }

  private String text(String where, JsonNode node) {
    String text = node.asText("").strip();
    if (!text.startsWith(ENVIRONMENT)) {
      return text;
    }
    String name = text.substring(ENVIRONMENT.length());
    String value = variables.apply(name);
    if (value == null) {
      throw wrong(where, "names the environment variable " + name + ", which is not set");
    }
    return value.strip();
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static BricklaneException wrong(String where, String what) {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION,
        "aliases: " + (where.isEmpty() ? "the file" : where) + " " + what);
  }
}
