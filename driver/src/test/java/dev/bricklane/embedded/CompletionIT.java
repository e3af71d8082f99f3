package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompletionIT {
  private static final String INVOKE = "/serving-endpoints/embedded-completions/invocations";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void completesAPromptOnBothPaths() {
    Answer invoked = CLIENT.post(INVOKE, "{'prompt':'Once upon'}");
    Answer named =
        CLIENT.post(
            "/serving-endpoints/completions",
            "{'model':'embedded-completions','prompt':'Once upon'}");
    for (Answer answer : new Answer[] {invoked, named}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("object").asText()).isEqualTo("text_completion");
      assertThat(answer.choice().path("text").asText())
          .contains("not a language model", "\"Once upon\"");
      assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("stop");
      JsonNode usage = answer.json().path("usage");
      assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(2);
      assertThat(usage.path("total_tokens").intValue())
          .isEqualTo(2 + usage.path("completion_tokens").intValue());
    }
  }

  @Test
  void answersEachPromptOfAList() {
    JsonNode choices = CLIENT.post(INVOKE, "{'prompt':['one','two']}").json().path("choices");
    assertThat(choices).hasSize(2);
    assertThat(choices.path(1).path("index").intValue()).isEqualTo(1);
    assertThat(choices.path(0).path("text").asText()).contains("\"one\"");
    assertThat(choices.path(1).path("text").asText()).contains("\"two\"");
  }

  @Test
  void honoursItsParameters() {
    Answer cut = CLIENT.post(INVOKE, "{'prompt':'one','max_tokens':2,'echo':true}");
    assertThat(cut.choice().path("finish_reason").asText()).isEqualTo("length");
    assertThat(cut.choice().path("text").asText()).startsWith("one");
    assertThat(cut.json().path("usage").path("completion_tokens").intValue()).isEqualTo(2);
    String stream = CLIENT.post(INVOKE, "{'prompt':'one','max_tokens':2,'stream':true}").text();
    assertThat(stream)
        .startsWith("data: {")
        .contains("text_completion")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void refusesBadRequests() {
    for (String body :
        new String[] {"{}", "{'prompt':''}", "{'prompt':[]}", "{'prompt':[1]}", "{'prompt':{}}"}) {
      Answer answer = CLIENT.post(INVOKE, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(answer.message()).contains("'prompt'");
    }
    assertThat(CLIENT.post(INVOKE, "{'prompt':'x','n':3}").message()).contains("'n'");
    assertThat(CLIENT.post(INVOKE, "{'prompt':'x','messages':[]}").message())
        .contains("messages: Extra inputs are not permitted");
  }
}
