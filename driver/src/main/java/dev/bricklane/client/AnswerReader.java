package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.auth.AccessToken;
import dev.bricklane.client.CallWriter.Question;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LineReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of one call that asked for a stream. What is no stream of events, an error or a
 * whole answer, is read whole. Not thread-safe.
 */
final class AnswerReader implements LineReader {
  private static final String DONE = "[DONE]";

  private final Question question;
  private final ModelRoute route;
  private final Consumer<ChatDelta> deltas;
  private @Nullable HttpReply head;
  private EventReader events = new EventReader(this::event);
  private Protocol.@Nullable Assembly assembly;
  private boolean ended;

  /** What errors within the stream are told of. */
  private @Nullable CallSite site;

  AnswerReader(Question question, ModelRoute route, Consumer<ChatDelta> deltas) {
    this.question = question;
    this.route = route;
    this.deltas = deltas;
  }

  /** Returns this reader, for the answer to a signed call. */
  AnswerReader of(HttpCall signed) {
    String authorization = signed.headers().getOrDefault("Authorization", "");
    String token = authorization.substring(authorization.indexOf(' ') + 1);
    site = new CallSite(signed, route, new AccessToken(new Secret(token), null));
    return this;
  }

  @Override
  public boolean begins(HttpReply begun) {
    head = begun;
    ended = false;
    assembly = null;
    events = new EventReader(this::event);
    String type = begun.header("Content-Type");
    boolean whole = type != null && type.regionMatches(true, 0, "application/json", 0, 16);
    boolean reads = begun.status() / 100 == 2 && !whole;
    if (reads) {
      String tool = question.request().answeringTool();
      assembly =
          tool == null
              ? question.protocol().assembly(this::tell)
              : new AnsweringTool(
                  question.protocol().assembly(piece -> tell(piece.asProvisional())),
                  tool,
                  this::tell);
    }
    return reads;
  }

  @Override
  public boolean line(String line) {
    events.line(line);
    return !ended;
  }

  /** Returns the answer to the request as it was asked for, the last line being read. */
  ChatCompletion answer(HttpReply reply, Duration latency, CallSite of) {
    if (assembly == null) {
      ChatCompletion answer =
          question.fitted(Answers.decode(question.protocol(), reply, latency, of));
      tell(
          new ChatDelta(
              answer.content() == null ? "" : answer.content(),
              answer.reasoning() == null ? "" : answer.reasoning()));
      return answer;
    }
    try {
      events.end();
      JsonNode whole = assembly.whole(ended);
      Answers.refuseErrors(whole, () -> reply, of);
      return question.fitted(question.protocol().decode(whole).completion(reply, latency));
    } catch (UnreadableAnswer e) {
      throw Json.malformed(reply, of, String.valueOf(e.getMessage()));
    }
  }

  private void event(String name, String data) {
    CallSite asked = site;
    if (ended || data.isBlank() || asked == null) {
      return;
    }
    if (data.strip().equals(DONE)) {
      ended = true;
      return;
    }
    JsonNode event = Json.tryRead(data);
    if (event == null || assembly == null) {
      if (name.isEmpty() || name.equals("message")) {
        throw Json.malformed(reply(data), asked, "has an event that is not JSON");
      }
      return; // such as a ping
    }
    if (name.equals("error")
        || event.path("type").asText("").equals("error")
        || event.hasNonNull("error_code")) {
      throw ErrorDecoder.decode(reply(data), asked);
    }
    Answers.refuseErrors(event, () -> reply(data), asked);
    JsonNode response = event.path("response");
    Answers.refuseErrors(response, () -> reply(response.toString()), asked);
    assembly.accept(name, event);
  }

  private void tell(ChatDelta delta) {
    if (delta.text().isEmpty() && delta.reasoning().isEmpty()) {
      return;
    }
    try {
      deltas.accept(delta);
    } catch (RuntimeException e) {
      throw new BricklaneException(
          ErrorCode.INTERNAL, "The reader of a stream failed: " + e.getClass().getName(), e);
    }
  }

  /** What an event says, as if it were an answer. */
  private HttpReply reply(String data) {
    byte[] body = data.getBytes(StandardCharsets.UTF_8);
    return head == null ? new HttpReply(200, Map.of(), body) : head.withBody(body);
  }
}
