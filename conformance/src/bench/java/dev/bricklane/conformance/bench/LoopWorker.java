package dev.bricklane.conformance.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * What a careful program would write by hand: one thread that sends asynchronously with N permits,
 * Jackson for both ways, answers taken in the order of the questions. It does not retry, cache,
 * count, join equal questions or bound its memory. Orders: {@code port}, {@code n}, {@code
 * function=complete|embed}, {@code rows}.
 */
public final class LoopWorker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LoopWorker() {}

  public static void main(String[] arguments) throws IOException {
    LineService.serve(order -> {
      URI host = URI.create("http://127.0.0.1:" + order.number("port") + "/serving-endpoints/");
      return order.text("function").equals("embed")
          ? new Loop<float[]>(order.number("n"), order.number("rows")) {
            @Override
            CompletableFuture<float[]> call(int number) throws JsonProcessingException {
              return embed(host.resolve("embeddings"), Prompts.text(number));
            }
          }.run()
          : new Loop<String>(order.number("n"), order.number("rows")) {
            @Override
            CompletableFuture<String> call(int number) throws JsonProcessingException {
              return complete(host.resolve("chat/completions"), Prompts.text(number));
            }
          }.run();
    });
  }

  /** One run. */
  private abstract static class Loop<A> {
    private final Semaphore permits;
    private final int inFlight;
    private final int rows;
    private final Deque<CompletableFuture<A>> pending = new ArrayDeque<>();

    Loop(int inFlight, int rows) {
      this.permits = new Semaphore(inFlight);
      this.inFlight = inFlight;
      this.rows = rows;
    }

    abstract CompletableFuture<A> call(int number) throws JsonProcessingException;

    String run() throws Exception {
      Stopwatch watch = new Stopwatch();
      long answers = 0;
      for (int i = 0; i < rows; i++) {
        permits.acquire();
        CompletableFuture<A> answer = call(i);
        answer.whenComplete((value, failure) -> permits.release());
        pending.add(answer);
        while (!pending.isEmpty() && pending.peek().isDone()) {
          answers += take(watch);
        }
      }
      while (!pending.isEmpty()) {
        answers += take(watch);
      }
      permits.acquire(inFlight);
      return watch.stop(answers);
    }

    private int take(Stopwatch watch) {
      A answer = pending.remove().join();
      watch.row();
      return answer == null ? 0 : 1;
    }
  }

  private static CompletableFuture<String> complete(URI uri, String prompt)
      throws JsonProcessingException {
    return post(
            uri,
            Map.of(
                "model",
                Prompts.MODEL,
                "messages",
                List.of(Map.of("role", "user", "content", prompt))))
        .thenApply(
            answer -> answer.path("choices").path(0).path("message").path("content").textValue());
  }

  private static CompletableFuture<float[]> embed(URI uri, String text)
      throws JsonProcessingException {
    return post(uri, Map.of("model", Prompts.MODEL, "input", List.of(text)))
        .thenApply(answer -> {
          List<Float> numbers = new ArrayList<>();
          answer
              .path("data")
              .path(0)
              .path("embedding")
              .forEach(number -> numbers.add(number.floatValue()));
          float[] vector = new float[numbers.size()];
          for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i);
          }
          return vector;
        });
  }

  private static CompletableFuture<JsonNode> post(URI uri, Map<String, Object> body)
      throws JsonProcessingException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer bench")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(response -> {
          if (response.statusCode() != 200) {
            throw new IllegalStateException("HTTP " + response.statusCode());
          }
          try {
            return JSON.readTree(response.body());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
