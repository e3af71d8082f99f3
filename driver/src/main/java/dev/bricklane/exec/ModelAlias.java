package dev.bricklane.exec;

import java.util.List;
import java.util.Map;

/**
 * A name of the user's own for one or more models. Immutable.
 *
 * @param targets what may be asked; not empty
 * @param fallbacks models or aliases that are asked, in this order, where a target fails
 * @param contextFallbacks the same where a prompt is too long for the target; empty for {@code
 *     fallbacks}
 */
record ModelAlias(List<Target> targets, List<String> fallbacks, List<String> contextFallbacks) {
  ModelAlias {
    targets = List.copyOf(targets);
    fallbacks = List.copyOf(fallbacks);
    contextFallbacks = List.copyOf(contextFallbacks);
  }

  /**
   * One model.
   *
   * @param model as the workspace names it
   * @param weight its share of the calls, above 0
   * @param defaults parameters for calls that do not say them
   */
  record Target(String model, double weight, Map<String, Object> defaults) {
    Target {
      defaults = Map.copyOf(defaults);
    }
  }
}
