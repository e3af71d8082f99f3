package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.DriverConfig.OnError;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The model calls of one statement: equal requests are one call, in flight, done or failed; all
 * share a deadline; {@link #cancel()} ends them.
 *
 * <p>Thread-safe. Calls are started by the statement's thread, which may wait there for a client
 * that the pool looks at just then.
 */
public final class StatementCalls implements AutoCloseable {
  /** The status of a call that was answered. */
  public static final String OK = "ok";

  /** The most texts that are embedded in one call. */
  public static final int BATCH = EmbeddingBatch.MAX_TEXTS;

  private static final Logger LOG = Logger.getLogger(StatementCalls.class.getName());

  private final ModelGateway gateway;
  private final AnswerCache cache;
  private final CallBudget budget;
  private final CallExecutor.Rules rules;
  private final ModelAliases aliases;
  private final RowProblems problems = new RowProblems();
  private final StatementLife life;
  private final StatementLedger ledger;
  private final StatementAnswers answers;
  private final ChatCalls chats;
  private final EmbeddingCalls embeddings;
  private final Set<AutoCloseable> resources = ConcurrentHashMap.newKeySet();

  StatementCalls(
      ModelGateway gateway,
      CallBudget budget,
      AnswerCache cache,
      CallLedger ledger,
      Clock clock,
      CallExecutor.Rules rules,
      ModelAliases aliases,
      Duration timeout) {
    this.gateway = new BudgetedGateway(gateway, budget);
    this.budget = budget;
    this.cache = cache;
    this.rules = rules;
    this.aliases = aliases;
    this.ledger = new StatementLedger(ledger);
    this.life = new StatementLife(clock, timeout, this::abandonTexts);
    this.answers = new StatementAnswers(life, this.ledger);
    this.chats = new ChatCalls(this.gateway, aliases, cache, life, this.ledger, answers);
    this.embeddings =
        new EmbeddingCalls(
            this.gateway, aliases, cache, life, this.ledger, answers, rules.window());
  }

  private void abandonTexts() {
    embeddings.abandon();
  }

  /** Returns the most calls that a statement should have in flight. */
  public int window() {
    return rules.window();
  }

  /** Returns what a failed call does to the statement, where the call itself does not say. */
  public OnError onError() {
    return rules.onError();
  }

  /** Returns where the files may lie that calls send. */
  public MediaFiles files() {
    return new MediaFiles(rules.media());
  }

  /** Returns what befell the calls of single rows; whoever gives a row adds to it. */
  public RowProblems problems() {
    return problems;
  }

  /** Returns how many calls are in flight. */
  public int inFlight() {
    return life.inFlight();
  }

  /** Returns a count of what requests would cost, which makes no call. */
  public CallForecast forecast() {
    return new CallForecast(cache, budget.prices(), aliases);
  }

  /** Returns what the calls that have ended have taken. */
  public Spent spent() {
    return budget.spent();
  }

  /**
   * Asks for a completion: starts a call, or joins one for an equal request. Where the model is an
   * alias with fall-backs, the next of them is asked when a call fails; each is a call of its own.
   *
   * @param function the SQL function that asks, for the ledger
   * @return fails with {@code BricklaneException} alone; cancel the statement, not the future
   */
  public CompletableFuture<ChatCompletion> chat(String function, ChatRequest request) {
    return chats.ask(function, request);
  }

  /**
   * Asks for a completion that is read while it comes. Equal requests are one call here, too: they
   * share the stream, and get its whole answer where {@link #chat} was asked.
   *
   * <p>No other model is asked, and nothing sent again, once some of the text has come.
   *
   * @param function the SQL function that asks, for the ledger
   * @return claimed once for the caller, who lets it go if it does not read to the end
   */
  public AnswerStream stream(String function, ChatRequest request) {
    return chats.stream(function, request);
  }

  /**
   * Asks for embeddings. Texts are embedded once in a statement, and gathered into batches; a batch
   * is sent when it is full, or when somebody waits, and at most a window of them at a time.
   *
   * @param function the SQL function that asks, for the ledger
   * @return one for each text, in their order; each fails with {@code BricklaneException} alone
   */
  public List<CompletableFuture<Embeddings>> embed(String function, EmbeddingRequest request) {
    return embeddings.ask(function, request);
  }

  /** Returns whether this statement gathers texts into batches. */
  boolean gathers() {
    return embeddings.gathers();
  }

  /**
   * Lists the workspace's endpoints: a network call that ends with the statement, but no model
   * call.
   */
  public List<ServingEndpoint> endpoints() {
    CompletableFuture<List<ServingEndpoint>> exchange = life.begin(gateway::endpoints);
    try {
      return await(exchange);
    } finally {
      life.finished(exchange);
    }
  }

  /** Waits for an answer, within the statement's time. */
  public <A> A await(CompletableFuture<A> answer) {
    if (!answer.isDone()) {
      embeddings.flush();
    }
    return life.await(answer);
  }

  /** Has an action run after each call that has ended; it must be quick, and not throw. */
  public void onEnd(Runnable action) {
    ledger.onEnd(action);
  }

  /** Returns the sums over this statement's calls so far. */
  public CallLedger.Totals totals() {
    return ledger.totals();
  }

  /** Fails with {@code CANCELLED} or {@code DEADLINE_EXCEEDED} if the statement is over. */
  public void check() {
    life.check();
  }

  /** Ends the statement: calls in flight are abandoned, and none is started. */
  public void cancel() {
    life.end();
  }

  /**
   * Has something that the statement reads closed when the statement is closed, at the latest; it
   * may be closed before.
   */
  public void closeAtEnd(AutoCloseable resource) {
    resources.add(resource);
  }

  /** Forgets something that has been closed before the statement. */
  public void closed(AutoCloseable resource) {
    resources.remove(resource);
  }

  /** Abandons what is still in flight, forgets the answers and closes what is read. */
  @Override
  public void close() {
    cancel();
    answers.clear();
    for (AutoCloseable each : resources) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.log(Level.FINE, "Closing what a statement has read failed", e);
      }
    }
  }
}
