package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call by a client of the pool, which is back in the pool when the call's future is
 * done. Where no client is free a call waits its turn, without a thread. Thread-safe.
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
    LentCall<A> result = new LentCall<>(call);
    result.begin(pool.request());
    return result;
  }

  /** A call that waits for a client, or has one. Cancelling it ends either. */
  private static final class LentCall<A> extends CompletableFuture<A> {
    private final Function<ModelClient, CompletableFuture<A>> call;
    private volatile @Nullable CompletableFuture<?> step;

    LentCall(Function<ModelClient, CompletableFuture<A>> call) {
      this.call = call;
    }

    void begin(CompletableFuture<Lease> request) {
      during(request);
      request.whenComplete((lease, failure) -> {
        if (failure != null) {
          completeExceptionally(LinkedFuture.unwrap(failure));
        } else {
          send(lease);
        }
      });
    }

    private void send(Lease lease) {
      CompletableFuture<A> answer;
      try {
        answer = call.apply(lease.client());
      } catch (RuntimeException | Error e) {
        lease.close();
        completeExceptionally(e);
        return;
      }
      during(answer);
      answer.whenComplete((value, failure) -> {
        lease.close();
        if (failure == null) {
          complete(value);
        } else {
          completeExceptionally(LinkedFuture.unwrap(failure));
        }
      });
    }

    private void during(CompletableFuture<?> next) {
      step = next;
      // Whoever cancelled before the line above has ended the step before.
      if (isCancelled()) {
        next.cancel(true);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      CompletableFuture<?> current = step;
      if (cancelled && current != null) {
        current.cancel(true);
      }
      return cancelled;
    }
  }
}
