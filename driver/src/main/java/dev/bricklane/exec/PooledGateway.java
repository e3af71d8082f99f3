package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ClientPool;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Lease;
import dev.bricklane.client.ModelClient;
import dev.bricklane.client.ServingEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends each call by a client of the pool, which it gives back when the call has ended.
 * Thread-safe.
 */
public final class PooledGateway implements ModelGateway {
  private final ClientPool pool;

  /** Makes a gateway over a pool; whoever made the pool closes it. */
  public PooledGateway(ClientPool pool) {
    this.pool = pool;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return lend(client -> client.chat(request));
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    return lend(client -> client.embed(request));
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return lend(ModelClient::endpoints);
  }

  private <A> CompletableFuture<A> lend(Function<ModelClient, CompletableFuture<A>> call) {
    Lease lease = pool.borrow();
    CompletableFuture<A> answer;
    try {
      answer = call.apply(lease.client());
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
    answer.whenComplete((value, failure) -> lease.close());
    // The call's own future, so that cancelling it reaches the exchange.
    return answer;
  }
}
