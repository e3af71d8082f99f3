package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.auth.TokenSource;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.Secret;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.ManualScheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workspace that gives one answer to everything and remembers what it was asked. */
final class FakeWorkspace implements Transport, TokenSource {
  static final String CANARY = "canary-7f3a-token";

  final ManualScheduler scheduler = new ManualScheduler();
  final List<HttpCall> calls = new CopyOnWriteArrayList<>();
  final List<AccessToken> invalidated = new CopyOnWriteArrayList<>();
  Http http = new Http(Duration.ofSeconds(5), Duration.ofSeconds(60), 0, Optional.of("acme/1.0"));
  URI base = URI.create("https://w.example");
  Surface surface = Surface.AUTO;
  ServiceMemory memory = new ServiceMemory();
  final Queue<HttpReply> first = new ConcurrentLinkedQueue<>();
  CompletableFuture<HttpReply> answer = new CompletableFuture<>();

  static FakeWorkspace answering(String body) {
    return answering(200, body);
  }

  static FakeWorkspace answering(int status, String body) {
    return answering(status, body, Map.of("x-request-id", "r-1"));
  }

  static FakeWorkspace answering(int status, String body, Map<String, String> headers) {
    FakeWorkspace workspace = new FakeWorkspace();
    workspace.answer.complete(new HttpReply(status, headers, body.getBytes(UTF_8)));
    return workspace;
  }

  /** Gives one more answer before those that are given always. */
  void before(int status, String body) {
    first.add(new HttpReply(status, Map.of("x-request-id", "r-0"), body.getBytes(UTF_8)));
  }

  ModelClient client() {
    return new ModelClient(base, surface, http, this, this, scheduler, memory);
  }

  CompletableFuture<ChatCompletion> chat() {
    return chat("databricks-x", Map.of());
  }

  CompletableFuture<ChatCompletion> chat(String model, Map<String, Object> parameters) {
    return client()
        .chat(new ChatRequest(model, List.of(ChatRequest.Message.user("hi")), parameters));
  }

  CompletableFuture<Embeddings> embed(String... inputs) {
    return client().embed(new EmbeddingRequest("databricks-gte", List.of(inputs), Map.of()));
  }

  String sentBody() {
    return new String(calls.get(0).body(), UTF_8);
  }

  @Override
  public CompletableFuture<HttpReply> send(HttpCall call) {
    calls.add(call);
    HttpReply next = first.poll();
    return next == null ? answer : CompletableFuture.completedFuture(next);
  }

  @Override
  public AccessToken token() {
    return new AccessToken(new Secret(CANARY), null);
  }

  @Override
  public void invalidate(AccessToken refused) {
    invalidated.add(refused);
  }
}
