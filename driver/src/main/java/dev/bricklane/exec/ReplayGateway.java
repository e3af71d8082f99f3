package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers out of a recording, and never sends anything. Thread-safe.
 *
 * <p>An answer says what it said when it was recorded, its latency included, and that nothing was
 * sent for it; it comes at once. A call that is not in the file fails with {@code NOT_RECORDED}.
 * Each gateway begins at the file's beginning.
 */
public final class ReplayGateway implements ModelGateway {
  private final Path file;
  private final RecordedCalls calls;
  private final SecretMask mask;

  private ReplayGateway(Path file, RecordedCalls calls, SecretMask mask) {
    this.file = file;
    this.calls = calls;
    this.mask = mask;
  }

  /**
   * Reads a recording, all of it into memory.
   *
   * @param config settings whose secrets were masked when they stood in a prompt
   * @throws BricklaneException {@code FILE_UNUSABLE} if the file is not there, or naming the line
   *     that is wrong
   */
  public static ReplayGateway of(Path file, DriverConfig config) {
    return new ReplayGateway(file, RecordedCalls.read(file), SecretMask.of(config));
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return outcome(RecordedRequest.of(request, mask), ChatCompletion.class);
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    List<RecordedRequest> texts =
        request.inputs().stream()
            .map(input -> RecordedRequest.of(request.model(), input, request.parameters(), mask))
            .toList();
    // One batch at a time: what comes next must still come next when it is taken.
    synchronized (calls) {
      List<TextEmbedding> answers = new ArrayList<>();
      for (RecordedRequest text : texts) {
        Optional<Object> next = calls.peek(text);
        if (next.isPresent() && next.get() instanceof BricklaneException error) {
          if (texts.size() == 1 || !BatchErrors.mayPassInHalves(error.code())) {
            calls.advance(text);
          }
          return CompletableFuture.failedFuture(error);
        }
        if (next.isEmpty()) {
          return CompletableFuture.failedFuture(notRecorded(text));
        }
        answers.add((TextEmbedding) next.get());
      }
      texts.forEach(calls::advance);
      return CompletableFuture.completedFuture(TextEmbedding.join(answers));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // The outcome of this request is a list of these.
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    CompletableFuture<?> outcome = outcome(RecordedRequest.ofEndpoints(), List.class);
    return (CompletableFuture<List<ServingEndpoint>>) outcome;
  }

  private <A> CompletableFuture<A> outcome(RecordedRequest request, Class<A> type) {
    Optional<Object> next;
    synchronized (calls) {
      next = calls.peek(request);
      calls.advance(request);
    }
    if (next.isEmpty()) {
      return CompletableFuture.failedFuture(notRecorded(request));
    }
    return next.get() instanceof BricklaneException error
        ? CompletableFuture.failedFuture(error)
        : CompletableFuture.completedFuture(type.cast(next.get()));
  }

  private BricklaneException notRecorded(RecordedRequest request) {
    String model = request.model();
    String what =
        switch (request.kind()) {
          case CHAT -> "This call of model '" + model + "'";
          case EMBEDDING -> "This text for model '" + model + "'";
          case ENDPOINTS -> "The listing of models";
        };
    int others = calls.ofModel(model);
    return new BricklaneException(
        ErrorCode.NOT_RECORDED,
        what
            + " is not in the recording "
            + file
            + (request.kind() == RecordedRequest.Kind.ENDPOINTS
                ? ""
                : others == 0
                    ? ", which has none of this model"
                    : ", which has "
                        + others
                        + (others == 1 ? " other" : " others")
                        + " of this model"));
  }
}
