package dev.bricklane.client;

import dev.bricklane.http.LinkedFuture;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that may be made once more, in another way, when it fails. Cancelling it cancels whichever
 * is under way.
 *
 * @param <T> what it gives
 */
final class SecondTry<T> extends CompletableFuture<T> {
  private volatile @Nullable CompletableFuture<T> current;

  private SecondTry() {}

  /**
   * Follows a call, and the one that takes its place.
   *
   * @param next makes the second call out of the first one's failure; null where that stands
   */
  static <T> CompletableFuture<T> of(
      CompletableFuture<T> first, Function<Throwable, @Nullable CompletableFuture<T>> next) {
    SecondTry<T> result = new SecondTry<>();
    result.follow(
        first,
        failure -> {
          CompletableFuture<T> second;
          try {
            second = next.apply(failure);
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
          }
          if (second == null) {
            result.completeExceptionally(failure);
          } else {
            result.follow(second, result::completeExceptionally);
          }
        });
    return result;
  }

  /**
   * Follows a question that a call needs the answer of, and then the call.
   *
   * @param next makes the call
   */
  static <A, T> CompletableFuture<T> after(
      CompletableFuture<A> question, Function<A, CompletableFuture<T>> next) {
    SecondTry<T> result = new SecondTry<>();
    result.whenComplete((value, failure) -> {
      if (result.isCancelled()) {
        question.cancel(true);
      }
    });
    question.whenComplete((answer, failure) -> {
      if (failure != null) {
        result.completeExceptionally(LinkedFuture.unwrap(failure));
      } else if (!result.isDone()) {
        result.follow(next.apply(answer), result::completeExceptionally);
      }
    });
    return result;
  }

  private void follow(CompletableFuture<T> call, Consumer<Throwable> failed) {
    current = call;
    if (isCancelled()) {
      call.cancel(true);
    }
    call.whenComplete((value, failure) -> {
      if (failure == null) {
        complete(value);
      } else {
        failed.accept(LinkedFuture.unwrap(failure));
      }
    });
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    CompletableFuture<T> call = current;
    if (cancelled && call != null) {
      call.cancel(true);
    }
    return cancelled;
  }
}
