package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The aliases of a connection. Which of an alias's models answers a request follows from the
 * request alone, so that equal requests go to the same one and are one call. Immutable.
 */
public final class ModelAliases {
  /** No aliases. */
  public static final ModelAliases NONE = new ModelAliases(Map.of());

  private static final int LARGEST_FILE = 1 << 20;

  private final Map<String, ModelAlias> aliases;

  ModelAliases(Map<String, ModelAlias> aliases) {
    this.aliases = new LinkedHashMap<>(aliases);
  }

  /**
   * Reads a file of aliases, in Bricklane's own form or LiteLLM's.
   *
   * @param file YAML in UTF-8, at most 1 MiB
   * @param workspace where the connection goes; models of another place cannot be asked. Null where
   *     any will do
   * @param variables the environment, for {@code os.environ/NAME}
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if it cannot be read or is wrong
   */
  public static ModelAliases read(
      Path file, @Nullable URI workspace, UnaryOperator<@Nullable String> variables) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_FILE + 1);
    } catch (IOException | SecurityException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "aliases: the file cannot be read", e);
    }
    if (bytes.length > LARGEST_FILE) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "aliases: the file is larger than 1 MiB");
    }
    return parse(new String(bytes, StandardCharsets.UTF_8), workspace, variables);
  }

  static ModelAliases parse(
      String yaml, @Nullable URI workspace, UnaryOperator<@Nullable String> variables) {
    return new ModelAliases(new AliasFile(workspace, variables).read(yaml));
  }

  /** Returns the aliases' names, in the order of the file. */
  public Set<String> names() {
    return aliases.keySet();
  }

  /** Returns the request for the model that is to answer it. */
  ChatRequest chosen(ChatRequest request) {
    ModelAlias alias = alias(request.model());
    return alias == null ? request : to(target(alias, RequestKey.of(request)), request);
  }

  /** Returns the request for the model that is to answer it: one for all texts. */
  public EmbeddingRequest chosen(EmbeddingRequest request) {
    ModelAlias alias = alias(request.model());
    if (alias == null) {
      return request;
    }
    // Of several models, as vectors of two cannot be compared, always the same.
    ModelAlias.Target target = alias.targets().get(0);
    return new EmbeddingRequest(
        target.model(), request.inputs(), withDefaults(request.parameters(), target.defaults()));
  }

  /** Returns what a name stands for, or null if it is none of these. */
  @Nullable ModelAlias alias(String model) {
    return aliases.get(ModelNames.sent(model));
  }

  private static ModelAlias.Target target(ModelAlias alias, RequestKey key) {
    List<ModelAlias.Target> targets = alias.targets();
    if (targets.size() == 1) {
      return targets.get(0);
    }
    double all = targets.stream().mapToDouble(ModelAlias.Target::weight).sum();
    // The first 48 bits of a digest are as good as a random number.
    double point = all * Long.parseLong(key.digest().substring(0, 12), 16) / (1L << 48);
    for (ModelAlias.Target target : targets) {
      point -= target.weight();
      if (point < 0) {
        return target;
      }
    }
    return targets.get(targets.size() - 1);
  }

  private static ChatRequest to(ModelAlias.Target target, ChatRequest request) {
    return named(request, target.model(), withDefaults(request.parameters(), target.defaults()));
  }

  /** Returns the request for another model. */
  static ChatRequest named(ChatRequest request, String model, Map<String, Object> parameters) {
    return new ChatRequest(
        model, request.messages(), parameters, request.options(), request.sample());
  }

  private static Map<String, Object> withDefaults(
      Map<String, Object> given, Map<String, Object> defaults) {
    Map<String, Object> both = new LinkedHashMap<>(given);
    List<String> names = new ArrayList<>(defaults.keySet());
    names.sort(null);
    names.forEach(name -> both.putIfAbsent(name, defaults.get(name)));
    return both;
  }
}
