package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in OAuth's shape, {@code error} and {@code error_description}. */
final class OAuthError {
  private OAuthError() {}

  static Reply reply(int status, String error, String description) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", error).put("error_description", description);
    return Reply.json(status, body.toString());
  }
}
