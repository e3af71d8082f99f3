package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.auth.CompiledClasses;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Usage;
import dev.bricklane.config.ConfigResolver;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.Environment;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCacheTest {
  private static final ChatRequest REQUEST = asking("p", Map.of());

  private final AtomicLong nanos = new AtomicLong(-5);
  private final MemoryAnswers store = new MemoryAnswers(nanos::get);
  private final AnswerCache cache = open("token=t");

  @Test
  void isOffUnlessAskedFor() {
    AnswerCache off = AnswerCache.over(store, config("token=t"));
    off.keep(REQUEST, answer("stop"));
    assertThat(off.find(REQUEST)).isEmpty();
    assertThat(off.stats()).isEqualTo(AnswerCache.Stats.NONE);
    assertThat(cache.find(REQUEST)).isEmpty();
  }

  @Test
  void servesOtherConnectionsOfTheSameIdentity() {
    cache.keep(REQUEST, answer("stop"));
    assertThat(open("token=t").find(REQUEST)).hasValue(answer("stop"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token=other",
        "token=t;surface=gateway",
        "token=t;port=444",
        "clientId=c;clientSecret=t"
      })
  void servesNobodyElse(String settings) {
    cache.keep(REQUEST, answer("stop"));
    assertThat(open(settings).find(REQUEST)).isEmpty();
  }

  @Test
  void asksForTheClientsSecretToo() {
    open("clientId=c;clientSecret=s").keep(REQUEST, answer("stop"));
    assertThat(open("clientId=c;clientSecret=s").find(REQUEST)).isPresent();
    assertThat(open("clientId=c;clientSecret=wrong").find(REQUEST)).isEmpty();
  }

  @Test
  void knowsARequestHoweverItIsWritten() {
    cache.keep(asking("p", Map.of("max_tokens", 5, "temperature", 0.0)), answer("stop"));
    ChatRequest same =
        new ChatRequest(
            "databricks/m",
            List.of(Message.user("p")),
            Map.of("temperature", BigDecimal.ZERO, "max_tokens", 5L));
    assertThat(cache.find(same)).isPresent();
  }

  @Test
  void tellsDifferentRequestsApart() {
    List<ChatRequest> requests =
        List.of(
            REQUEST,
            asking("q", Map.of()),
            asking("p\ud800", Map.of()),
            asking("p?", Map.of()),
            new ChatRequest("n", REQUEST.messages(), Map.of()),
            new ChatRequest("m", List.of(Message.system("p")), Map.of()),
            new ChatRequest("m", List.of(Message.user("p"), Message.user("")), Map.of()),
            asking("p", Map.of("max_tokens", 5)),
            asking("p", Map.of("max_tokens", "5")),
            asking("p", Map.of("stop", "ab")),
            asking("p", Map.of("stop", List.of("ab"))),
            asking("p", Map.of("stop", List.of("a", "b"))),
            asking("p", Map.of("stop", List.of(List.of("a"), "b"))),
            asking("p", Map.of("a", Map.of("b", true))),
            asking("p", Map.of("a", Map.of("b", false))),
            asking("p", Map.of("a", Map.of(), "b", true)));
    for (int i = 0; i < requests.size(); i++) {
      assertThat(cache.find(requests.get(i))).as("request " + i).isEmpty();
      cache.keep(requests.get(i), answer("stop"));
    }
    assertThat(cache.stats().entries()).isEqualTo(requests.size());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"length", "content_filter", "tool_calls", "output_guardrail_triggered"})
  void keepsNoAnswerThatIsNotWhole(String finishReason) {
    cache.keep(REQUEST, answer(finishReason));
    assertThat(cache.find(REQUEST)).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void keepsNoAnswerWithoutText(String content) {
    cache.keep(REQUEST, answer(content, "stop"));
    assertThat(cache.find(REQUEST)).isEmpty();
  }

  @Test
  void forgetsAfterTheTimeToLive() {
    cache.keep(REQUEST, answer("stop"));
    nanos.addAndGet(Duration.ofHours(1).toNanos() - 1);
    assertThat(cache.find(REQUEST)).isPresent();
    nanos.addAndGet(1);
    assertThat(cache.find(REQUEST)).isEmpty();
    assertThat(cache.stats().entries()).isZero();
  }

  @Test
  void allowsNobodyAnOlderAnswerThanTheyAskFor() {
    cache.keep(REQUEST, answer("stop"));
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(open("token=t;cacheTtl=10m").find(REQUEST)).isEmpty();
    assertThat(open("token=t;cacheTtl=11m").find(REQUEST)).isPresent();
  }

  @Test
  void countsHitsMissesAndWhatTheySaved() {
    cache.find(REQUEST);
    cache.keep(REQUEST, answer("stop"));
    cache.find(REQUEST);
    cache.find(REQUEST);
    AnswerCache.Stats stats = cache.stats();
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.misses()).isEqualTo(1);
    assertThat(stats.promptTokensSaved()).isEqualTo(6);
    assertThat(stats.completionTokensSaved()).isEqualTo(4);
    assertThat(stats.evicted()).isZero();
  }

  @Test
  void countsNothingThatIsOnlyForecast() {
    cache.keep(REQUEST, answer("stop"));
    CallForecast forecast = new CallForecast(cache, PriceTable.shipped(), ModelAliases.NONE);
    forecast.add(REQUEST);
    forecast.add(asking("q", Map.of()));
    forecast.add(new EmbeddingRequest("e", List.of("a"), Map.of()));
    CallForecast.Counts counts = forecast.take();
    assertThat(counts.cached()).isEqualTo(1);
    assertThat(counts.calls()).isEqualTo(2);
    assertThat(cache.stats().hits()).isZero();
    assertThat(cache.stats().misses()).isZero();
    assertThat(cache.stats().promptTokensSaved()).isZero();
  }

  @Test
  void staysWithinTheLargestSizeThatAnyConnectionAsksFor() {
    MemoryAnswers small = new MemoryAnswers(nanos::get);
    DriverConfig oneMegabyte = config("token=t;cache=memory;cacheMaxSize=1MiB");
    AnswerCache view = AnswerCache.over(small, oneMegabyte);
    fill(view, 40);
    assertThat(view.stats().bytes()).isPositive().isLessThanOrEqualTo(1 << 20);
    assertThat(view.stats().evicted()).isPositive();
    AnswerCache.over(small, config("token=t;cache=memory;cacheMaxSize=8MiB"));
    AnswerCache.over(small, oneMegabyte);
    fill(view, 40);
    assertThat(view.stats().entries()).isEqualTo(40);
  }

  @Test
  void dropsAnAnswerThatIsLargerThanTheStore() {
    MemoryAnswers small = new MemoryAnswers(nanos::get);
    AnswerCache view = AnswerCache.over(small, config("token=t;cache=memory;cacheMaxSize=1MiB"));
    view.keep(REQUEST, answer("x".repeat(1 << 20), "stop"));
    assertThat(view.find(REQUEST)).isEmpty();
  }

  @Test
  void findsATextsEmbeddingWhateverBatchItCameIn() {
    cache.keep(embedding("aaaa", "bbbbbbbb"), embeddings(9));
    Embeddings second = cache.find(embedding("bbbbbbbb")).orElseThrow();
    assertThat(second.vectors()).containsExactly(new float[] {2});
    assertThat(second.usage().promptTokens()).isEqualTo(6);
    Embeddings both = cache.find(embedding("bbbbbbbb", "aaaa")).orElseThrow();
    assertThat(both.vectors()).containsExactly(new float[] {2}, new float[] {1});
    assertThat(both.usage()).isEqualTo(new Usage(9, null, 9));
    assertThat(cache.find(embedding("aaaa", "c"))).isEmpty();
    assertThat(cache.stats().hits()).isEqualTo(2);
    assertThat(cache.stats().misses()).isEqualTo(1);
    assertThat(cache.stats().promptTokensSaved()).isEqualTo(15);
  }

  @Test
  void tellsEmbeddingsOfDifferentParametersApart() {
    cache.keep(embedding("aaaa", "b"), embeddings(2));
    assertThat(cache.find(new EmbeddingRequest("e", List.of("aaaa"), Map.of("dimensions", 32))))
        .isEmpty();
    assertThat(cache.find(new EmbeddingRequest("f", List.of("aaaa"), Map.of()))).isEmpty();
  }

  @Test
  void handsOutVectorsThatMayBeChanged() {
    Embeddings given = embeddings(2);
    cache.keep(embedding("a", "b"), given);
    given.vectors().get(0)[0] = 7;
    cache.find(embedding("a")).orElseThrow().vectors().get(0)[0] = 8;
    assertThat(cache.find(embedding("a")).orElseThrow().vectors()).containsExactly(new float[] {1});
  }

  @Test
  void keepsNoVectorsThatDoNotFitTheirTexts() {
    cache.keep(embedding("a", "b", "c"), embeddings(2));
    assertThat(cache.find(embedding("a"))).isEmpty();
  }

  @Test
  void everyWayToSignInIsARecordThatAKeyCanTellApart() {
    assertThat(SignIn.class.getPermittedSubclasses()).allMatch(Class::isRecord);
  }

  @Test
  void comparesWhatAWayToSignInMayHold() {
    Map<String, Object> held =
        Map.of("f", Path.of("/a/b"), "u", URI.create("https://h"), "o", Optional.of("x"));
    cache.keep(asking("p", held), answer("stop"));
    assertThat(cache.find(asking("p", held))).isPresent();
    assertThat(cache.find(asking("p", Map.of("f", Path.of("/a"))))).isEmpty();
  }

  /** Two applications of one JVM, each with a class of that name. */
  @Test
  void isNotSharedBySuppliersOfOneNameInTwoApplications(@TempDir Path one, @TempDir Path other)
      throws Exception {
    String source =
        """
        package acme;
        public class Tokens implements java.util.function.Supplier<String> {
          public String get() { return "t"; }
        }
        """;
    ClassLoader first = CompiledClasses.loader(one, "acme.Tokens", source);
    ClassLoader second = CompiledClasses.loader(other, "acme.Tokens", source);
    CompiledClasses.in(first, this::supplied).keep(REQUEST, answer("stop"));
    assertThat(CompiledClasses.in(second, this::supplied).find(REQUEST)).isEmpty();
    assertThat(CompiledClasses.in(first, this::supplied).find(REQUEST)).isPresent();
  }

  private AnswerCache supplied() {
    Properties supplier = new Properties();
    supplier.setProperty("tokenSupplier", "acme.Tokens");
    return AnswerCache.over(
        store,
        ConfigResolver.resolve(
            "jdbc:bricklane://dbc-1.cloud.databricks.com;cache=memory", supplier, new Nothing()));
  }

  @Test
  void sharesNothingThatItCannotCompare() {
    ChatRequest odd = asking("p", Map.of("own", new Object()));
    cache.keep(odd, answer("stop"));
    assertThat(cache.find(odd)).isEmpty();
  }

  @Test
  void showsNoSecretInAKey() {
    AnswerKey key = AnswerKey.owner(store.digestKey(), config("token=dapi-secret"));
    assertThat(key.toString()).doesNotContain("dapi");
    assertThat(key.digest().remaining()).isEqualTo(32);
    assertThat(key).isEqualTo(AnswerKey.owner(store.digestKey(), config("token=dapi-secret")));
  }

  private static void fill(AnswerCache view, int answers) {
    for (int i = 0; i < answers; i++) {
      view.keep(asking("p" + i, Map.of()), answer("x".repeat(50_000), "stop"));
    }
  }

  private AnswerCache open(String settings) {
    return AnswerCache.over(store, config("cache=memory;" + settings));
  }

  private static DriverConfig config(String settings) {
    return ConfigResolver.resolve(
        "jdbc:bricklane://dbc-1.cloud.databricks.com;" + settings, null, new Nothing());
  }

  private static ChatRequest asking(String prompt, Map<String, Object> parameters) {
    return new ChatRequest("m", List.of(Message.user(prompt)), parameters);
  }

  private static ChatCompletion answer(String finishReason) {
    return answer("a", finishReason);
  }

  private static ChatCompletion answer(String content, String finishReason) {
    return new ChatCompletion(
        content, null, finishReason, "m", new Usage(3, 2, 5), Duration.ofMillis(1), "r", 1);
  }

  private static EmbeddingRequest embedding(String... texts) {
    return new EmbeddingRequest("e", List.of(texts), Map.of());
  }

  private static Embeddings embeddings(int tokens) {
    return new Embeddings(
        List.of(new float[] {1}, new float[] {2}),
        "e",
        new Usage(tokens, null, tokens),
        Duration.ofMillis(1),
        "r",
        1);
  }

  /** A machine that says nothing. */
  private static final class Nothing implements Environment {
    @Override
    public Map<String, String> variables() {
      return Map.of();
    }

    @Override
    public Optional<Path> home() {
      return Optional.empty();
    }

    @Override
    public Optional<String> read(Path file) {
      return Optional.empty();
    }
  }
}
