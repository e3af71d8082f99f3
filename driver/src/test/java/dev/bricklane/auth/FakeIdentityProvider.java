package dev.bricklane.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bricklane.config.Environment;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Transport;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers by address, remembers what it was asked, and has an environment beside it. */
final class FakeIdentityProvider implements Transport, Environment {
  final List<HttpCall> calls = new ArrayList<>();
  final Map<String, String> variables = new HashMap<>();
  final Map<Path, String> files = new HashMap<>();
  private final Map<String, HttpReply> answers = new HashMap<>();

  FakeIdentityProvider answering(String uri, int status, String body) {
    answers.put(uri, new HttpReply(status, Map.of(), body.getBytes(UTF_8)));
    return this;
  }

  SignInCalls calling() {
    return new SignInCalls(this, Duration.ofSeconds(30));
  }

  /** Returns the fields of the form in the last call. */
  Map<String, String> lastForm() {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : new String(calls.get(calls.size() - 1).body(), UTF_8).split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
    }
    return form;
  }

  @Override
  public CompletableFuture<HttpReply> send(HttpCall call) {
    calls.add(call);
    return CompletableFuture.completedFuture(
        answers.getOrDefault(
            call.uri().toString(), new HttpReply(404, Map.of(), "nothing".getBytes(UTF_8))));
  }

  @Override
  public Map<String, String> variables() {
    return variables;
  }

  @Override
  public Optional<Path> home() {
    return Optional.empty();
  }

  @Override
  public Optional<String> read(Path file) throws IOException {
    String text = files.get(file);
    if ("unreadable".equals(text)) {
      throw new IOException("permission denied");
    }
    return Optional.ofNullable(text);
  }
}
