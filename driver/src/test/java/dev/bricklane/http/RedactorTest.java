package dev.bricklane.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer s3cr3tvalue",
        "authorization=s3cr3tvalue",
        "\"Authorization\": \"Basic s3cr3tvalue\"",
        "sent Bearer s3cr3tvalue to it",
        "api_key=s3cr3tvalue",
        "apikey: s3cr3tvalue",
        "x-api-key: s3cr3tvalue",
        "{\"client_secret\":\"s3cr3tvalue\"}",
        "{\\\"access_token\\\":\\\"s3cr3tvalue\\\"}",
        "grant_type=x&refresh_token=s3cr3tvalue&scope=y",
        "token = s3cr3tvalue",
        "password:s3cr3tvalue",
        "my_password=s3cr3tvalue",
        "credential: s3cr3tvalue",
        "databricks_token=s3cr3tvalue",
        "Set-Cookie: session=s3cr3tvalue; Path=/",
        "{\"cookie\":[\"a=b; c=s3cr3tvalue\"]}",
        "https://b.s3.amazonaws.com/x.png?X-Amz-Date=1&X-Amz-Signature=s3cr3tvalue",
        "https://b.s3.amazonaws.com/x.png?X-Amz-Security-Token=s3cr3tvalue&X-Amz-Date=1",
        "https://storage.googleapis.com/x?a=b\\u0026X-Goog-Signature=s3cr3tvalue",
        "https://a.blob.core.windows.net/x?sv=2024&sig=s3cr3tvalue&se=2030",
      })
  void hidesWhatStandsAfterASecretsName(String text) {
    assertThat(Redactor.redact(text)).doesNotContain("s3cr3tvalue").contains("[REDACTED]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cookie: session=s3cr3tvalue; other=s3cr3tvalue",
        "Set-Cookie: JSESSIONID=s3cr3tvalue; Path=/",
        "{\"cookie\":\"session=s3cr3tvalue\"}",
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Credential=s3cr3tvalue/2026/s3",
        "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=s3cr3tvalue%2F",
        "https://b.s3.amazonaws.com/k?a=b&X-Amz-Signature=s3cr3tvalue",
        "https://b.s3.amazonaws.com/k?AWSAccessKeyId=s3cr3tvalue&Signature=s3cr3tvalue%3D",
        "https://a.blob.core.windows.net/c/x.png?sv=2024&sig=s3cr3tvalue%3D&se=2026",
        "https://a.blob.core.windows.net/c?sv=2024\\u0026sig=s3cr3tvalue",
        "https://storage.googleapis.com/b/o?X-Goog-Credential=s3cr3tvalue&X-Goog-Signature=s3cr3tvalue",
        "x-portkey-api-key: s3cr3tvalue",
        "x-acme-eu-api-key=s3cr3tvalue",
      })
  void hidesCookiesAndSignatures(String text) {
    assertThat(Redactor.redact(text)).doesNotContain("s3cr3tvalue").contains("[REDACTED]");
  }

  @Test
  void hidesAPatThatIsPartOfAName() {
    assertThat(Redactor.redact("DATABRICKS_TOKEN_dapi0123456789abcdef0123456789abcdef"))
        .isEqualTo("DATABRICKS_TOKEN_[REDACTED_PAT]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_tokens\":100,\"prompt_tokens\":7,\"budget_tokens\": 9}",
        "max_completion_tokens=5",
        "Invalid access token.",
        "too many tokens: 200150",
        "tokenizer=x",
        "secretary: Ann",
        "the token count is 5",
        "Cookie: bake it for ten minutes",
        "the signature = mine",
        "sig=x",
        "a cookie: please sign in",
        "https://h/x?design=blue&assign=me",
        "sig=x stands in no URL",
      })
  void leavesWordsThatOnlyLookAlike(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void hidesWhatLooksLikeAToken() {
    String pat = "dapi0123456789abcdef0123456789abcdef-2";
    String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    assertThat(Redactor.redact("a " + pat + " b " + jwt + " c"))
        .isEqualTo("a [REDACTED_PAT] b [REDACTED_JWT] c");
  }

  @Test
  void hidesGivenSecretsWhereverTheyStand() {
    assertThat(Redactor.redact("it was hunter2-hunter2!", "hunter2", null, "it"))
        .isEqualTo("it was [REDACTED]-[REDACTED]!");
  }

  @Test
  void copesWithLongTexts() {
    String text = "a_".repeat(20_000) + "b".repeat(200_000);
    assertThat(Redactor.redact(text)).isEqualTo(text);
    String pieces = "a-".repeat(50_000) + "cookie:" + "b".repeat(50_000) + "?".repeat(50_000);
    assertThat(Redactor.redact(pieces)).isEqualTo(pieces);
  }
}
