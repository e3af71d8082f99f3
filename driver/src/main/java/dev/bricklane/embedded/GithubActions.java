package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stand-in for what gives the jobs of GitHub Actions their id tokens. */
final class GithubActions {
  private static final String PATH = "/github/idtoken";

  private final String url;
  private final FederatedTokens federated;
  private final String requestToken = RandomText.hex(64);

  GithubActions(String server, FederatedTokens federated) {
    // As the real one, it has a query already.
    this.url = server + PATH + "?api-version=2.0";
    this.federated = federated;
  }

  void addTo(Router router) {
    router.open("GET", PATH, this::idToken);
  }

  /** Returns what a job finds in its environment that may write id tokens. */
  Map<String, String> environment() {
    return Map.of(
        "ACTIONS_ID_TOKEN_REQUEST_URL", url,
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN", requestToken);
  }

  private Reply idToken(Call call) {
    if (!knows(call.authorization())) {
      // GUESS: no public capture shows the refusal.
      return Reply.json(401, "{\"message\":\"Unauthorized\"}");
    }
    String jwt =
        federated.make(Instant.now().plus(Duration.ofMinutes(10)), call.query().text("audience"));
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("value", jwt).toString());
  }

  private boolean knows(@Nullable String authorization) {
    return authorization != null && BasicCredentials.same("Bearer " + requestToken, authorization);
  }
}
