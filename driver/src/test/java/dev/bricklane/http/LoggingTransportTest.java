package dev.bricklane.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LoggingTransportTest {
  private static final String CANARY = "canary-7f3a-value";

  private final ManualScheduler scheduler = new ManualScheduler();

  @Test
  void logsOneFineLineForEachCall() {
    try (LogCapture log = new LogCapture(LoggingTransport.class.getName())) {
      send("https://w.example/serving-endpoints/chat/completions?key=" + CANARY, "prompt", "{}");
      assertThat(log.records().stream().filter(r -> r.getLevel() == Level.FINE))
          .extracting(LogRecord::getMessage)
          .containsExactly(
              "POST https://w.example/serving-endpoints/chat/completions, 250 ms: HTTP 200, 2"
                  + " bytes, request r-1");
    }
  }

  @Test
  void keepsPromptsBelowFinest() {
    try (LogCapture log = new LogCapture(LoggingTransport.class.getName())) {
      send("https://w.example/serving-endpoints/chat/completions", "my prompt", "my answer");
      assertThat(log.records().stream().filter(r -> r.getLevel() != Level.FINEST))
          .extracting(LogRecord::getMessage)
          .noneMatch(text -> text.contains("my prompt") || text.contains("my answer"));
      assertThat(log.text()).contains("sends my prompt").contains("receives my answer");
    }
  }

  @Test
  void neverLogsTheBodiesOfSignIn() {
    try (LogCapture log = new LogCapture(LoggingTransport.class.getName())) {
      send("https://w.example/oidc/v1/token", "scope=all-apis", "{\"x\":\"" + CANARY + "\"}");
      assertThat(log.text()).doesNotContain(CANARY).doesNotContain("all-apis");
    }
  }

  @Test
  void neverLogsTheTokenEvenWhenTheServiceRepeatsIt() {
    try (LogCapture log = new LogCapture(LoggingTransport.class.getName())) {
      send(
          "https://w.example/serving-endpoints/embeddings", "text " + CANARY, "you sent " + CANARY);
      assertThat(log.text()).doesNotContain(CANARY).contains("you sent [REDACTED]");
    }
  }

  private void send(String uri, String body, String answer) {
    CompletableFuture<HttpReply> exchange = new CompletableFuture<>();
    new LoggingTransport(call -> exchange, scheduler)
        .send(
            new HttpCall(
                "POST",
                URI.create(uri),
                Map.of("Authorization", "Bearer " + CANARY),
                body.getBytes(UTF_8),
                Duration.ZERO));
    scheduler.advance(Duration.ofMillis(250));
    exchange.complete(new HttpReply(200, Map.of("X-Request-Id", "r-1"), answer.getBytes(UTF_8)));
  }
}
