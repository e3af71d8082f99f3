package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where model calls go. Thread-safe.
 *
 * <p>A future that fails does so with a {@code BricklaneException}; cancelling one abandons its
 * HTTP exchange. A call blocks its caller neither to sign in nor until a client is free; for a few
 * seconds at most where the pool looks at the very client, and interrupting the caller ends that.
 */
public interface ModelGateway {
  /** Asks for a chat completion. */
  CompletableFuture<ChatCompletion> chat(ChatRequest request);

  /** Asks for embeddings. */
  CompletableFuture<Embeddings> embed(EmbeddingRequest request);

  /** Lists the endpoints; this is not a model call and costs nothing. */
  CompletableFuture<List<ServingEndpoint>> endpoints();
}
