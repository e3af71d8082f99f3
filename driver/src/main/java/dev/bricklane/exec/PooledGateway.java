package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ClientPool;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Lease;
import dev.bricklane.client.ModelClient;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.http.LinkedFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends each call by a client of the pool, which is back in the pool when the call's future is
 * done. Where no client is free a call waits its turn, without a thread. Thread-safe.
 */
public final class PooledGateway implements ModelGateway {
  private final ClientPool pool;
  private final NetworkTimeout timeout;

  /**
   * Makes a gateway over a pool; whoever made the pool closes it.
   *
   * @param timeout bounds each call, from when it has its client
   */
  public PooledGateway(ClientPool pool, NetworkTimeout timeout) {
    this.pool = pool;
    this.timeout = timeout;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return lend(client -> client.chat(request));
  }

  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    return lend(client -> client.stream(request, pieces));
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
    StagedCall<A> result = new StagedCall<>();
    result
        .during(pool.request())
        .whenComplete((lease, failure) -> {
          if (failure != null) {
            result.completeExceptionally(LinkedFuture.unwrap(failure));
          } else {
            send(result, lease, call);
          }
        });
    return result;
  }

  private <A> void send(
      StagedCall<A> result, Lease lease, Function<ModelClient, CompletableFuture<A>> call) {
    CompletableFuture<A> answer;
    try {
      answer = timeout.around(call.apply(lease.client()));
    } catch (RuntimeException | Error e) {
      lease.close();
      result.completeExceptionally(e);
      return;
    }
    result
        .during(answer)
        .whenComplete((value, failure) -> {
          lease.close();
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(LinkedFuture.unwrap(failure));
          }
        });
  }
}
