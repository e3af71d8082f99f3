package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.Connect;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exchanges a session on Posit Connect for a token of the Databricks integration that the content
 * has there, as Posit's own connect clients do: a viewer's session, or the content's own.
 *
 * <p>The key and the session are sent to Posit Connect alone. Thread-safe; exchanges on each call,
 * so put a {@link CachedTokenSource} in front.
 */
final class ConnectTokenSource implements TokenSource {
  private static final String HINT =
      "Check connectApiKey and the session, and that the content has a Databricks integration";

  private final Connect connect;
  private final SignInCalls calls;
  private final Scheduler scheduler;

  ConnectTokenSource(Connect connect, SignInCalls calls, Scheduler scheduler) {
    this.connect = connect;
    this.calls = calls;
    this.scheduler = scheduler;
  }

  @Override
  public AccessToken token() {
    String server = connect.server().toString().replaceAll("/+$", "");
    URI endpoint = URI.create(server + "/__api__/v1/oauth/integrations/credentials");
    String key = connect.apiKey().reveal();
    String session = connect.sessionToken().reveal();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", session);
    form.put(
        "subject_token_type",
        connect.viewer()
            ? "urn:posit:connect:user-session-token"
            : "urn:posit:connect:content-session-token");
    HttpReply reply = calls.post(endpoint, Map.of("Authorization", "Key " + key), form);
    return OAuthAnswer.parse(reply)
        .token(scheduler.now(), endpoint, "by " + name(), HINT, key, session);
  }

  private String name() {
    return connect.viewer() ? "posit-connect-viewer" : "posit-connect";
  }

  @Override
  public String toString() {
    return name();
  }
}
