package dev.bricklane.conformance.bench;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;

/** openai-java with a thread for each call in flight. Takes the loop's orders. */
public final class OpenAiWorker {
  private OpenAiWorker() {}

  public static void main(String[] arguments) throws IOException {
    LineService.serve(order -> {
      OpenAIClient client =
          OpenAIOkHttpClient.builder()
              .baseUrl("http://127.0.0.1:" + order.number("port") + "/serving-endpoints")
              .apiKey("bench")
              .build();
      try {
        return ThreadedLoop.run(
            order,
            prompt ->
                client
                    .chat()
                    .completions()
                    .create(
                        ChatCompletionCreateParams.builder()
                            .model(Prompts.MODEL)
                            .addUserMessage(prompt)
                            .build())
                    .choices()
                    .get(0)
                    .message()
                    .content()
                    .orElse(null));
      } finally {
        client.close();
      }
    });
  }
}
