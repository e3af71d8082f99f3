package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
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
