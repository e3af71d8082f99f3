package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CallBudgetTest {
  /** A dollar for a thousand tokens of input, two for a thousand of output. */
  private static final PriceTable PRICES =
      PriceTable.shipped().with("model,input,output\nm,1000,2000\n");

  private static final TokenEstimate TEN_AND_FIVE = new TokenEstimate(10, 5);

  @Test
  void countsTheEstimateBeforeTheCallAndTheReportAfterIt() {
    CallBudget budget = connection(Limits.NONE);
    Reservation call = budget.reserve("m", TEN_AND_FIVE);
    assertThat(budget.reserved()).isEqualTo(spent(1, 15, "0.02"));
    assertThat(budget.spent()).isEqualTo(Spent.NOTHING);
    call.settle(new Usage(20, 1, 21));
    assertThat(budget.reserved()).isEqualTo(Spent.NOTHING);
    assertThat(budget.spent()).isEqualTo(spent(1, 21, "0.022"));
  }

  @Test
  void estimatesRequestsByTheirText() {
    CallBudget budget = connection(Limits.NONE);
    ChatRequest chat = new ChatRequest("m", List.of(Message.user("four")), Map.of("max_tokens", 5));
    assertThat(budget.reserve(chat).estimate()).isEqualTo(new TokenEstimate(9, 5));
    EmbeddingRequest embed = new EmbeddingRequest("m", List.of("four"), Map.of());
    assertThat(budget.reserve(embed).estimate()).isEqualTo(new TokenEstimate(1, 0));
    assertThat(budget.reserved()).isEqualTo(spent(2, 15, "0.02"));
  }

  @Test
  void givesBackWhatWasNotBilled() {
    CallBudget budget = connection(calls(1));
    budget.reserve("m", TEN_AND_FIVE).release();
    assertThat(budget.spent()).isEqualTo(Spent.NOTHING);
    budget.reserve("m", TEN_AND_FIVE).settle(new Usage(1, 1, 2));
    assertThat(code(() -> budget.reserve("m", TEN_AND_FIVE))).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
  }

  @Test
  void countsACallOnce() {
    CallBudget budget = connection(Limits.NONE);
    Reservation call = budget.reserve("m", TEN_AND_FIVE);
    call.settle(new Usage(1, 1, 2));
    call.settle(new Usage(1, 1, 2));
    call.release();
    assertThat(budget.spent().calls()).isEqualTo(1);
    assertThat(budget.reserved()).isEqualTo(Spent.NOTHING);
  }

  @Test
  void keepsTheEstimateWhereNothingWasReported() {
    CallBudget budget = connection(Limits.NONE);
    budget.reserve("m", TEN_AND_FIVE).settle(Usage.UNKNOWN);
    assertThat(budget.spent()).isEqualTo(spent(1, 15, "0.02"));
    budget.reserve("m", TEN_AND_FIVE).settle(new Usage(20, null, null));
    assertThat(budget.spent()).isEqualTo(spent(2, 15 + 25, "0.05"));
    budget.reserve("m", TEN_AND_FIVE).settle(new Usage(null, null, 7));
    assertThat(budget.spent()).isEqualTo(spent(3, 15 + 25 + 7, "0.062"));
  }

  @Test
  void refusesTheCallThatWouldPassALimit() {
    CallBudget calls = connection(calls(2));
    calls.reserve("m", TEN_AND_FIVE).settle(new Usage(10, 5, 15));
    calls.reserve("m", TEN_AND_FIVE);
    assertThat(message(() -> calls.reserve("m", TEN_AND_FIVE)))
        .isEqualTo(
            "maxCallsPerConnection is 2: 1 spent, 1 set aside for calls in flight, and this one"
                + " would be too much");

    CallBudget tokens = connection(tokens(40));
    tokens.reserve("m", TEN_AND_FIVE).settle(new Usage(10, 1, 11));
    tokens.reserve("m", TEN_AND_FIVE);
    assertThat(message(() -> tokens.reserve("m", TEN_AND_FIVE)))
        .isEqualTo(
            "maxTokensPerConnection is 40: 11 spent, 15 set aside for calls in flight, and about 15"
                + " for this call of model 'm' would be too much");

    CallBudget cost = connection(cost("0.05"));
    cost.reserve("m", TEN_AND_FIVE).settle(new Usage(10, 1, 11));
    cost.reserve("m", TEN_AND_FIVE);
    assertThat(message(() -> cost.reserve("m", TEN_AND_FIVE)))
        .isEqualTo(
            "maxCostPerConnection is $0.05: $0.012 spent, $0.02 set aside for calls in flight, and"
                + " up to about $0.02 for this call of model 'm' would be too much");
  }

  @Test
  void allowsALimitToBeReachedExactly() {
    CallBudget budget = connection(cost("0.040"));
    budget.reserve("m", TEN_AND_FIVE);
    budget.reserve("m", TEN_AND_FIVE);
    assertThat(budget.reserved().cost()).isEqualByComparingTo("0.04");
  }

  @Test
  void zeroAllowsNothing() {
    assertThat(code(() -> connection(calls(0)).reserve("m", TEN_AND_FIVE)))
        .isEqualTo(ErrorCode.BUDGET_EXCEEDED);
  }

  @Test
  void aStatementSpendsItsOwnAndItsConnectionsBudget() {
    CallBudget connection = connection(calls(3));
    CallBudget first = connection.ofStatement(calls(2));
    first.reserve("m", TEN_AND_FIVE);
    first.reserve("m", TEN_AND_FIVE).settle(new Usage(1, 1, 2));
    assertThat(message(() -> first.reserve("m", TEN_AND_FIVE)))
        .startsWith("maxCallsPerStatement is 2: 1 spent, 1 set aside");
    CallBudget second = connection.ofStatement(calls(2));
    second.reserve("m", TEN_AND_FIVE);
    assertThat(message(() -> second.reserve("m", TEN_AND_FIVE)))
        .startsWith("maxCallsPerConnection is 3: 1 spent, 2 set aside");
    assertThat(second.reserved().calls()).isEqualTo(1);
    assertThat(connection.spent().plus(connection.reserved()).calls()).isEqualTo(3);
  }

  @Test
  void aRefusedCallSetsNothingAside() {
    CallBudget connection = connection(Limits.NONE);
    CallBudget statement = connection.ofStatement(calls(0));
    assertThat(code(() -> statement.reserve("m", TEN_AND_FIVE)))
        .isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(connection.reserved()).isEqualTo(Spent.NOTHING);
  }

  @Test
  void refusesAModelWithoutAPriceUnderALimitOnCost() {
    CallBudget statement = connection(Limits.NONE).ofStatement(cost("1"));
    BricklaneException refusal =
        catchThrowableOfType(
            BricklaneException.class, () -> statement.reserve("mine", TEN_AND_FIVE));
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRICE_UNKNOWN);
    assertThat(refusal.fullMessage())
        .isEqualTo(
            "The price of model 'mine' is not known, so maxCostPerStatement cannot be kept. Give"
                + " the model's price in a file that the property prices names, or take the limit"
                + " on cost away.");
  }

  @Test
  void saysHowManyCallsHadNoPrice() {
    CallBudget budget = connection(tokens(100));
    budget.reserve("mine", TEN_AND_FIVE).settle(new Usage(1, 1, 2));
    assertThat(budget.spent()).isEqualTo(new Spent(1, 2, BigDecimal.ZERO, 1));
  }

  @Test
  void makesNoFurtherCallOnceAnAnswerWasLongerThanEstimated() {
    CallBudget budget = connection(tokens(16));
    budget.reserve("m", TEN_AND_FIVE).settle(new Usage(10, 90, 100));
    assertThat(message(() -> budget.reserve("m", new TokenEstimate(0, 0))))
        .startsWith("maxTokensPerConnection is 16: 100 spent");
  }

  @Test
  void promisesNoMoreThanTheLimitToManyThreads() throws Exception {
    CallBudget connection = connection(calls(100));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        CallBudget statement = connection.ofStatement(Limits.NONE);
        work.add(() -> granted(statement));
      }
      int granted = 0;
      for (Future<Integer> each : threads.invokeAll(work)) {
        granted += each.get();
      }
      assertThat(granted).isEqualTo(100);
      assertThat(connection.spent()).isEqualTo(spent(100, 1_500, "2"));
    } finally {
      threads.shutdownNow();
    }
  }

  private static int granted(CallBudget statement) {
    int granted = 0;
    for (int i = 0; i < 50; i++) {
      try {
        statement.reserve("m", TEN_AND_FIVE).settle(new Usage(10, 5, 15));
        granted++;
      } catch (BricklaneException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      }
    }
    return granted;
  }

  private static CallBudget connection(Limits limits) {
    return CallBudget.ofConnection(new Spending(Optional.empty(), Limits.NONE, limits), PRICES);
  }

  private static Limits calls(long most) {
    return new Limits(OptionalLong.of(most), OptionalLong.empty(), Optional.empty());
  }

  private static Limits tokens(long most) {
    return new Limits(OptionalLong.empty(), OptionalLong.of(most), Optional.empty());
  }

  private static Limits cost(String most) {
    return new Limits(
        OptionalLong.empty(), OptionalLong.empty(), Optional.of(new BigDecimal(most)));
  }

  private static Spent spent(long calls, long tokens, String cost) {
    return new Spent(calls, tokens, new BigDecimal(cost), 0);
  }

  private static ErrorCode code(Runnable action) {
    return catchThrowableOfType(BricklaneException.class, action::run).code();
  }

  private static String message(Runnable action) {
    BricklaneException refusal = catchThrowableOfType(BricklaneException.class, action::run);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    return refusal.getMessage();
  }
}
