package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Speaks plain HTTP and JSON to a workspace; knows nothing of the driver. */
final class RawClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI uri;
  private final String authorization;

  RawClient(EmbeddedWorkspace workspace) {
    this(workspace, "Bearer " + workspace.token());
  }

  /** An empty authorization sends none. */
  RawClient(EmbeddedWorkspace workspace, String authorization) {
    this.uri = workspace.uri();
    this.authorization = authorization;
  }

  /** An answer: its status, headers, text. */
  record Answer(int status, HttpResponse<String> raw) {
    String text() {
      return raw.body();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(raw.body());
      } catch (IOException e) {
        throw new UncheckedIOException(raw.body(), e);
      }
    }

    String errorCode() {
      return json().path("error_code").asText();
    }

    String message() {
      return json().path("message").asText();
    }

    JsonNode choice() {
      return json().path("choices").path(0);
    }

    String content() {
      return choice().path("message").path("content").asText();
    }
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  /** Posts JSON; single quotes stand for double ones. */
  Answer post(String path, String json) {
    return postRaw(path, json.replace('\'', '"'));
  }

  Answer postRaw(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  Answer postForm(String path, String form) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  Answer chat(String json) {
    return post("/serving-endpoints/chat/completions", json);
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri.resolve(path));
    return authorization.isEmpty() ? builder : builder.header("Authorization", authorization);
  }

  static String basic(String user, String password) {
    byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
