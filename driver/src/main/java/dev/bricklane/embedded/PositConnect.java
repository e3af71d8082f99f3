package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Posit Connect server that has an OAuth integration with the workspace: gives
 * the content that it runs a token for a session, of a viewer or of the content itself.
 */
final class PositConnect {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String USER = "urn:posit:connect:user-session-token";
  private static final String CONTENT = "urn:posit:connect:content-session-token";

  private final String server;
  private final IssuedTokens tokens;
  private final String apiKey = RandomText.hex(32);
  private final String userSession = RandomText.hex(64);
  private final String contentSession = RandomText.hex(64);

  PositConnect(String server, IssuedTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  void addTo(Router router) {
    router.open("POST", "/__api__/v1/oauth/integrations/credentials", this::credentials);
  }

  /** Returns what content finds in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "RSTUDIO_PRODUCT", "CONNECT",
        "CONNECT_SERVER", server,
        "CONNECT_API_KEY", apiKey,
        "CONNECT_CONTENT_SESSION_TOKEN", contentSession);
  }

  /** Returns what content finds in the header {@code Posit-Connect-User-Session-Token}. */
  String userSession() {
    return userSession;
  }

  private Reply credentials(Call call) {
    if (!knows(call.authorization())) {
      // GUESS: the code and the words.
      return refusal(401, 30, "You don't have permission to access this item.");
    }
    Form form = Form.parse(call.body());
    String session =
        switch (form.text("subject_token_type")) {
          case USER -> userSession;
          case CONTENT -> contentSession;
          default -> "";
        };
    if (!form.text("grant_type").equals(EXCHANGE)
        || session.isEmpty()
        || !BasicCredentials.same(session, form.text("subject_token"))) {
      return refusal(400, 212, "No OAuth integrations are associated with this content item.");
    }
    return tokens.issue("all-apis", "posit-connect", false);
  }

  private boolean knows(@Nullable String authorization) {
    return authorization != null && BasicCredentials.same("Key " + apiKey, authorization);
  }

  private static Reply refusal(int status, int code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error_code", code).put("error_message", message);
    return Reply.json(status, body.toString());
  }
}
