package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatDetailsTest {
  @Test
  void keepsReasoningWithItsSignature() {
    String content =
        "[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"a\",\"signature\":\"s\"},"
            + "{\"type\":\"summary_encrypted_text\",\"data\":\"ZW5j\"}]},{\"type\":\"text\",\"text\":\"b\"}]";
    AnswerDetails details = details("{\"role\":\"assistant\",\"content\":" + content + "}");
    assertThat(details.thinking()).contains("\"signature\":\"s\"", "\"data\":\"ZW5j\"");
    assertThat(details.message()).isEqualTo("{\"role\":\"assistant\",\"content\":" + content + "}");
  }

  @Test
  void leavesNullsOutOfTheMessageToSendBack() {
    assertThat(
            details(
                    "{\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"t\"}],\"audio\":null}")
                .message())
        .isEqualTo("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t\"}]}");
  }

  @Test
  void readsRefusalsCitationsAndCalls() {
    AnswerDetails details =
        details(
            """
            {"content":[{"type":"text","text":"a","citations":[{"n":1}]},
                        {"type":"text","text":"b","citations":[{"n":2}]}],
             "refusal":"no","annotations":[{"n":3}],
             "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}
            """);
    assertThat(details.citations()).isEqualTo("[{\"n\":1},{\"n\":2},{\"n\":3}]");
    assertThat(details.refusal()).isEqualTo("no");
    assertThat(details.toolCalls()).startsWith("[{\"id\":\"t\"");
  }

  @Test
  void hasNothingOfAPlainAnswerButItsMessage() {
    assertThat(details("{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[]}"))
        .isEqualTo(
            new AnswerDetails(
                null,
                null,
                null,
                null,
                "{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[]}",
                null,
                null));
  }

  private static final String LOGPROBS =
      "{\"content\":[{\"token\":\"yes\",\"logprob\":-0.1,\"top_logprobs\":[]}]}";

  @Test
  void hasTheProbabilitiesThatWereAskedFor() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"yes\"},\"logprobs\":%s}]}".formatted(LOGPROBS);
    assertThat(FakeWorkspace.answering(body).chat().join().details().logprobs())
        .isEqualTo(LOGPROBS);
  }

  @Test
  void namesTheServedModel() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
            Map.of("Served-Model-Name", "llama-1"));
    assertThat(workspace.chat().join().details().servedModel()).isEqualTo("llama-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":1}} | 10 | 12 | 4 |   | 1
          {"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"cache_read_input_tokens":4,"cache_creation_input_tokens":3}                                   | 17 | 12 | 4 | 3 |
          {"prompt_tokens":17,"completion_tokens":2,"total_tokens":19,"cache_read_input_tokens":4,"cache_creation_input_tokens":3,"prompt_tokens_details":{"cached_tokens":4}} | 17 | 19 | 4 | 3 |
          {"prompt_tokens":2100,"completion_tokens":2,"total_tokens":2102,"cache_read_input_tokens":0,"cache_creation_input_tokens":2000,"prompt_tokens_details":{"cached_tokens":0}} | 2100 | 2102 | 0 | 2000 |
          {"prompt_tokens":100,"completion_tokens":2,"total_tokens":102,"cache_creation_input_tokens":2000,"prompt_tokens_details":{"cached_tokens":0}}               | 2100 | 102 | 0 | 2000 |
          {"prompt_tokens":5000,"completion_tokens":2,"total_tokens":5002,"cache_read_input_tokens":4000,"prompt_tokens_details":{"cached_tokens":0}}                 | 9000 | 5002 | 4000 |  |
          {"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}                                   | 10 | 12 | 0 | 0 |
          {"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"reasoning_tokens":1,"prompt_tokens_details":null}                                            | 10 | 12 |   |   | 1
          """)
  void countsTokensInAllVariants(
      String usage, int prompt, int total, Integer cached, Integer written, Integer reasoning) {
    assertThat(UsageWire.read(Json.tryRead(usage)))
        .isEqualTo(new Usage(prompt, 2, total, cached, written, reasoning));
  }

  private static AnswerDetails details(String message) {
    return FakeWorkspace.answering("{\"choices\":[{\"message\":" + message + "}]}")
        .chat()
        .join()
        .details();
  }
}
