package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.RawClient.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserSignInIT {
  private static final String LIST = "/api/2.0/serving-endpoints";
  private static final String TOKEN = "/oidc/v1/token";
  private static final String EXCHANGE =
      "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&scope=all-apis"
          + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt&subject_token=";
  // The pair of RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final EmbeddedWorkspace WORKSPACE = RUNNING.workspace;

  @Test
  void redirectsAtOnceWithACodeThatBuysAToken() {
    Answer redirect = authorize(WORKSPACE, "http://localhost:8020", CHALLENGE);
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.header("location")).startsWith("http://localhost:8020?code=");
    assertThat(redirect.header("location")).endsWith("&state=a+b");
    Answer token = exchange(code(redirect), VERIFIER, "http://localhost:8020");
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().path("refresh_token").asText()).isNotEmpty();
    assertThat(opens(token)).isTrue();
    assertThat(exchange(code(redirect), VERIFIER, "http://localhost:8020").status())
        .as("a code is good for one exchange")
        .isEqualTo(400);
  }

  @Test
  void refusesAWrongVerifierOrAnotherAddress() {
    Answer first = authorize(WORKSPACE, "http://localhost:8020", CHALLENGE);
    Answer wrong = exchange(code(first), "wrong", "http://localhost:8020");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().path("error").asText()).isEqualTo("invalid_grant");
    Answer second = authorize(WORKSPACE, "http://localhost:8020", CHALLENGE);
    assertThat(exchange(code(second), VERIFIER, "http://localhost:8021").status()).isEqualTo(400);
  }

  @Test
  void sendsNobodyOffLoopback() {
    for (String redirect : new String[] {"https://example.com/", "http://example.com/", "x", ""}) {
      Answer answer = authorize(WORKSPACE, redirect, CHALLENGE);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("location")).isEmpty();
    }
  }

  @Test
  void forgetsTheOldestOfMoreThanAThousandCodes() {
    try (EmbeddedWorkspace other = EmbeddedWorkspace.start()) {
      String address = "http://localhost:8020";
      String first = code(authorize(other, address, CHALLENGE));
      String second = code(authorize(other, address, CHALLENGE));
      for (int i = 0; i < 999; i++) {
        authorize(other, address, CHALLENGE);
      }
      RawClient nobody = new RawClient(other, "");
      assertThat(nobody.postForm(TOKEN, form(first, VERIFIER, address)).status()).isEqualTo(400);
      assertThat(nobody.postForm(TOKEN, form(second, VERIFIER, address)).status()).isEqualTo(200);
    }
  }

  @Test
  void wantsPkce() {
    assertThat(authorize(WORKSPACE, "http://127.0.0.1:1/cb", "").header("location"))
        .isEqualTo("http://127.0.0.1:1/cb?error=invalid_request&state=a+b");
  }

  @Test
  void theUserMayRefuse() {
    try (EmbeddedWorkspace refusing = EmbeddedWorkspace.builder().userAgrees(false).start()) {
      assertThat(authorize(refusing, "http://localhost:8020", CHALLENGE).header("location"))
          .contains("error=access_denied");
    }
  }

  @Test
  void refreshTokensRotate() {
    Answer token =
        exchange(
            code(authorize(WORKSPACE, "http://localhost:8020", CHALLENGE)),
            VERIFIER,
            "http://localhost:8020");
    String first = token.json().path("refresh_token").asText();
    Answer refreshed = refresh(first);
    assertThat(refreshed.status()).isEqualTo(200);
    assertThat(opens(refreshed)).isTrue();
    String second = refreshed.json().path("refresh_token").asText();
    assertThat(second).isNotEmpty().isNotEqualTo(first);
    Answer again = refresh(first);
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.json().path("error").asText()).isEqualTo("invalid_request");
    assertThat(again.json().path("error_description").asText())
        .isEqualTo("Refresh token is invalid");
    assertThat(refresh(second).status()).isEqualTo(200);
  }

  @Test
  void refreshTokensMayBeRevoked() {
    try (EmbeddedWorkspace own = EmbeddedWorkspace.start()) {
      Answer redirect = authorize(own, "http://localhost:8020", CHALLENGE);
      RawClient client = new RawClient(own, "");
      Answer token =
          client.postForm(TOKEN, form(code(redirect), VERIFIER, "http://localhost:8020"));
      own.revokeRefreshTokens();
      String refresh = token.json().path("refresh_token").asText();
      assertThat(
              client
                  .postForm(
                      TOKEN,
                      "grant_type=refresh_token&client_id=databricks-cli&refresh_token=" + refresh)
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void exchangesATrustedJwt() {
    RawClient nobody = new RawClient(WORKSPACE, "");
    Answer token = nobody.postForm(TOKEN, EXCHANGE + WORKSPACE.federatedToken());
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().has("refresh_token")).isFalse();
    assertThat(opens(token)).isTrue();
    for (String jwt : new String[] {"", "a.b.c", WORKSPACE.federatedToken() + "x"}) {
      assertThat(nobody.postForm(TOKEN, EXCHANGE + jwt).status()).isEqualTo(401);
    }
    String otherType = EXCHANGE.replace("token-type:jwt", "token-type:saml2");
    assertThat(nobody.postForm(TOKEN, otherType + WORKSPACE.federatedToken()).status())
        .isEqualTo(400);
  }

  @Test
  void revokedTokensAreRefused() {
    try (EmbeddedWorkspace own = EmbeddedWorkspace.start()) {
      Answer one = new RawClient(own, "").postForm(TOKEN, EXCHANGE + own.federatedToken());
      String token = one.json().path("access_token").asText();
      own.revoke(token);
      Answer forbidden = new RawClient(own, "Bearer " + token).get(LIST);
      assertThat(forbidden.status()).isEqualTo(403);
      assertThat(forbidden.json().path("error_code").isInt()).isTrue();
      assertThat(forbidden.message()).isEqualTo("Invalid access token.");
      own.revoke(own.token(), 401);
      Answer unknown = new RawClient(own).get(LIST);
      assertThat(unknown.status()).isEqualTo(401);
      assertThat(unknown.json().path("error_code").intValue()).isEqualTo(401);
    }
  }

  @Test
  void publishesTheAccountsServerToo() {
    RawClient nobody = new RawClient(WORKSPACE, "");
    String account =
        nobody.get("/.well-known/databricks-config").json().path("account_id").asText();
    Answer server =
        nobody.get("/oidc/accounts/" + account + "/.well-known/oauth-authorization-server");
    URI tokenUri = URI.create(server.json().path("token_endpoint").asText());
    assertThat(nobody.postForm(tokenUri.getPath(), EXCHANGE + WORKSPACE.federatedToken()).status())
        .isEqualTo(200);
  }

  private static Answer authorize(EmbeddedWorkspace at, String redirect, String challenge) {
    return new RawClient(at, "")
        .get(
            "/oidc/v1/authorize?response_type=code&client_id=databricks-cli&redirect_uri="
                + URLEncoder.encode(redirect, StandardCharsets.UTF_8)
                + "&scope=all-apis+offline_access&state=a%20b&code_challenge="
                + challenge
                + "&code_challenge_method=S256");
  }

  private static String code(Answer redirect) {
    return redirect.header("location").replaceAll(".*[?&]code=([^&]*).*", "$1");
  }

  private static String form(String code, String verifier, String redirect) {
    return "grant_type=authorization_code&client_id=databricks-cli&code="
        + code
        + "&code_verifier="
        + verifier
        + "&redirect_uri="
        + URLEncoder.encode(redirect, StandardCharsets.UTF_8);
  }

  private static Answer exchange(String code, String verifier, String redirect) {
    return new RawClient(WORKSPACE, "").postForm(TOKEN, form(code, verifier, redirect));
  }

  private static Answer refresh(String token) {
    return new RawClient(WORKSPACE, "")
        .postForm(
            TOKEN, "grant_type=refresh_token&client_id=databricks-cli&refresh_token=" + token);
  }

  private static boolean opens(Answer issued) {
    String token = issued.json().path("access_token").asText();
    return new RawClient(WORKSPACE, "Bearer " + token).get(LIST).status() == 200;
  }
}
