package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatAnswerTest {
  @Test
  void readsAFullAnswer() {
    ChatCompletion chat =
        chat(
            """
            {"id":"chatcmpl_1","object":"chat.completion","created":1,"model":"claude-x","new":[],
             "choices":[{"index":0,"finish_reason":"length","logprobs":null,
               "message":{"role":"assistant","content":"Hello","refusal":null,"tool_calls":null}}],
             "usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,
               "prompt_tokens_details":{"cached_tokens":0},"cache_creation_input_tokens":0}}
            """);
    assertThat(chat.content()).isEqualTo("Hello");
    assertThat(chat.reasoning()).isNull();
    assertThat(chat.finishReason()).isEqualTo("length");
    assertThat(chat.model()).isEqualTo("claude-x");
    assertThat(chat.usage()).isEqualTo(new Usage(10, 3, 13, 0, 0, null));
    assertThat(chat.requestId()).isEqualTo("r-1");
  }

  @Test
  void joinsThePartsOfAList() {
    ChatCompletion chat =
        chat(
            """
            {"choices":[{"message":{"content":[
              {"type":"reasoning","summary":[
                {"type":"summary_text","text":"First, ","signature":"abc"},
                {"type":"summary_encrypted_text","data":"c2VjcmV0"},
                {"type":"summary_text","text":"then."}]},
              {"type":"text","text":"One ","citations":[{"type":"char_location"}]},
              {"type":"image","image_url":"data:image/png;base64,xx"},
              {"type":"text","text":"two"}, {"type":"text","text":null}, null]}}]}
            """);
    assertThat(chat.content()).isEqualTo("One two");
    assertThat(chat.reasoning()).isEqualTo("First, then.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "content":null                                      |
          "content":""                                        | ''
          "role":"assistant"                                  |
          "content":[]                                        |
          "content":[{"type":"image","image_url":"x"}]        |
          "content":[{"type":"text","text":""}]               | ''
          "content":[{"type":"reasoning","summary":null}]     |
          """)
  void tellsNoTextFromEmptyText(String field, String content) {
    assertThat(chat("{\"choices\":[{\"message\":{" + field + "}}]}").content()).isEqualTo(content);
  }

  @Test
  void readsTheReasoningOfOtherGateways() {
    ChatCompletion chat =
        chat("{\"choices\":[{\"message\":{\"content\":\"a\",\"reasoning_content\":\"b\"}}]}");
    assertThat(chat.reasoning()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                                                          |    |   |
          {}                                                            |    |   |
          []                                                            |    |   |
          "none"                                                        |    |   |
          {"prompt_tokens":null,"completion_tokens":2}                  |    | 2 |
          {"prompt_tokens":11,"completion_tokens":0,"total_tokens":null}| 11 | 0 |
          {"prompt_tokens":"many","total_tokens":9}                     |    |   | 9
          """)
  void readsUsageWithHoles(String usage, Integer prompt, Integer completion, Integer total) {
    assertThat(
            chat("{\"choices\":[{\"message\":{\"content\":\"\"}}],\"usage\":" + usage + "}")
                .usage())
        .isEqualTo(new Usage(prompt, completion, total));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                             | has no choices
          {"choices":null}               | has no choices
          {"choices":[]}                 | has no choices
          {"choices":[null]}             | has no choices[0].message
          {"choices":[{"message":null}]} | has no choices[0].message
          {"choices":"x"}                | has no choices
          <html>sign in</html>           | is not the JSON it should be, line 1 column 1
          {"choices":[                   | is not the JSON it should be
          ~~                             | is not the JSON it should be
          null                           | is null
          """)
  void namesWhatIsMissing(String body, String message) {
    assertFails(body, ErrorCode.MALFORMED_ANSWER, "The answer of Model 'databricks-x' " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":{"message":"slow down","code":429}}           | RATE_LIMITED | slow down
          {"error":{"message":"broke","code":null},"choices":[]} | OVERLOADED   | broke
          {"error":"text","choices":[{"message":{}}]}            | OVERLOADED   | text
          """)
  void takesAnErrorWithinASuccessForAnError(String body, ErrorCode code, String message) {
    assertFails(body, code, message);
  }

  @Test
  void ignoresANullError() {
    assertThat(chat("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"}}]}").content())
        .isEqualTo("a");
  }

  private static ChatCompletion chat(String body) {
    return FakeWorkspace.answering(body).chat().join();
  }

  private static void assertFails(String body, ErrorCode code, String message) {
    assertThatThrownBy(() -> chat(body))
        .cause()
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.origin().requestId()).isEqualTo("r-1");
            });
  }
}
