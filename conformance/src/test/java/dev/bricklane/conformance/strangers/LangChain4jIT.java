package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j against the embedded workspace. It asks for HTTP/2 with each first request. */
class LangChain4jIT {
  private static final JsonObjectSchema PLACE =
      JsonObjectSchema.builder()
          .addStringProperty("city")
          .addIntegerProperty("visitors")
          .required("city", "visitors")
          .additionalProperties(false)
          .build();

  private static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("weather")
          .description("The weather of a city")
          .parameters(PLACE)
          .build();

  private static EmbeddedWorkspace workspace;

  @BeforeAll
  static void open() {
    workspace = Stage.open();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void chats(String model) {
    ChatResponse answer =
        chatModel(model, workspace.token())
            .chat(SystemMessage.from("Be brief"), UserMessage.from("Name a river"));
    assertThat(answer.aiMessage().text()).contains("\"Name a river\"");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.tokenUsage().totalTokenCount())
        .isEqualTo(answer.tokenUsage().inputTokenCount() + answer.tokenUsage().outputTokenCount());
    assertThat(workspace.requests())
        .last()
        .extracting(request -> request.header("Authorization"))
        .isEqualTo(Optional.of("Bearer ***"));
  }

  @Test
  void isAnsweredThoughItAsksForHttp2() {
    chatModel(Stage.LLAMA, workspace.token()).chat("Hi");
    assertThat(workspace.requests())
        .extracting(ReceivedRequest::headers)
        .anySatisfy(headers -> assertThat(headers).containsEntry("upgrade", "h2c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void streamsWhatItWouldHaveAnswered(String model) throws Exception {
    StreamingChatModel streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(Stage.serving(workspace))
            .apiKey(workspace.token())
            .modelName(model)
            .build();
    StringBuilder pieces = new StringBuilder();
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    streaming.chat("Name a river", handler(pieces, end));
    ChatResponse streamed = end.get(60, TimeUnit.SECONDS);
    ChatResponse plain =
        chatModel(model, workspace.token())
            .chat(ChatRequest.builder().messages(UserMessage.from("Name a river")).build());
    assertThat(pieces.toString()).isEqualTo(plain.aiMessage().text());
    assertThat(streamed.aiMessage().text()).isEqualTo(plain.aiMessage().text());
    assertThat(streamed.tokenUsage().totalTokenCount())
        .isEqualTo(plain.tokenUsage().totalTokenCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CLAUDE, Stage.GPT, Stage.LLAMA})
  void callsAToolThatIsForced(String model) throws Exception {
    ChatResponse answer =
        chatModel(model, workspace.token())
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("Weather in Leiden?"))
                    .toolSpecifications(WEATHER)
                    .toolChoice(ToolChoice.REQUIRED)
                    .build());
    ToolExecutionRequest call = answer.aiMessage().toolExecutionRequests().get(0);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    assertThat(call.name()).isEqualTo("weather");
    assertThat(json(call.arguments()).path("city").isTextual()).isTrue();
  }

  @Test
  void callsAToolThatIsOfferedAndReadsItsResult() {
    ChatModel model = chatModel(Stage.GPT, workspace.token());
    UserMessage question = UserMessage.from("Use the tool weather for Leiden");
    ChatResponse turn =
        model.chat(ChatRequest.builder().messages(question).toolSpecifications(WEATHER).build());
    ToolExecutionRequest call = turn.aiMessage().toolExecutionRequests().get(0);
    ChatResponse answer =
        model.chat(
            ChatRequest.builder()
                .messages(
                    question, turn.aiMessage(), ToolExecutionResultMessage.from(call, "17 degrees"))
                .toolSpecifications(WEATHER)
                .build());
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.aiMessage().text()).isNotBlank();
  }

  /** Claude takes no {@code response_format}. */
  @ParameterizedTest
  @ValueSource(strings = {Stage.GPT, Stage.LLAMA})
  void fillsASchema(String model) throws Exception {
    ChatResponse answer =
        chatModel(model, workspace.token())
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("Where?"))
                    .responseFormat(
                        ResponseFormat.builder()
                            .type(ResponseFormatType.JSON)
                            .jsonSchema(
                                JsonSchema.builder().name("place").rootElement(PLACE).build())
                            .build())
                    .build());
    JsonNode place = json(answer.aiMessage().text());
    assertThat(place.path("city").isTextual()).isTrue();
    assertThat(place.path("visitors").isIntegralNumber()).isTrue();
  }

  @Test
  void embedsInTheOrderOfItsTexts() {
    EmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(Stage.serving(workspace))
            .apiKey(workspace.token())
            .modelName(Stage.EMBEDDINGS)
            .build();
    List<float[]> vectors =
        model
            .embedAll(
                List.of(
                    TextSegment.from("a river"),
                    TextSegment.from("a mountain"),
                    TextSegment.from("a river")))
            .content()
            .stream()
            .map(embedding -> embedding.vector())
            .toList();
    assertThat(vectors.get(0)).isNotEmpty().isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
  }

  @Test
  void readsTheErrors() {
    assertThatThrownBy(() -> chatModel("no-such-model", workspace.token()).chat("Hi"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("ENDPOINT_NOT_FOUND");
    assertThatThrownBy(() -> chatModel(Stage.GPT, "dapi" + "0".repeat(32)).chat("Hi"))
        .isInstanceOf(LangChain4jException.class)
        .hasMessageContaining("Invalid access token");
    assertThatThrownBy(() ->
            chatModel(Stage.GPT, workspace.token())
                .chat(
                    ChatRequest.builder()
                        .messages(UserMessage.from("Hi"))
                        .temperature(3.0)
                        .build()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("temperature");
  }

  private static ChatModel chatModel(String model, String token) {
    return OpenAiChatModel.builder()
        .baseUrl(Stage.serving(workspace))
        .apiKey(token)
        .modelName(model)
        .maxRetries(0)
        .build();
  }

  private static StreamingChatResponseHandler handler(
      StringBuilder pieces, CompletableFuture<ChatResponse> end) {
    return new StreamingChatResponseHandler() {
      @Override
      public void onPartialResponse(String piece) {
        pieces.append(piece);
      }

      @Override
      public void onCompleteResponse(ChatResponse whole) {
        end.complete(whole);
      }

      @Override
      public void onError(Throwable error) {
        end.completeExceptionally(error);
      }
    };
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
