package dev.bricklane.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes calls, and adds each with its answer to a recording, without secrets. Thread-safe.
 *
 * <p>A call's line is in the file before its answer is given. Embeddings are recorded text by text,
 * as the next run may put other texts together. Errors are recorded too, save those that are not
 * the request's own: cancelled, timed out, no network, no client, no credentials; nor that of
 * several texts which a smaller batch may not meet.
 *
 * <p>A line that cannot be written fails its call with {@code FILE_UNUSABLE}: a recording with
 * holes would be found out too late.
 */
public final class RecordingGateway implements ModelGateway, AutoCloseable {
  private final ModelGateway gateway;
  private final RecordingFile file;
  private final SecretMask mask;

  private RecordingGateway(ModelGateway gateway, RecordingFile file, SecretMask mask) {
    this.gateway = gateway;
    this.file = file;
    this.mask = mask;
  }

  /**
   * Opens a recording for what goes through a gateway. Calls are added to those that a file has;
   * nothing in it is replaced.
   *
   * @param configs settings whose secrets must not be in the file
   * @throws BricklaneException {@code FILE_UNUSABLE} if the file cannot be written, or is there and
   *     no recording
   */
  public static RecordingGateway to(Path file, ModelGateway gateway, DriverConfig... configs) {
    return new RecordingGateway(gateway, RecordingFile.open(file), SecretMask.of(configs));
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return recorded(request, gateway.chat(request));
  }

  /** Records the whole answer, as if it had not come in pieces. */
  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    return recorded(request, gateway.stream(request, pieces));
  }

  private CompletableFuture<ChatCompletion> recorded(
      ChatRequest request, CompletableFuture<ChatCompletion> call) {
    return recorded(
        call,
        answer -> List.of(line(RecordedRequest.of(request, mask), RecordedAnswer.of(answer, mask))),
        error -> List.of(line(RecordedRequest.of(request, mask), error)));
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    return recorded(
        gateway.embed(request),
        answer -> answered(request, answer),
        error ->
            request.inputs().size() > 1 && BatchErrors.mayPassInHalves(error.code())
                ? List.of()
                : texts(request).stream().map(text -> line(text, error)).toList());
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return recorded(
        gateway.endpoints(),
        answer -> List.of(line(RecordedRequest.ofEndpoints(), RecordedAnswer.of(answer, mask))),
        error -> List.of(line(RecordedRequest.ofEndpoints(), error)));
  }

  /** Closes the file. Calls that end later fail with {@code FILE_UNUSABLE}. */
  @Override
  public void close() {
    file.close();
  }

  private List<String> answered(EmbeddingRequest request, Embeddings answer) {
    List<RecordedRequest> texts = texts(request);
    List<TextEmbedding> answers = TextEmbedding.split(request, answer);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      lines.add(line(texts.get(i), RecordedAnswer.of(answers.get(i), mask)));
    }
    return lines;
  }

  private List<RecordedRequest> texts(EmbeddingRequest request) {
    return request.inputs().stream()
        .map(input -> RecordedRequest.of(request.model(), input, request.parameters(), mask))
        .toList();
  }

  private static String line(RecordedRequest request, ObjectNode answer) {
    return RecordedCall.answered(request, answer);
  }

  private String line(RecordedRequest request, BricklaneException error) {
    return RecordedCall.failed(request, error, mask);
  }

  private <A> CompletableFuture<A> recorded(
      CompletableFuture<A> call,
      Function<A, List<String>> answered,
      Function<BricklaneException, List<String>> failed) {
    return LinkedFuture.map(
        call,
        answer -> {
          file.add(answered.apply(answer));
          return answer;
        },
        failure -> {
          if (failure instanceof BricklaneException error
              && error.code() != ErrorCode.FILE_UNUSABLE
              && RecordedError.belongsToRequest(error)) {
            try {
              file.add(failed.apply(error));
            } catch (BricklaneException unwritten) {
              return unwritten;
            }
          }
          return failure;
        });
  }
}
