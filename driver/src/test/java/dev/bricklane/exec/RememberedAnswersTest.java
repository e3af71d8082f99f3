package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RememberedAnswersTest {
  @Test
  void doesNotWeighAnAnswerWhosePlaceAnotherHasTaken() {
    RememberedAnswers answers = new RememberedAnswers();
    RequestKey key = new RequestKey("k");
    CompletableFuture<String> givenUp = new CompletableFuture<>();
    CompletableFuture<String> anew = CompletableFuture.completedFuture("a");
    answers.put(key, givenUp);
    answers.put(key, anew);
    answers.weigh(key, givenUp, RememberedAnswers.MAX_BYTES + 1);
    assertThat((Object) answers.get(key)).isSameAs(anew);
    answers.weigh(key, anew, RememberedAnswers.MAX_BYTES + 1);
    assertThat((Object) answers.get(key)).isNull();
  }
}
