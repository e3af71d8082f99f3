package dev.bricklane.conformance.strangers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Keeps every request as it came, and answers each with the same short chat, streamed if wanted.
 * The first part of a path is the caller's mark and is not part of the request's own path.
 */
final class Recorder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final byte[] ANSWER =
      """
      {"id": "chatcmpl_1", "object": "chat.completion", "created": 1, "model": "recorded",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "ok"}}],
       "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] STREAM =
      """
      data: {"id": "chatcmpl_1", "object": "chat.completion.chunk", "created": 1, \
      "model": "recorded", "choices": [{"index": 0, "finish_reason": null, \
      "delta": {"role": "assistant", "content": "ok"}}]}

      data: {"id": "chatcmpl_1", "object": "chat.completion.chunk", "created": 1, \
      "model": "recorded", "choices": [{"index": 0, "finish_reason": "stop", \
      "delta": {"content": ""}}], \
      "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}

      data: [DONE]

      """
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();

  /**
   * One request.
   *
   * @param mark whose it is
   * @param headers by lower-case name
   */
  record Request(
      String mark, String method, String path, Map<String, String> headers, JsonNode body) {}

  Recorder() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the address, to which callers add a mark. */
  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the address of a workspace; requests to it have this mark. */
  String workspace(String mark) {
    return uri() + "/" + mark;
  }

  /** Returns the calls of models with a mark, oldest first; a listing is none. */
  synchronized List<Request> calls(String mark) {
    return requests.stream()
        .filter(request -> request.mark().equals(mark) && request.method().equals("POST"))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", 2);
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    synchronized (this) {
      requests.add(new Request(path[0], exchange.getRequestMethod(), "/" + path[1], headers, body));
    }
    boolean stream = body.path("stream").asBoolean();
    byte[] answer = stream ? STREAM : ANSWER;
    exchange
        .getResponseHeaders()
        .set("Content-Type", stream ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
