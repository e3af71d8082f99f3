package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.DriverConfig.SignIn.Federated;
import dev.bricklane.config.DriverConfig.SignIn.Subject;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exchange of wire facts' section on token federation. */
class FederatedTokenSourceTest {
  private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canary7f3a";
  private static final String TOKEN = "https://w.example/oidc/v1/token";
  private static final String GITHUB = "https://gh.example/token?api-version=2.0";
  private static final Path FILE = Path.of("/run/jwt");

  private final FakeIdentityProvider provider = new FakeIdentityProvider();
  private final ManualScheduler scheduler = new ManualScheduler();

  @BeforeEach
  void answer() {
    provider.answering(TOKEN, 200, "{\"access_token\":\"a\",\"expires_in\":\"3600\"}");
    provider.variables.put("J", JWT + "\n");
    provider.files.put(FILE, "  " + JWT + "\n");
  }

  @Test
  void exchangesTheTokenOfAVariable() {
    AccessToken token = source(variable(), "client-1", null).token();
    assertThat(token.value().reveal()).isEqualTo("a");
    assertThat(token.expiry()).isEqualTo(scheduler.now().plusSeconds(3600));
    assertThat(provider.calls)
        .extracting(HttpCall::line)
        .containsExactly(
            "GET https://w.example/oidc/.well-known/oauth-authorization-server", "POST " + TOKEN);
    assertThat(provider.lastForm())
        .isEqualTo(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", JWT,
                "subject_token_type", "urn:ietf:params:oauth:token-type:jwt",
                "scope", "all-apis",
                "client_id", "client-1"));
    assertThat(provider.calls.get(1).headers()).doesNotContainKey("Authorization");
  }

  @Test
  void leavesTheClientIdOutForTheWholeAccount() {
    source(variable(), null, null).token();
    assertThat(provider.lastForm()).doesNotContainKey("client_id");
  }

  @Test
  void readsTheFileAgainForEachExchange() {
    TokenSource source = source(new Subject.TokenFile(FILE), null, null);
    source.token();
    assertThat(provider.lastForm()).containsEntry("subject_token", JWT);
    provider.files.put(FILE, "rotated");
    source.token();
    assertThat(provider.lastForm()).containsEntry("subject_token", "rotated");
    assertThat(provider.calls).extracting(HttpCall::method).containsExactly("GET", "POST", "POST");
  }

  @Test
  void asksGitHubForATokenForTheWorkspacesTokenEndpoint() {
    String url = GITHUB + "&audience=https%3A%2F%2Fw.example%2Foidc%2Fv1%2Ftoken";
    provider.answering(url, 200, "{\"value\":\"" + JWT + "\"}");
    source(gitHub(), "client-1", null).token();
    HttpCall ask = provider.calls.get(1);
    assertThat(ask.uri()).hasToString(url);
    assertThat(ask.headers()).containsEntry("Authorization", "Bearer gh-secret");
    assertThat(provider.lastForm()).containsEntry("subject_token", JWT);
  }

  @Test
  void asksGitHubForTheAudienceThatIsSet() {
    String url = GITHUB + "&audience=acme+x";
    provider.answering(url, 200, "{\"value\":\"" + JWT + "\"}");
    source(gitHub(), null, "acme x").token();
    assertThat(provider.calls.get(1).uri()).hasToString(url);
  }

  @Test
  void asksGitHubForNoTokenThatAnotherWorkspaceWouldTake() {
    provider
        .answering(
            "https://w.example/oidc/.well-known/oauth-authorization-server",
            200,
            "{\"token_endpoint\":\"https://victim.example/oidc/v1/token\"}")
        .answering(
            GITHUB + "&audience=https%3A%2F%2Fw.example%2Foidc%2Fv1%2Ftoken",
            200,
            "{\"value\":\"" + JWT + "\"}");
    assertThat(refusal(source(gitHub(), null, null)))
        .hasMessageContaining("https://victim.example/oidc/v1/token");
    assertThat(provider.calls.get(1).uri().getQuery())
        .endsWith("audience=https://w.example/oidc/v1/token");
  }

  @Test
  void saysWhatGitHubRefused() {
    provider.answering(GITHUB + "&audience=a", 403, "{\"message\":\"no gh-secret for you\"}");
    BricklaneException refusal = refusal(source(gitHub(), null, "a"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CREDENTIALS);
    assertThat(refusal)
        .hasMessage(
            "Signing in by github-oidc at https://gh.example/token was refused: HTTP 403: no"
                + " [REDACTED] for you. Check that the job has the permission id-token: write and"
                + " still runs");
    provider.answering(GITHUB + "&audience=a", 200, "{}");
    assertThat(refusal(source(gitHub(), null, "a")))
        .hasMessageContaining("holds no value")
        .hasMessageNotContaining("gh-secret");
  }

  @Test
  void saysWhyTheExchangeWasRefusedAndWhatToCheck() {
    provider.answering(
        TOKEN,
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"No policy matches " + JWT + "\"}");
    BricklaneException refusal = refusal(source(variable(), null, null));
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CREDENTIALS);
    assertThat(refusal)
        .hasMessage(
            "Signing in by env-oidc (J) at "
                + TOKEN
                + " was refused: HTTP 400 invalid_grant: No policy matches [REDACTED]. Check that a"
                + " federation policy of the account or the service principal has the token's"
                + " issuer, audience and subject");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | Signing in by file-oidc (/run/jwt) failed: there is no file /run/jwt, or it is empty
          a b        | Signing in by file-oidc (/run/jwt) failed: the token is not one line of visible ASCII
          unreadable | Signing in by file-oidc (/run/jwt) failed: the file /run/jwt cannot be read; check that it is a file and its permissions
          """)
  void saysWhatIsWrongWithTheFile(String text, String message) {
    provider.files.put(FILE, text);
    BricklaneException refusal = refusal(source(new Subject.TokenFile(FILE), null, null));
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
  }

  @Test
  void saysThatTheVariableIsGone() {
    provider.variables.clear();
    assertThat(refusal(source(variable(), null, null)))
        .hasMessage("Signing in by env-oidc (J) failed: the environment variable J is not set");
  }

  private static Subject variable() {
    return new Subject.Variable("J");
  }

  private static Subject gitHub() {
    return new Subject.GitHub(URI.create(GITHUB), new Secret("gh-secret"));
  }

  private static BricklaneException refusal(TokenSource source) {
    BricklaneException refusal = catchThrowableOfType(BricklaneException.class, source::token);
    assertThat(refusal.fullMessage()).doesNotContain(JWT, "canary7f3a");
    return refusal;
  }

  private TokenSource source(Subject subject, String clientId, String audience) {
    return new FederatedTokenSource(
        URI.create("https://w.example"),
        new Federated(
            subject, Optional.ofNullable(clientId), Optional.ofNullable(audience), "all-apis"),
        provider.calling(),
        provider,
        scheduler);
  }
}
