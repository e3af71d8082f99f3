package dev.bricklane.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What came, newest kept: at most 10,000 requests and 16 Mi characters of bodies. Thread-safe. */
final class RequestLog {
  private static final int MAX_REQUESTS = 10_000;
  private static final long MAX_CHARACTERS = 16L * 1024 * 1024;

  private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
  private long last;
  private long characters;
  private long modelCalls;

  /** Records a request whose secrets are already taken out. */
  synchronized ReceivedRequest add(
      String method, String path, Map<String, String> headers, String body, boolean modelCall) {
    ReceivedRequest request = new ReceivedRequest(++last, method, path, headers, body);
    requests.addLast(request);
    characters += body.length();
    while (requests.size() > MAX_REQUESTS || (characters > MAX_CHARACTERS && requests.size() > 1)) {
      characters -= requests.removeFirst().body().length();
    }
    if (modelCall) {
      modelCalls++;
    }
    return request;
  }

  synchronized List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized long modelCalls() {
    return modelCalls;
  }
}
