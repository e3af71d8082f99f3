package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.bricklane.embedded.EmbeddedWorkspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's client for Java against the embedded workspace. */
class OpenAiJavaIT {
  private static EmbeddedWorkspace workspace;
  private static OpenAIClient client;

  @BeforeAll
  static void open() {
    workspace = Stage.open();
    client = client(workspace.token());
  }

  @AfterAll
  static void close() {
    client.close();
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void chats(String model) {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(model)
                    .addSystemMessage("Be brief")
                    .addUserMessage("Name a river")
                    .maxTokens(50)
                    .build())
            .validate();
    ChatCompletion.Choice choice = answer.choices().get(0);
    assertThat(choice.message().content().orElseThrow()).contains("\"Name a river\"");
    assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens())
        .isEqualTo(
            answer.usage().orElseThrow().promptTokens()
                + answer.usage().orElseThrow().completionTokens());
  }

  @Test
  void readsThatAnAnswerWasCutOff() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(question(Stage.GPT, "Name a river").maxCompletionTokens(3).build());
    assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void streamsWhatItWouldHaveAnswered(String model) {
    ChatCompletionCreateParams question =
        question(model, "Name a river")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    List<ChatCompletionChunk> chunks = chunks(question);
    ChatCompletion plain =
        client.chat().completions().create(question(model, "Name a river").build());
    assertThat(chunks.size()).isGreaterThan(3);
    assertThat(
            chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.delta().content().orElse(""))
                .collect(Collectors.joining()))
        .isEqualTo(plain.choices().get(0).message().content().orElseThrow());
    assertThat(chunks.get(chunks.size() - 1).usage().orElseThrow().totalTokens())
        .isEqualTo(plain.usage().orElseThrow().totalTokens());
  }

  /** The accumulator takes a chunk with a usage for the last one; Llama's all have it. */
  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT})
  void accumulatesAStream(String model) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    chunks(question(model, "Name a river").build()).forEach(whole::accumulate);
    ChatCompletion.Choice choice = whole.chatCompletion().choices().get(0);
    assertThat(choice.message().content().orElseThrow()).contains("\"Name a river\"");
    assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void callsAToolThatIsForced(String model) {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                question(model, "Weather in Leiden?")
                    .addTool(weather())
                    .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                    .build());
    assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    ChatCompletionMessageFunctionToolCall call =
        answer.choices().get(0).message().toolCalls().orElseThrow().get(0).asFunction();
    assertThat(call.id()).isNotBlank();
    assertThat(call.function().name()).isEqualTo("weather");
    assertThat(call.function().arguments(Place.class).city).isNotNull();
  }

  @Test
  void callsAToolThatIsOfferedAndReadsItsResult() {
    ChatCompletionCreateParams.Builder talk =
        question(Stage.GPT, "Use the tool weather for Leiden").addTool(weather());
    ChatCompletionMessage turn =
        client.chat().completions().create(talk.build()).choices().get(0).message();
    ChatCompletionMessageFunctionToolCall call = turn.toolCalls().orElseThrow().get(0).asFunction();
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                talk.addMessage(turn)
                    .addMessage(
                        ChatCompletionToolMessageParam.builder()
                            .toolCallId(call.id())
                            .content("17 degrees")
                            .build())
                    .build());
    assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.choices().get(0).message().content().orElseThrow()).isNotBlank();
  }

  @Test
  void fillsTheSchemaOfAClass() {
    Place place =
        client
            .chat()
            .completions()
            .create(question(Stage.GPT, "Where?").responseFormat(Place.class).build())
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();
    assertThat(place.city).isNotNull();
  }

  @Test
  void embedsInTheOrderOfItsTexts() {
    List<String> texts = List.of("a river", "a mountain", "a river");
    List<List<Float>> vectors =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model(Stage.EMBEDDINGS)
                    .inputOfArrayOfStrings(texts)
                    .build())
            .data()
            .stream()
            .map(embedding -> embedding.embedding())
            .toList();
    assertThat(vectors).hasSize(3);
    assertThat(vectors.get(0)).isNotEmpty().isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
  }

  @Test
  void completesText() {
    assertThat(
            client
                .completions()
                .create(
                    CompletionCreateParams.builder()
                        .model(EmbeddedWorkspace.COMPLETIONS)
                        .prompt("Once upon")
                        .build())
                .choices()
                .get(0)
                .text())
        .contains("Once upon");
  }

  @Test
  void answersResponses() {
    Response answer = client.responses().create(responses());
    String text =
        answer.output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(part -> part.outputText().stream())
            .map(part -> part.text())
            .collect(Collectors.joining());
    assertThat(text).contains("Name a river");
    assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    StringBuilder streamed = new StringBuilder();
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(responses())) {
      stream.stream()
          .flatMap(event -> event.outputTextDelta().stream())
          .forEach(delta -> streamed.append(delta.delta()));
    }
    assertThat(streamed.toString()).isEqualTo(text);
  }

  @Test
  void readsTheErrorOfAMissingModel() {
    assertThatThrownBy(() ->
            client.chat().completions().create(question("databricks-no-such-model", "Hi").build()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void readsTheErrorOfABadToken() {
    try (Closing other = new Closing(client("dapi" + "0".repeat(32)))) {
      assertThatThrownBy(
              () -> other.client().chat().completions().create(question(Stage.GPT, "Hi").build()))
          .isInstanceOf(PermissionDeniedException.class);
    }
  }

  @Test
  void readsTheFieldOfABadRequest() {
    assertThatThrownBy(() ->
            client.chat().completions().create(question(Stage.GPT, "Hi").temperature(3).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class, error -> assertThat(error.param()).contains("temperature"));
  }

  private record Closing(OpenAIClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
    }
  }

  /** The client makes a schema of it. */
  public static final class Place {
    public String city;
    public int visitors;
  }

  private static OpenAIClient client(String token) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(Stage.serving(workspace))
        .apiKey(token)
        .maxRetries(0)
        .build();
  }

  private static List<ChatCompletionChunk> chunks(ChatCompletionCreateParams question) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(question)) {
      return stream.stream().map(ChatCompletionChunk::validate).toList();
    }
  }

  private static ChatCompletionCreateParams.Builder question(String model, String prompt) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
  }

  private static ResponseCreateParams responses() {
    return ResponseCreateParams.builder().model(Stage.GPT).input("Name a river").build();
  }

  private static ChatCompletionFunctionTool weather() {
    return ChatCompletionFunctionTool.builder()
        .function(
            FunctionDefinition.builder()
                .name("weather")
                .description("The weather of a city")
                .parameters(
                    FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                            "properties",
                            JsonValue.from(
                                Map.of(
                                    "city",
                                    Map.of("type", "string"),
                                    "visitors",
                                    Map.of("type", "integer"))))
                        .putAdditionalProperty(
                            "required", JsonValue.from(List.of("city", "visitors")))
                        .build())
                .build())
        .build();
  }
}
