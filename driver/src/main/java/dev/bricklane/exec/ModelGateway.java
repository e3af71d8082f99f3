package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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

  /**
   * Asks for a chat completion, and hands it on while it comes. The answer is the one that {@link
   * #chat} would have given, and what counts: who has it whole already need not hand on anything,
   * and this is what happens unless a gateway says otherwise.
   *
   * @param pieces takes the pieces in their order, one at a time; it must not block or throw
   */
  default CompletableFuture<ChatCompletion> stream(
      ChatRequest request, Consumer<ChatDelta> pieces) {
    return chat(request);
  }

  /** Asks for embeddings. */
  CompletableFuture<Embeddings> embed(EmbeddingRequest request);

  /** Lists the endpoints; this is not a model call and costs nothing. */
  CompletableFuture<List<ServingEndpoint>> endpoints();
}
