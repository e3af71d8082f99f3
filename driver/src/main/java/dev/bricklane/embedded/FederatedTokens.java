package dev.bricklane.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The workspace's stand-in for an identity provider that it trusts: makes signed JWTs and knows its
 * own again. Thread-safe.
 */
final class FederatedTokens {
  private static final Pattern EXPIRY = Pattern.compile("\"exp\":(\\d{1,18})");

  private final byte[] key = RandomText.hex(64).getBytes(StandardCharsets.US_ASCII);

  /** Makes a JWT that is good until the time given. */
  String make(Instant expiry) {
    String head = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    String claims =
        encode(
            "{\"iss\":\"https://idp.example\",\"sub\":\"embedded-workload\",\"jti\":\""
                + RandomText.hex(16)
                + "\",\"exp\":"
                + expiry.getEpochSecond()
                + "}");
    return head + "." + claims + "." + sign(head + "." + claims);
  }

  /** Tells whether a JWT was made here and has not expired. */
  boolean accepts(String jwt) {
    int last = jwt.lastIndexOf('.');
    int first = jwt.indexOf('.');
    if (first < 0
        || first == last
        || !BasicCredentials.same(sign(jwt.substring(0, last)), jwt.substring(last + 1))) {
      return false;
    }
    byte[] claims = Base64.getUrlDecoder().decode(jwt.substring(first + 1, last));
    Matcher expiry = EXPIRY.matcher(new String(claims, StandardCharsets.UTF_8));
    return expiry.find() && Long.parseLong(expiry.group(1)) > Instant.now().getEpochSecond();
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
