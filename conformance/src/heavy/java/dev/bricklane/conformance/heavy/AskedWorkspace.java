package dev.bricklane.conformance.heavy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** An embedded workspace that other processes call, and the prompts that it was asked. */
final class AskedWorkspace implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedWorkspace workspace = EmbeddedWorkspace.start();
  private int seen;

  /** Returns the URL that a user would write, with the token. */
  String url() {
    return address() + ";token=" + token();
  }

  /** Returns the URL without the token. */
  String address() {
    return "jdbc:bricklane://127.0.0.1:" + workspace.uri().getPort() + ";ssl=false";
  }

  String token() {
    return workspace.token();
  }

  /** Returns the texts of the model calls since this was asked last, sorted. */
  List<String> asked() {
    List<ReceivedRequest> requests = workspace.requests();
    List<String> texts =
        requests.subList(seen, requests.size()).stream()
            .filter(request -> request.method().equals("POST"))
            .flatMap(request -> texts(request).stream())
            .sorted()
            .toList();
    seen = requests.size();
    return texts;
  }

  private static List<String> texts(ReceivedRequest request) {
    try {
      JsonNode body = JSON.readTree(request.body());
      if (body.has("input")) {
        return body.findValuesAsText("input").isEmpty()
            ? List.of()
            : List.of(body.get("input").toString());
      }
      JsonNode messages = body.path("messages");
      return List.of(messages.path(messages.size() - 1).path("content").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    workspace.close();
  }
}
