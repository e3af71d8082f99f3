package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  @Test
  void leavesOnlyTheSchemeOfAuthorization() {
    assertThat(Redaction.header("Authorization", "Bearer abc")).isEqualTo("Bearer ***");
    assertThat(Redaction.header("authorization", "basic abc")).isEqualTo("Basic ***");
    assertThat(Redaction.header("Authorization", "abc")).isEqualTo("***");
    assertThat(Redaction.header("Authorization", "abc def")).isEqualTo("***");
  }

  @Test
  void masksOtherSecretHeaders() {
    assertThat(Redaction.header("Cookie", "a=b")).isEqualTo("***");
    assertThat(Redaction.header("X-Databricks-Azure-SP-Management-Token", "x")).isEqualTo("***");
    for (String name :
        new String[] {
          "Set-Cookie",
          "X-Api-Key",
          "x-goog-api-key",
          "Ocp-Apim-Subscription-Key",
          "X-Auth-Token",
          "client_secret",
          "X-Forwarded-Authorization",
          "X-Password"
        }) {
      assertThat(Redaction.header(name, "x")).as(name).isEqualTo("***");
    }
    assertThat(Redaction.header("User-Agent", "bricklane/0.1")).isEqualTo("bricklane/0.1");
    assertThat(Redaction.header("X-Max-Tokens", "5")).isEqualTo("5");
    assertThat(Redaction.header("X-Keyboard", "qwerty")).isEqualTo("qwerty");
    assertThat(Redaction.header("X-Note", "uses dapi" + "0".repeat(32))).isEqualTo("uses ***");
  }

  @Test
  void masksSecretFormFieldsAndNothingElse() {
    assertThat(Redaction.body(FORM, "client_secret=a%20b&scope=all-apis&assertion=x"))
        .isEqualTo("client_secret=***&scope=all-apis&assertion=***");
    assertThat(Redaction.body(FORM, "not_client_secret=a")).isEqualTo("not_client_secret=a");
    assertThat(Redaction.body("application/json", "{\"max_tokens\":5,\"code\":1}"))
        .isEqualTo("{\"max_tokens\":5,\"code\":1}");
  }
}
