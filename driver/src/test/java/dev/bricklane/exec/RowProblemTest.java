package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Usage;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowProblemTest {
  @ParameterizedTest
  @CsvSource({
    "length, TRUNCATED",
    "max_tokens, TRUNCATED",
    "content_filter, FILTERED",
    "SAFETY, FILTERED",
    "input_guardrail_triggered, FILTERED",
    "output_guardrail_triggered, FILTERED"
  })
  void tellsWhatAnEndSaysAgainstAnAnswer(String finishReason, RowProblem.Kind kind) {
    assertThat(RowProblem.of("m", ending(finishReason)))
        .hasValueSatisfying(problem -> {
          assertThat(problem.kind()).isEqualTo(kind);
          assertThat(problem.message()).contains("finish_reason " + finishReason);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "tool_calls", "end_turn"})
  void saysNothingAgainstAGoodAnswer(String finishReason) {
    assertThat(RowProblem.of("m", ending(finishReason))).isEmpty();
  }

  private static ChatCompletion ending(String finishReason) {
    return new ChatCompletion("a", null, finishReason, "m", Usage.UNKNOWN, Duration.ZERO, "r", 1);
  }
}
