package dev.bricklane.embedded;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to give over HTTP. Immutable. Its {@code toString} leaves the body out, which may hold
 * a token.
 *
 * @param status the HTTP status, 200 to 599
 * @param headers the headers to send, by name
 * @param body the text, sent as UTF-8; of an event stream each event is flushed on its own
 * @param delay how long to wait before answering, in addition to the workspace's latency; no thread
 *     is held meanwhile
 * @param ending whether the answer is sent whole
 */
public record Reply(
    int status, Map<String, String> headers, String body, Duration delay, Ending ending) {
  static final String JSON = "application/json";
  static final String EVENT_STREAM = "text/event-stream";

  /** How the answer ends. */
  public enum Ending {
    /** The whole answer is sent. */
    COMPLETE,
    /** The body is sent, more is promised, and the connection is closed. */
    CUT_OFF,
    /** The body is sent, more is promised, and nothing comes until the workspace is closed. */
    STALLED,
    /** The connection is closed with no answer at all. */
    HANG_UP
  }

  public Reply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, not " + status);
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is negative");
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Makes an answer of any content type. */
  public static Reply of(int status, String contentType, String body) {
    return new Reply(
        status, Map.of("Content-Type", contentType), body, Duration.ZERO, Ending.COMPLETE);
  }

  /** Makes a JSON answer; the text is sent as it is, well formed or not. */
  public static Reply json(int status, String body) {
    return of(status, JSON, body);
  }

  /** Makes an event stream with status 200; the events are separated by blank lines. */
  public static Reply events(String events) {
    return of(200, EVENT_STREAM, events);
  }

  /** Makes no answer: the connection is closed. */
  public static Reply hangUp() {
    return new Reply(500, Map.of(), "", Duration.ZERO, Ending.HANG_UP);
  }

  /** Returns this answer with one more header, or with another value for it. */
  public Reply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, delay, ending);
  }

  /** Returns this answer, given only after a wait. */
  public Reply after(Duration wait) {
    return new Reply(status, headers, body, wait, ending);
  }

  /** Returns this answer, with the connection closed before its end. */
  public Reply cutOff() {
    return new Reply(status, headers, body, delay, Ending.CUT_OFF);
  }

  /** Returns this answer, which never ends; no thread is held. */
  public Reply stalled() {
    return new Reply(status, headers, body, delay, Ending.STALLED);
  }

  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length() + " characters, " + ending + "]";
  }
}
