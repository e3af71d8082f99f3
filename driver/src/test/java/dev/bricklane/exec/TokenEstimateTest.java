package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.Api;
import dev.bricklane.client.CallOptions;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "a, 1",
    "four, 1",
    "fives, 2",
    "'Grüße aus Køln', 4",
    "'“quoted” – text', 4",
    "東京は晴れ, 5",
    "안녕하세요, 5",
    "Привет, 3",
    "👍, 2"
  })
  void countsLatinByFoursAndEastAsianByOnes(String text, long tokens) {
    assertThat(TokenEstimate.ofText(text)).isEqualTo(tokens);
  }

  @Test
  void countsEachMessageAndReservesTheWholeAnswer() {
    ChatRequest request =
        new ChatRequest(
            "m",
            List.of(Message.system("four"), Message.user("eight888")),
            Map.of("max_tokens", 50));
    // 4 for the answer's frame, 4 + 1, 4 + 2.
    assertThat(TokenEstimate.of(request)).isEqualTo(new TokenEstimate(15, 50));
    assertThat(TokenEstimate.of(request).total()).isEqualTo(65);
  }

  @Test
  void countsASchemaAsInput() {
    long without = TokenEstimate.of(asking(Map.of())).input();
    assertThat(TokenEstimate.of(asking(Map.of("response_format", "x".repeat(400)))).input())
        .isEqualTo(without + 100);
  }

  @Test
  void reservesTheDefaultAnswerWithoutMaxTokens() {
    assertThat(TokenEstimate.of(asking(Map.of())).output()).isEqualTo(TokenEstimate.ANSWER);
    assertThat(TokenEstimate.of(asking(Map.of("max_completion_tokens", 7L))).output()).isEqualTo(7);
    assertThat(TokenEstimate.of(asking(Map.of("max_tokens", 7, "n", 3))).output()).isEqualTo(21);
  }

  @ParameterizedTest
  @CsvSource({
    "databricks-claude-sonnet-4-5, low, 100, , 1124",
    "databricks-claude-sonnet-4-5, low, , , 5120",
    "databricks-claude-sonnet-4-5, low, 9000, , 9000",
    "databricks-claude-sonnet-4-5, none, 100, , 100",
    "databricks-claude-sonnet-4-5, absurd, 100, , 100",
    "databricks-claude-sonnet-4-5, low, 100, RESPONSES, 100",
    "databricks-claude-opus-4-7, low, 100, , 100",
    "databricks-gpt-5, low, 100, , 100"
  })
  void reservesTheRoomThatThinkingAdds(
      String model, String effort, Integer most, Api api, long output) {
    Map<String, Object> parameters = new HashMap<>(Map.of("reasoning_effort", effort));
    if (most != null) {
      parameters.put("max_tokens", most);
    }
    ChatRequest request =
        new ChatRequest(
            model,
            List.of(Message.user("p")),
            parameters,
            new CallOptions(api, null, Map.of()),
            null);
    assertThat(TokenEstimate.of(request).output()).isEqualTo(output);
  }

  @Test
  void staysInRangeForAbsurdNumbers() {
    assertThat(TokenEstimate.of(asking(Map.of("max_tokens", Long.MAX_VALUE, "n", 1e300))).output())
        .isEqualTo(1_000_000_000L);
    assertThat(TokenEstimate.of(asking(Map.of("max_tokens", -5))).output()).isZero();
  }

  @Test
  void countsAnInstructionWithEachInput() {
    EmbeddingRequest request =
        new EmbeddingRequest("m", List.of("four", "four"), Map.of("instruction", "eight888"));
    assertThat(TokenEstimate.of(request)).isEqualTo(new TokenEstimate(6, 0));
  }

  private static ChatRequest asking(Map<String, Object> parameters) {
    return new ChatRequest("m", List.of(Message.user("p")), parameters);
  }
}
