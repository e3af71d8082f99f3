package dev.bricklane.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Hands a body on line by line as it arrives. Lines end with LF, CR LF or CR. They are cut as
 * bytes, and these never occur within a character of UTF-8, so it does not matter where the network
 * cuts.
 */
final class LineBody implements HttpResponse.BodySubscriber<byte[]> {
  private static final byte[] NOTHING = {};

  private final LineReader reader;
  private final long longestLine;
  private final long largest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final CompletableFuture<byte[]> end = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private long read;
  private boolean afterCarriageReturn;

  /**
   * Makes a subscriber.
   *
   * @param longestLine in bytes
   * @param largest body, in bytes
   */
  LineBody(LineReader reader, long longestLine, long largest) {
    this.reader = reader;
    this.longestLine = longestLine;
    this.largest = largest;
  }

  /** Returns what completes when the reader has all it wants, which may be before the end. */
  CompletableFuture<byte[]> done() {
    return done;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        read += buffer.remaining();
        if (read > largest) {
          throw new TooLarge(largest);
        }
        while (buffer.hasRemaining() && !done.isDone()) {
          take(buffer.get());
        }
      }
    } catch (TooLarge e) {
      fail(new BoundedBody.TooLarge(e.limit));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    try {
      if (!done.isDone() && line.size() > 0) {
        give();
      }
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
    end.complete(NOTHING);
    done.complete(NOTHING);
  }

  /** Returns whether nothing is to come any more. */
  boolean ended() {
    return end.isDone();
  }

  /** Gives up what is still to come. */
  void cancel() {
    if (subscription != null && !end.isDone()) {
      subscription.cancel();
      end.complete(NOTHING);
    }
  }

  private void fail(Throwable failure) {
    if (subscription != null) {
      subscription.cancel();
    }
    onError(failure);
  }

  private void take(byte next) {
    boolean secondOfTwo = afterCarriageReturn && next == '\n';
    afterCarriageReturn = next == '\r';
    if (secondOfTwo) {
      return;
    }
    if (next == '\n' || next == '\r') {
      give();
    } else {
      if (line.size() >= longestLine) {
        throw new TooLarge(longestLine);
      }
      line.write(next);
    }
  }

  private void give() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!reader.line(text)) {
      done.complete(NOTHING);
    }
  }

  /** Carries a limit out of the loop. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    TooLarge(long limit) {
      super(null, null, false, false);
      this.limit = limit;
    }
  }
}
