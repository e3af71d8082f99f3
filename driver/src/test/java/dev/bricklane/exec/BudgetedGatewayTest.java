package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure;
import dev.bricklane.http.TransportFailure.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call that fails costs: what the model may have done is counted, and nothing else. */
class BudgetedGatewayTest implements ModelGateway {
  private final CallBudget budget =
      CallBudget.ofConnection(
          new Spending(Optional.empty(), Limits.NONE, Limits.NONE), PriceTable.shipped());
  private final CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();

  @ParameterizedTest
  @CsvSource({
    "DEADLINE_EXCEEDED, 0, true",
    "DEADLINE_EXCEEDED, 429, false",
    "DEADLINE_EXCEEDED, 503, false",
    "OVERLOADED, 504, true",
    "OVERLOADED, 503, false",
    "PROXY_FAILED, 504, false",
    "PROXY_CREDENTIALS, 407, false",
    "RATE_LIMITED, 429, false",
    "BAD_REQUEST, 400, false",
    "MALFORMED_ANSWER, 200, true"
  })
  void countsWhatTheModelMayHaveDone(ErrorCode code, int status, boolean counted) {
    Origin origin = new Origin(status, null, null, 1, null, null);
    assertThat(callsSpentBy(new BricklaneException(code, "no", origin, null)))
        .isEqualTo(counted ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void countsACallThatReachedTheService(Stage stage) {
    boolean reached = stage == Stage.EXCHANGE || stage == Stage.ANSWER;
    assertThat(
            callsSpentBy(
                new BricklaneException(
                    ErrorCode.UNREACHABLE, "no", new TransportFailure(stage, "broken", null))))
        .isEqualTo(reached ? 1 : 0);
  }

  @Test
  void countsACallThatWasCancelled() {
    BudgetedGateway gateway = new BudgetedGateway(this, budget);
    gateway.chat(new ChatRequest("m", List.of(Message.user("hi")), Map.of())).cancel(true);
    assertThat(budget.spent().calls()).isEqualTo(1);
  }

  private long callsSpentBy(BricklaneException failure) {
    BudgetedGateway gateway = new BudgetedGateway(this, budget);
    gateway.chat(new ChatRequest("m", List.of(Message.user("hi")), Map.of()));
    answer.completeExceptionally(failure);
    assertThat(budget.reserved()).isEqualTo(Spent.NOTHING);
    return budget.spent().calls();
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return answer;
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    throw new UnsupportedOperationException();
  }
}
