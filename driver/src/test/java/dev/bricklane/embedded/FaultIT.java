package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.RawClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FaultIT {

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final RawClient CLIENT = RUNNING.client;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HANG_UP", "CUT_OFF", "STREAM_BREAKS", "STREAM_STALLS"})
  void isAModelOnBothSurfaces(Fault fault) {
    Answer serving = chat("/serving-endpoints/chat/completions", fault.model());
    Answer gateway = chat("/ai-gateway/mlflow/v1/chat/completions", "system.ai." + fault.model());
    assertThat(serving.status()).isEqualTo(fault.reply().status());
    assertThat(serving.text()).isEqualTo(fault.reply().body());
    assertThat(gateway.status()).isEqualTo(serving.status());
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "CUT_OFF", "STREAM_BREAKS"})
  void breaksTheConnection(Fault fault) {
    assertThatThrownBy(() -> chat("/serving-endpoints/chat/completions", fault.model()))
        .isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAD_REQUEST|400|/error_code|BAD_REQUEST",
        "OPENAI_SHAPE|400|/error/code|unsupported_value",
        "TEXT_ERROR|400|/error|The request is wrong.",
        "SCIM|403|/scimType|forbidden",
        "CONNECT|400|/error_code|212",
        "INVALID_TOKEN|403|/error_code|403",
        "NO_CREDENTIALS|401|/error_code|401",
        "NOT_IMPLEMENTED|501|/error_code|NOT_IMPLEMENTED",
        "RATE_LIMIT_QPS|429|/error_code|REQUEST_LIMIT_EXCEEDED",
        "RATE_LIMIT_DOCUMENTED|429|/error/limit_type|input_tokens_per_minute",
        "INPUT_GUARDRAIL|400|/input_guardrail/0/flagged|true",
        "CONTEXT_LENGTH_OPENAI|400|/error/code|context_length_exceeded",
        "DEADLINE|504|/error_code|DEADLINE_EXCEEDED",
        "ERROR_IN_200|200|/error/message|The model failed.",
      })
  void hasTheShapeThatWasSeen(Fault fault, int status, String pointer, String value)
      throws IOException {
    assertThat(fault.reply().status()).isEqualTo(status);
    assertThat(RawClient.JSON.readTree(fault.reply().body()).at(pointer).asText()).isEqualTo(value);
  }

  @Test
  void someLimitsSayWhenToComeAgain() {
    Answer with = chat("/serving-endpoints/chat/completions", Fault.RATE_LIMIT_RETRY_AFTER.model());
    assertThat(with.header("retry-after")).isEqualTo("1");
    Answer without = chat("/serving-endpoints/chat/completions", Fault.RATE_LIMIT_QPS.model());
    assertThat(without.header("retry-after")).isEmpty();
  }

  @Test
  void redirectsToAPageThatSaysNothing() {
    Answer answer = chat("/serving-endpoints/chat/completions", Fault.PRIVATE_LINK.model());
    assertThat(answer.status()).isEqualTo(302);
    Answer page = CLIENT.get(answer.header("location"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html");
  }

  @Test
  void stallsWithoutHoldingThreads() throws Exception {
    try (EmbeddedWorkspace own = EmbeddedWorkspace.start()) {
      RawClient raw = new RawClient(own);
      HttpClient http = HttpClient.newHttpClient();
      // More than there are workers, so with a thread for each the last would never be answered.
      for (int i = 0; i < 20; i++) {
        HttpResponse<InputStream> response =
            http.send(
                raw.request("/serving-endpoints/chat/completions")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"model\":\"" + Fault.STREAM_STALLS.model() + "\"}"))
                    .build(),
                BodyHandlers.ofInputStream());
        byte[] start = response.body().readNBytes(100);
        assertThat(new String(start, StandardCharsets.UTF_8)).startsWith("data: {");
      }
    }
  }

  @Test
  void streamsMayComeEventByEvent() throws Exception {
    String body =
        "{'model':'embedded-responder','stream':true,"
            + "'messages':[{'role':'user','content':'hi'}]}";
    try (EmbeddedWorkspace brisk =
            EmbeddedWorkspace.builder().eventInterval(Duration.ofMillis(1)).start();
        EmbeddedWorkspace slow =
            EmbeddedWorkspace.builder().eventInterval(Duration.ofDays(1)).start()) {
      Answer whole = new RawClient(brisk).chat(body);
      assertThat(whole.text()).endsWith("data: [DONE]\n\n");
      assertThat(Events.of(whole)).hasSizeGreaterThan(10);
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient()
              .send(
                  new RawClient(slow)
                      .request("/serving-endpoints/chat/completions")
                      .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                      .build(),
                  BodyHandlers.ofInputStream());
      byte[] start = response.body().readNBytes(20);
      assertThat(new String(start, StandardCharsets.UTF_8)).startsWith("data: {");
      response.body().close();
    }
  }

  @Test
  void answersInAnInterceptor() {
    try (EmbeddedWorkspace failing =
        EmbeddedWorkspace.builder()
            .responder(request -> Optional.of(Fault.UNAVAILABLE.reply()))
            .start()) {
      Answer answer = new RawClient(failing).chat("{}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.errorCode()).isEqualTo("TEMPORARILY_UNAVAILABLE");
    }
  }

  @Test
  void isNotListed() {
    assertThat(CLIENT.get("/api/2.0/serving-endpoints").text()).doesNotContain("embedded-fault");
  }

  private static Answer chat(String path, String model) {
    return CLIENT.post(path, "{'model':'" + model + "','messages':[]}");
  }
}
