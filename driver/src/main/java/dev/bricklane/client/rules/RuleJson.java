package dev.bricklane.client.rules;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Apart, since it takes long to load and few calls need it. */
final class RuleJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private RuleJson() {}
}
