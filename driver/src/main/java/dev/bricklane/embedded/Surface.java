package dev.bricklane.embedded;

/** One of the two ways to models: Model Serving, or the Unity AI Gateway. */
enum Surface {
  SERVING {
    @Override
    ServedEndpoint find(ServingEndpoints endpoints, String model) {
      return endpoints.onServing(model);
    }

    @Override
    WireError unknownField(String field) {
      return WireError.badRequest(field, field + ": Extra inputs are not permitted\n");
    }
  },
  GATEWAY {
    @Override
    ServedEndpoint find(ServingEndpoints endpoints, String model) {
      return endpoints.onGateway(model);
    }

    @Override
    WireError unknownField(String field) {
      return WireError.badRequest(field, "unknown field \"" + field + "\"");
    }
  };

  abstract ServedEndpoint find(ServingEndpoints endpoints, String model);

  abstract WireError unknownField(String field);

  /** Tells whether a field belongs here at all: the gateway takes its usage tags in a header. */
  boolean takes(String field) {
    return this == SERVING || !field.equals("usage_context");
  }
}
