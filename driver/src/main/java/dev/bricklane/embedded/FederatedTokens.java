package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The workspace's stand-in for an identity provider that it trusts: makes signed JWTs and knows its
 * own again. Thread-safe.
 */
final class FederatedTokens {
  /** Made for the first JWT, since most workspaces never see one. */
  private static final class Lazy {
    private static final JsonMapper JSON = new JsonMapper();
  }

  private final String audience;
  private final byte[] key = RandomText.hex(64).getBytes(StandardCharsets.US_ASCII);

  /**
   * Makes the provider.
   *
   * @param audience whom a JWT must be meant for
   */
  FederatedTokens(String audience) {
    this.audience = audience;
  }

  /** Makes a JWT for the workspace that is good until the time given. */
  String make(Instant expiry) {
    return make(expiry, audience);
  }

  /** Makes a JWT for an audience that is good until the time given. */
  String make(Instant expiry, String forWhom) {
    ObjectNode claims = Lazy.JSON.createObjectNode();
    claims.put("iss", "https://idp.example").put("sub", "embedded-workload").put("aud", forWhom);
    claims.put("jti", RandomText.hex(16)).put("exp", expiry.getEpochSecond());
    String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims.toString());
    return signed + "." + sign(signed);
  }

  /** Tells whether a JWT was made here, for the workspace, and has not expired. */
  boolean accepts(String jwt) {
    int last = jwt.lastIndexOf('.');
    int first = jwt.indexOf('.');
    if (first < 0
        || first == last
        || !BasicCredentials.same(sign(jwt.substring(0, last)), jwt.substring(last + 1))) {
      return false;
    }
    try {
      JsonNode claims =
          Lazy.JSON.readTree(Base64.getUrlDecoder().decode(jwt.substring(first + 1, last)));
      return claims.path("aud").asText().equals(audience)
          && claims.path("exp").asLong() > Instant.now().getEpochSecond();
    } catch (IOException e) {
      throw new UncheckedIOException("what was signed here is JSON", e);
    }
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
