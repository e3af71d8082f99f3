package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.DriverConfig.SignIn.Connect;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exchange of wire facts' section on Posit Connect. */
class ConnectTokenSourceTest {
  private static final String ENDPOINT =
      "https://connect.example/x/__api__/v1/oauth/integrations/credentials";

  private final FakeIdentityProvider provider = new FakeIdentityProvider();
  private final ManualScheduler scheduler = new ManualScheduler();

  @ParameterizedTest
  @CsvSource({
    "true, urn:posit:connect:user-session-token",
    "false, urn:posit:connect:content-session-token"
  })
  void exchangesTheSession(boolean viewer, String type) {
    provider.answering(ENDPOINT, 200, "{\"access_token\":\"a\",\"expires_in\":600}");
    AccessToken token = source(viewer).token();
    assertThat(token.value().reveal()).isEqualTo("a");
    assertThat(token.expiry()).isEqualTo(scheduler.now().plusSeconds(600));
    assertThat(provider.calls).hasSize(1);
    assertThat(provider.calls.get(0).headers())
        .containsEntry("Authorization", "Key key-canary")
        .containsEntry("Accept", "application/json");
    assertThat(provider.lastForm())
        .isEqualTo(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", "session-canary",
                "subject_token_type", type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | {"error_code":212,"error_message":"No OAuth integrations for key-canary"} | BAD_CREDENTIALS  | was refused: HTTP 404 212: No OAuth integrations for [REDACTED]. Check connectApiKey and the session
          401 | {"error_message":"bad session-canary"}                                   | BAD_CREDENTIALS  | was refused: HTTP 401: bad [REDACTED]. Check connectApiKey
          503 | down                                                                     | OVERLOADED       | failed: HTTP 503
          200 | <html>                                                                   | MALFORMED_ANSWER | holds no access_token
          """)
  void saysWhatPositConnectSaid(int status, String body, ErrorCode code, String message) {
    provider.answering(ENDPOINT, status, body);
    BricklaneException refusal =
        catchThrowableOfType(BricklaneException.class, () -> source(true).token());
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(message).hasMessageNotContaining("canary");
  }

  private TokenSource source(boolean viewer) {
    return new ConnectTokenSource(
        new Connect(
            URI.create("https://connect.example/x/"),
            new Secret("key-canary"),
            new Secret("session-canary"),
            viewer),
        provider.calling(),
        scheduler);
  }
}
