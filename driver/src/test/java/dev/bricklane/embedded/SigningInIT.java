package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.RawClient.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SigningInIT {
  private static final String LIST = "/api/2.0/serving-endpoints";
  private static final String TOKEN = "/oidc/v1/token";
  private static final String GRANT = "grant_type=client_credentials&scope=all-apis";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final EmbeddedWorkspace WORKSPACE = RUNNING.workspace;

  @Test
  void secretsHaveTheRealShapesAndDifferByWorkspace() {
    assertThat(WORKSPACE.token()).matches("dapi[0-9a-f]{32}");
    try (EmbeddedWorkspace other = EmbeddedWorkspace.start()) {
      assertThat(other.token()).isNotEqualTo(WORKSPACE.token());
      assertThat(other.clientSecret()).isNotEqualTo(WORKSPACE.clientSecret());
      assertThat(with("Bearer " + other.token()).get(LIST).status()).isEqualTo(403);
    }
  }

  @Test
  void acceptsThePersonalToken() {
    assertThat(with("Bearer " + WORKSPACE.token()).get(LIST).status()).isEqualTo(200);
    assertThat(with(RawClient.basic("token", WORKSPACE.token())).get(LIST).status()).isEqualTo(200);
  }

  @Test
  void refusesAWrongTokenWith403AndAnIntegerCode() {
    Answer answer = with("Bearer dapi00000000000000000000000000000000").get(LIST);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("error_code").isInt()).isTrue();
    assertThat(answer.json().path("error_code").intValue()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo("Invalid access token.");
    assertThat(with(RawClient.basic("token", "wrong")).get(LIST).status()).isEqualTo(403);
  }

  @Test
  void refusesMissingAndUnsupportedCredentialsWith401() {
    for (String authorization :
        new String[] {"", "Bearer ", "Digest x", RawClient.basic("me", "x")}) {
      Answer answer = with(authorization).get(LIST);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().path("error_code").intValue()).isEqualTo(401);
      assertThat(answer.message())
          .isEqualTo("Credential was not sent or was of an unsupported type for this API.");
    }
  }

  @Test
  void refusesStrangersAlsoOnUnknownPaths() {
    assertThat(with("").get("/no/such/path").status()).isEqualTo(401);
  }

  @Test
  void publishesWhereTokensAreIssued() {
    Answer server = with("").get("/oidc/.well-known/oauth-authorization-server");
    assertThat(server.status()).isEqualTo(200);
    assertThat(server.json().path("token_endpoint").asText()).isEqualTo(WORKSPACE.uri() + TOKEN);
    assertThat(server.json().path("authorization_endpoint").asText())
        .isEqualTo(WORKSPACE.uri() + "/oidc/v1/authorize");
    Answer config = with("").get("/.well-known/databricks-config");
    assertThat(config.json().path("oidc_endpoint").asText()).isEqualTo(WORKSPACE.uri() + "/oidc");
  }

  @Test
  void issuesTokensThatOpenTheWorkspace() {
    Answer basic = with(principal()).postForm(TOKEN, GRANT);
    Answer form =
        with("")
            .postForm(
                TOKEN,
                GRANT
                    + "&client_id="
                    + WORKSPACE.clientId()
                    + "&client_secret="
                    + WORKSPACE.clientSecret());
    for (Answer answer : new Answer[] {basic, form}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
      assertThat(answer.json().path("expires_in").intValue()).isEqualTo(3600);
      assertThat(answer.json().path("scope").asText()).isEqualTo("all-apis");
      assertThat(with(bearer(answer)).get(LIST).status()).isEqualTo(200);
    }
    assertThat(bearer(basic)).isNotEqualTo(bearer(form));
  }

  @Test
  void refusesWrongPrincipals() {
    Answer answer = with(RawClient.basic(WORKSPACE.clientId(), "wrong")).postForm(TOKEN, GRANT);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    assertThat(answer.json().path("error_description").asText()).isNotEmpty();
    assertThat(with("").postForm(TOKEN, GRANT).status()).isEqualTo(401);
    assertThat(with(principal()).get(LIST).status()).isEqualTo(401);
  }

  @Test
  void refusesOtherGrants() {
    Answer other = with(principal()).postForm(TOKEN, "grant_type=password&scope=all-apis");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().path("error").asText()).isEqualTo("unsupported_grant_type");
    Answer none = with(principal()).postForm(TOKEN, "scope=all-apis");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().path("error").asText()).isEqualTo("invalid_request");
    Answer json = with(principal()).post(TOKEN, "{'grant_type':'client_credentials'}");
    assertThat(json.json().path("error").asText()).isEqualTo("invalid_request");
  }

  @Test
  void expiredTokensAreWrongTokens() {
    try (EmbeddedWorkspace brief =
        EmbeddedWorkspace.builder().tokenLifetime(Duration.ofNanos(1)).start()) {
      Answer issued =
          new RawClient(brief, RawClient.basic(brief.clientId(), brief.clientSecret()))
              .postForm(TOKEN, GRANT);
      assertThat(issued.status()).isEqualTo(200);
      assertThat(new RawClient(brief, bearer(issued)).get(LIST).status()).isEqualTo(403);
    }
  }

  private static RawClient with(String authorization) {
    return new RawClient(WORKSPACE, authorization);
  }

  private static String principal() {
    return RawClient.basic(WORKSPACE.clientId(), WORKSPACE.clientSecret());
  }

  private static String bearer(Answer issued) {
    return "Bearer " + issued.json().path("access_token").asText();
  }
}
