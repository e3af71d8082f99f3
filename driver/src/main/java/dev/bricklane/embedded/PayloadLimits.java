package dev.bricklane.embedded;

import java.util.Optional;

/**
 * How large a body may be: custom models take more than foundation models and agents.
 *
 * @param usual in bytes
 * @param custom in bytes, for custom models
 */
record PayloadLimits(int usual, int custom, ServingEndpoints endpoints) {
  int of(Optional<Router.Match> match) {
    if (match.isEmpty() || match.get().name().isEmpty()) {
      return usual;
    }
    ServedEndpoint endpoint = endpoints.get(match.get().name());
    return endpoint != null && endpoint.task() == ServedEndpoint.Task.PREDICTIONS ? custom : usual;
  }
}
