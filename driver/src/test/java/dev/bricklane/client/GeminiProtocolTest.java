package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.client.ChatRequest.Message;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiProtocolTest {
  private static final Message HI = Message.user("hi");

  @Test
  void putsParametersInItsOwnWords() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("max_tokens", 50);
    parameters.put("top_p", 0.9);
    parameters.put("stop", "END");
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", Map.of("a", Map.of("type", Arrays.asList("string", "null"))));
    parameters.put(
        "response_format",
        Map.of("type", "json_schema", "json_schema", Map.of("name", "n", "schema", schema)));
    parameters.put(
        "tools",
        List.of(
            Map.of(
                "type",
                "function",
                "function",
                Map.of("name", "f", "parameters", Map.of("type", "object")))));
    parameters.put("tool_choice", "required");
    parameters.put("generationConfig", Map.of("mediaResolution", "LOW"));
    parameters.put("safetySettings", List.of());
    assertThat(body("gemini-2-5-pro", List.of(Message.system("be brief"), HI), parameters))
        .isEqualTo(
            Json.tryRead(
                """
                {"systemInstruction":{"parts":[{"text":"be brief"}]},
                 "contents":[{"role":"user","parts":[{"text":"hi"}]}],
                 "generationConfig":{"maxOutputTokens":50,"topP":0.9,"stopSequences":["END"],
                  "responseMimeType":"application/json",
                  "responseSchema":{"type":"object",
                   "properties":{"a":{"type":"string","nullable":true}}},
                  "mediaResolution":"LOW"},
                 "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"object"}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY"}},
                 "safetySettings":[]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          databricks-gemini-2-5-flash | low    | {"thinkingBudget":1024,"includeThoughts":true}
          databricks-gemini-2-5-flash | none   | {"thinkingBudget":0}
          databricks-gemini-3-pro     | medium | {"thinkingLevel":"medium","includeThoughts":true}
          """)
  void asksForThinking(String model, String effort, String config) {
    assertThat(
            body(model, List.of(HI), Map.of("reasoning_effort", effort))
                .path("generationConfig")
                .get("thinkingConfig"))
        .isEqualTo(Json.tryRead(config));
  }

  @Test
  void writesMediaInline() {
    Message message =
        new Message(
            "user",
            List.of(
                Map.of("type", "image_url", "image_url", Map.of("url", "data:image/png;base64,xx")),
                Map.of("type", "audio_url", "audio_url", Map.of("url", "https://h.com/a.mp3?x=1")),
                Map.of(
                    "type",
                    "video_url",
                    "video_url",
                    Map.of("url", "https://www.youtube.com/watch?v=1"))),
            Map.of());
    assertThat(body("m", List.of(message), Map.of()).path("contents").path(0).get("parts"))
        .isEqualTo(
            Json.tryRead(
                """
                [{"inlineData":{"mimeType":"image/png","data":"xx"}},
                 {"fileData":{"mimeType":"audio/mp3","fileUri":"https://h.com/a.mp3?x=1"}},
                 {"fileData":{"fileUri":"https://www.youtube.com/watch?v=1"}}]
                """));
  }

  @Test
  void readsAnAnswer() {
    ChatCompletion answer =
        Streamed.whole(
            Api.GEMINI,
            """
            {"candidates":[{"content":{"role":"model","parts":[
               {"text":"Let me think.","thought":true},
               {"text":"It is "},{"text":"so."}]},"finishReason":"STOP","index":0}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":4,"thoughtsTokenCount":6,
               "cachedContentTokenCount":3,"totalTokenCount":20},
             "modelVersion":"gemini-2.5-pro","responseId":"r"}
            """);
    assertThat(answer.content()).isEqualTo("It is so.");
    assertThat(answer.reasoning()).isEqualTo("Let me think.");
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.model()).isEqualTo("gemini-2.5-pro");
    assertThat(answer.usage()).isEqualTo(new Usage(10, 10, 20, 3, null, 6));
  }

  @ParameterizedTest
  @CsvSource({"MAX_TOKENS,length", "SAFETY,content_filter", "OTHER,other"})
  void tellsWhyItEnded(String reason, String finishReason) {
    assertThat(
            Streamed.whole(Api.GEMINI, "{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}")
                .finishReason())
        .isEqualTo(finishReason);
  }

  @Test
  void tellsOfABlockedPrompt() {
    ChatCompletion answer =
        Streamed.whole(Api.GEMINI, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
    assertThat(answer.content()).isNull();
    assertThat(answer.finishReason()).isEqualTo("content_filter");
    assertThat(answer.details().refusal()).isEqualTo("The prompt was blocked: SAFETY");
  }

  @Test
  void sendsItsOwnAnswerBackAsItCame() {
    String parts =
        """
        [{"text":"Hm.","thought":true,"thoughtSignature":"s0"},{"text":"I look."},
         {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"s1"}]
        """;
    ChatCompletion answer =
        Streamed.whole(
            Api.GEMINI,
            "{\"candidates\":[{\"content\":{\"parts\":" + parts + "},\"finishReason\":\"STOP\"}]}");
    assertThat(answer.finishReason()).isEqualTo("tool_calls");
    assertThat(answer.details().toolCalls()).contains("\"id\":\"f\"", "{\\\"a\\\":1}");
    Message result = new Message("tool", "{\"b\":2}", Map.of("tool_call_id", "f"));
    JsonNode contents =
        body("m", List.of(HI, Replayed.message(answer), result), Map.of()).get("contents");
    assertThat(contents.get(1).get("parts")).isEqualTo(Json.tryRead(parts));
    assertThat(contents.get(2))
        .isEqualTo(
            Json.tryRead(
                """
                {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"b":2}}}]}
                """));
  }

  @Test
  void streams() {
    Streamed stream =
        Streamed.by(
            Api.GEMINI,
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm\",\"thought\":true}]}}],\"usageMetadata\":{\"promptTokenCount\":1}}",
            "",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}],\"modelVersion\":\"g\"}",
            "",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2,\"totalTokenCount\":3}}",
            "");
    assertThat(stream.workspace().calls.get(0).uri())
        .hasToString(
            "https://w.example/serving-endpoints/gemini/v1beta/models/databricks-x:streamGenerateContent?alt=sse");
    assertThat(stream.workspace().sentBody()).doesNotContain("\"stream\"");
    assertThat(stream.text()).isEqualTo("Hello");
    assertThat(stream.reasoning()).isEqualTo("Hm");
    assertThat(stream.answer())
        .isEqualTo(
            Streamed.whole(
                Api.GEMINI,
                """
                {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Hello"}]},
                  "finishReason":"STOP"}],"modelVersion":"g",
                 "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}
                """));
  }

  @Test
  void readsAStreamThatCameAsOneList() {
    assertThat(
            Streamed.whole(
                Api.GEMINI,
                """
                [{"candidates":[{"content":{"parts":[{"text":"Hel"}]}}],"modelVersion":"g"},
                 {"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}],
                  "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}]
                """))
        .isEqualTo(
            Streamed.whole(
                Api.GEMINI,
                """
                {"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}],
                 "modelVersion":"g",
                 "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}
                """));
  }

  @Test
  void refusesAStreamThatBreaksOff() {
    assertThatThrownBy(() ->
            Streamed.by(
                Api.GEMINI,
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"H\"}]}}]}"))
        .cause()
        .hasMessageContaining("ended before its last event");
  }

  private static JsonNode body(
      String model, List<Message> messages, Map<String, Object> parameters) {
    ModelRoute route = new ModelRoute(ModelRoute.Place.SERVING, model);
    ChatRequest request = new ChatRequest(model, messages, parameters);
    return Json.tryRead(Json.string(Protocol.of(Api.GEMINI).encode(request, route, false)));
  }
}
