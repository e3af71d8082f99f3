package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.RawClient.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens by way of Posit Connect and of GitHub Actions. */
class BrokeredSignInIT {
  private static final String CREDENTIALS = "/__api__/v1/oauth/integrations/credentials";
  private static final String SESSION =
      "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
          + "&subject_token_type=urn:posit:connect:%s-session-token&subject_token=%s";
  private static final String EXCHANGE =
      "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&scope=all-apis"
          + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt&subject_token=";
  private static final String LIST = "/api/2.0/serving-endpoints";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final EmbeddedWorkspace WORKSPACE = RUNNING.workspace;

  @Test
  void connectGivesATokenForASessionOfContentOrViewer() {
    Map<String, String> environment = WORKSPACE.connectEnvironment();
    assertThat(environment)
        .containsEntry("RSTUDIO_PRODUCT", "CONNECT")
        .containsEntry("CONNECT_SERVER", WORKSPACE.uri().toString());
    String content = environment.get("CONNECT_CONTENT_SESSION_TOKEN");
    for (String form :
        new String[] {
          SESSION.formatted("content", content),
          SESSION.formatted("user", WORKSPACE.connectUserSession())
        }) {
      Answer token = connect(environment.get("CONNECT_API_KEY"), form);
      assertThat(token.status()).isEqualTo(200);
      assertThat(opens(token)).isTrue();
    }
    Answer mixedUp =
        connect(environment.get("CONNECT_API_KEY"), SESSION.formatted("user", content));
    assertThat(mixedUp.status()).isEqualTo(400);
    assertThat(mixedUp.json().path("error_code").intValue()).isEqualTo(212);
    assertThat(mixedUp.json().path("error_message").asText()).startsWith("No OAuth integrations");
    assertThat(connect("wrong", SESSION.formatted("content", content)).status()).isEqualTo(401);
  }

  @Test
  void githubGivesAnIdTokenThatTheWorkspaceExchangesIfItIsMeantForIt() {
    Map<String, String> environment = WORKSPACE.githubEnvironment();
    String audience = WORKSPACE.uri() + "/oidc/v1/token";
    Answer meant = idToken(environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN"), audience);
    Answer token = exchange(meant);
    assertThat(token.status()).isEqualTo(200);
    assertThat(opens(token)).isTrue();
    Answer stray = idToken(environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN"), "https://other");
    assertThat(exchange(stray).status()).isEqualTo(401);
    assertThat(idToken("wrong", audience).status()).isEqualTo(401);
  }

  @Test
  void itsSecretsAreNotRecorded() {
    String key = WORKSPACE.connectEnvironment().get("CONNECT_API_KEY");
    connect(key, SESSION.formatted("user", WORKSPACE.connectUserSession()));
    assertThat(WORKSPACE.requests().toString())
        .doesNotContain(key, WORKSPACE.connectUserSession())
        .contains("subject_token=***");
  }

  private static Answer connect(String key, String form) {
    return new RawClient(WORKSPACE, "Key " + key).postForm(CREDENTIALS, form);
  }

  private static Answer idToken(String requestToken, String audience) {
    URI url = URI.create(WORKSPACE.githubEnvironment().get("ACTIONS_ID_TOKEN_REQUEST_URL"));
    return new RawClient(WORKSPACE, "Bearer " + requestToken)
        .get(url + "&audience=" + URLEncoder.encode(audience, StandardCharsets.UTF_8));
  }

  private static Answer exchange(Answer idToken) {
    return new RawClient(WORKSPACE, "")
        .postForm("/oidc/v1/token", EXCHANGE + idToken.json().path("value").asText());
  }

  private static boolean opens(Answer issued) {
    String token = issued.json().path("access_token").asText();
    return new RawClient(WORKSPACE, "Bearer " + token).get(LIST).status() == 200;
  }
}
