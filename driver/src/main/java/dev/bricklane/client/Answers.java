package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.http.HttpReply;
import java.time.Duration;
import java.util.function.Supplier;

/** Reads successful HTTP answers to questions. */
final class Answers {
  private Answers() {}

  static ChatCompletion decode(
      Protocol protocol, HttpReply reply, Duration latency, CallSite site) {
    JsonNode body = Json.tree(reply, site);
    refuseErrors(body, () -> reply, site);
    try {
      return protocol.decode(body).completion(reply, latency);
    } catch (UnreadableAnswer e) {
      throw Json.malformed(reply, site, String.valueOf(e.getMessage()));
    }
  }

  /** A success may hold an error all the same. */
  static void refuseErrors(JsonNode body, Supplier<HttpReply> reply, CallSite site) {
    boolean failed =
        body.path("status").asText("").equals("failed")
            && body.path("object").asText("").equals("response");
    if (failed || Json.present(body.get("error"))) {
      throw ErrorDecoder.decode(reply.get(), site);
    }
  }
}
