package dev.bricklane.sql;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.ModelGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers a prompt with itself in capitals, and a text with a vector of its length; remembers what
 * was asked. The model broken fails, cut cuts its answers off, prim filters them, detailed has more
 * to say.
 */
final class EchoGateway implements ModelGateway {
  final List<ChatRequest> chats = new CopyOnWriteArrayList<>();
  final List<EmbeddingRequest> embeddings = new CopyOnWriteArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private int together = 1;

  /** Lets prompts wait for their answers until so many do. */
  synchronized void answerTogether(int prompts) {
    together = prompts;
  }

  private synchronized List<Runnable> gathered(Runnable answer) {
    waiting.add(answer);
    if (waiting.size() < together) {
      return List.of();
    }
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    chats.add(request);
    if (request.model().equals("broken")) {
      return CompletableFuture.failedFuture(
          new BricklaneException(
              ErrorCode.RATE_LIMITED,
              "The model broken met its limit",
              new BricklaneException.Origin(429, "REQUEST_LIMIT_EXCEEDED", "req-9", 3),
              null));
    }
    String prompt = request.messages().get(request.messages().size() - 1).text();
    CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();
    ChatCompletion completion =
        new ChatCompletion(
            prompt.toUpperCase(java.util.Locale.ROOT),
            null,
            switch (request.model()) {
              case "cut" -> "length";
              case "prim" -> "content_filter";
              default -> "stop";
            },
            request.model(),
            request.model().equals("detailed") ? new Usage(3, 5, 8, 2, 1, 4) : new Usage(3, 5, 8),
            Duration.ofMillis(12),
            "req-" + chats.size(),
            1,
            request.model().equals("detailed")
                ? new AnswerDetails("no", "[1]", "[2]", "[3]", "{\"a\":4}", "[5]", "served-1", "{}")
                : AnswerDetails.NONE);
    gathered(() -> answer.complete(completion)).forEach(Runnable::run);
    return answer;
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    embeddings.add(request);
    if (request.model().equals("broken") || request.inputs().contains("bad")) {
      return CompletableFuture.failedFuture(
          new BricklaneException(
              ErrorCode.BAD_REQUEST,
              "A bad text",
              new BricklaneException.Origin(400, "BAD_REQUEST", "req-8", 1),
              null));
    }
    List<float[]> vectors =
        request.inputs().stream().map(text -> new float[] {text.length(), 0.5f}).toList();
    return CompletableFuture.completedFuture(
        new Embeddings(
            vectors, request.model(), new Usage(2, null, 2), Duration.ofMillis(7), "emb-1", 1));
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return CompletableFuture.completedFuture(
        List.of(
            new ServingEndpoint(
                "databricks-claude-sonnet-4-5",
                "llm/v1/chat",
                true,
                "Claude",
                null,
                Instant.parse("2026-01-02T03:04:05Z")),
            new ServingEndpoint(
                "databricks-gte-large-en", "llm/v1/embeddings", true, null, null, null)));
  }
}
