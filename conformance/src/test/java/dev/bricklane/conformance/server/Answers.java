package dev.bricklane.conformance.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The answers' bytes: shapes of a workspace, words of nobody. */
final class Answers {
  private static final String VECTOR = vector(384);
  private static final byte[] CHAT =
      ok(
          """
          {"id":"chatcmpl_0","object":"chat.completion","created":1700000000,"model":"bench",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"The customer asks for a \
          refund, since the parcel came late and the box was damaged."},"finish_reason":"stop",\
          "logprobs":null}],"usage":{"prompt_tokens":64,"completion_tokens":18,"total_tokens":82}}\
          """);
  private static final byte[] ENDPOINTS = ok("{\"endpoints\":[]}");

  private Answers() {}

  static byte[] chat() {
    return CHAT.clone();
  }

  static byte[] endpoints() {
    return ENDPOINTS.clone();
  }

  static byte[] embeddings(int texts) {
    StringBuilder body = new StringBuilder("{\"object\":\"list\",\"model\":\"bench\",\"data\":[");
    for (int i = 0; i < texts; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(i)
          .append(",\"embedding\":")
          .append(VECTOR)
          .append('}');
    }
    body.append("],\"usage\":{\"prompt_tokens\":").append(8 * texts);
    return ok(body.append(",\"total_tokens\":").append(8 * texts).append("}}").toString());
  }

  static byte[] refusal(Admission.Verdict verdict) {
    String headers =
        verdict.retryAfter().isEmpty() ? "" : "Retry-After: " + verdict.retryAfter() + "\r\n";
    String code = verdict.status() == 429 ? "REQUEST_LIMIT_EXCEEDED" : "TEMPORARILY_UNAVAILABLE";
    return bytes(
        verdict.status() + " Refused",
        headers,
        "{\"error_code\":\"" + code + "\",\"message\":\"Too many requests\"}");
  }

  static byte[] unknown() {
    return bytes("404 Not Found", "", "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"?\"}");
  }

  private static byte[] ok(String body) {
    return bytes("200 OK", "x-request-id: 00000000-0000-0000-0000-000000000000\r\n", body);
  }

  private static byte[] bytes(String status, String headers, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(status, headers, content.length);
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private static String vector(int dimensions) {
    StringBuilder vector = new StringBuilder("[");
    for (int i = 0; i < dimensions; i++) {
      vector
          .append(i == 0 ? "" : ",")
          .append(String.format(Locale.ROOT, "%.9f", Math.sin(i + 1) / 20));
    }
    return vector.append(']').toString();
  }
}
