package dev.bricklane.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML into a tree of JSON, with what anchors and merge keys stand for in their place, which
 * Jackson's own reader leaves out. Plain scalars are YAML 1.1's, as Python reads them, save dates,
 * which stay texts. Used by one thread.
 */
final class YamlTree {
  private static final int MAX_ALIASES = 10_000;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_DEPTH = 50;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private int nodes;

  private YamlTree() {}

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException saying where and what is wrong, without repeating any of it
   */
  static JsonNode read(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    DumperOptions unused = new DumperOptions();
    Object document;
    try {
      document =
          new Yaml(
                  new SafeConstructor(options),
                  new Representer(unused),
                  unused,
                  options,
                  new WithoutDates())
              .load(yaml);
    } catch (MarkedYAMLException e) {
      // Neither cause nor message, which repeat the text.
      throw new IllegalArgumentException(
          e.getProblemMark() == null
              ? "the file is not YAML"
              : "line " + (e.getProblemMark().getLine() + 1) + " is not YAML");
    } catch (YAMLException e) {
      throw new IllegalArgumentException("the file is not YAML, or nested too deeply");
    }
    return new YamlTree().node(document, 0);
  }

  private JsonNode node(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("the file is nested too deeply");
    }
    if (++nodes > MAX_NODES) {
      throw new IllegalArgumentException("the file is too large with what its anchors stand for");
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((name, each) -> object.set(String.valueOf(name), node(each, depth + 1)));
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(each -> array.add(node(each, depth + 1)));
      return array;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return MAPPER.valueToTree(value);
    }
    throw new IllegalArgumentException("the file has a value that JSON has not, such as !!binary");
  }

  private static final class WithoutDates extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO", 10);
      addImplicitResolver(Tag.INT, INT, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
      addImplicitResolver(Tag.NULL, NULL, "~nN\0", 10);
      addImplicitResolver(Tag.NULL, EMPTY, null, 10);
    }
  }
}
