package dev.bricklane.client;

import static dev.bricklane.client.Exchanges.guarded;

import dev.bricklane.auth.TokenSource;
import dev.bricklane.client.CallWriter.Question;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.RetryPolicy;
import dev.bricklane.http.RetryingTransport;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a workspace's models, signed in. Comes from a {@link Lease}.
 *
 * <p>Methods throw nothing: their futures fail, and with {@link BricklaneException} alone, save
 * that a future which its owner cancels is cancelled as any other. Cancelling one ends its exchange
 * and its retries. Nothing blocks the caller: signing in, where it takes a call of its own, happens
 * on a thread of the background, and a call whose token is refused is sent once more with another
 * ({@link SignedCalls}). What hangs on a future runs on the transport's threads and must not block.
 *
 * <p>A model call that the service refuses for its load (429, 503) fails at once: whoever makes the
 * calls knows of the others, and when to make it again. The error says what the service asks for.
 *
 * <p>Thread-safe.
 */
public final class ModelClient {
  /** What only somebody who is signed in to something that works is told. */
  private static final Set<ErrorCode> GOOD_ENOUGH =
      Set.of(
          ErrorCode.PERMISSION_DENIED,
          ErrorCode.SURFACE_ABSENT,
          ErrorCode.BAD_REQUEST,
          ErrorCode.RATE_LIMITED);

  private final ServiceAddress address;
  private final ServiceMemory memory;
  private final Duration requestTimeout;
  private final CallWriter writer;
  private final Exchanges exchanges;
  private final SurfaceRouter router;
  private final TaskLookup tasks;
  private final Transport once;
  private final Transport retrying;
  private final Transport ofModelCalls;

  /**
   * Makes a client.
   *
   * @param transport without retries
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if the user agent is malformed
   */
  ModelClient(
      URI baseUri,
      Surface surface,
      Http http,
      TokenSource tokens,
      Transport transport,
      Scheduler scheduler) {
    this(baseUri, surface, http, tokens, transport, scheduler, ServiceMemory.of(baseUri));
  }

  /** Makes one that remembers for itself what it learns of the workspace, for tests. */
  ModelClient(
      URI baseUri,
      Surface surface,
      Http http,
      TokenSource tokens,
      Transport transport,
      Scheduler scheduler,
      ServiceMemory memory) {
    this.address = ServiceAddress.of(baseUri);
    this.memory = memory;
    this.requestTimeout = http.requestTimeout();
    this.writer = new CallWriter(address, memory, http);
    this.exchanges = new Exchanges(tokens, scheduler);
    this.once = transport;
    this.retrying = new RetryingTransport(transport, new RetryPolicy(http.maxRetries()), scheduler);
    this.ofModelCalls =
        new RetryingTransport(transport, new RetryPolicy(http.maxRetries(), false), scheduler);
    this.router = new SurfaceRouter(address, memory, surface, requestTimeout, scheduler, this::app);
    this.tasks = new TaskLookup(writer, this::endpoints, scheduler);
  }

  /** Names the application in the user agent of all calls that follow; blank for none. */
  void calledBy(String application) {
    writer.calledBy(application);
  }

  /** Asks for one chat completion. */
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return guarded(() ->
        router.routed(
            request.model(),
            writer.surface(request),
            route -> writer.isPlainChat(request, route),
            (route, left) ->
                tasks.around(
                    request,
                    route,
                    () -> false,
                    () -> {
                      Question question = writer.chat(request, route, false, left);
                      return exchanges.exchange(
                          ofModelCalls::send,
                          question.call(),
                          route,
                          (reply, latency, site) ->
                              question.fitted(
                                  Answers.decode(question.protocol(), reply, latency, site)));
                    }),
            ChatCompletion::attempts,
            ChatCompletion::after));
  }

  /**
   * Asks for one chat completion, and hands it on while it comes. The future's answer is the one
   * that {@link #chat} would have given.
   *
   * <p>Where Claude answers in JSON by calling a tool, its arguments are handed on as text. What it
   * may say before that is handed on too, as provisional, though the answer is the JSON alone. The
   * texts of all other pieces are what the answer's text begins with.
   *
   * <p>A call is sent again only as long as no answer has begun. Cancelling the future closes the
   * connection to the service at once.
   *
   * @param deltas takes the pieces of text and reasoning in their order, one at a time, on the
   *     transport's threads: it must not block. What it throws ends the call with {@code INTERNAL}.
   */
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> deltas) {
    AtomicBoolean begun = new AtomicBoolean();
    Consumer<ChatDelta> taker =
        piece -> {
          begun.set(true);
          deltas.accept(piece);
        };
    return guarded(() ->
        router.routed(
            request.model(),
            writer.surface(request),
            route -> writer.isPlainChat(request, route),
            (route, left) ->
                tasks.around(
                    request,
                    route,
                    begun::get,
                    () -> {
                      Question question = writer.chat(request, route, true, left);
                      AnswerReader reader = new AnswerReader(question, route, taker);
                      return exchanges.exchange(
                          signed -> ofModelCalls.stream(signed, reader.of(signed)),
                          question.call(),
                          route,
                          reader::answer);
                    }),
            ChatCompletion::attempts,
            ChatCompletion::after));
  }

  /** Asks for the embeddings of some texts, in one request. */
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    int inputs = request.inputs().size();
    return guarded(() ->
        router.routed(
            request.model(),
            null,
            route -> true,
            (route, left) ->
                exchanges.exchange(
                    ofModelCalls::send,
                    writer.embeddings(request, route, left),
                    route,
                    (reply, latency, site) -> EmbeddingWire.decode(reply, latency, site, inputs)),
            Embeddings::attempts,
            Embeddings::after));
  }

  /** Lists the workspace's serving endpoints. */
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return guarded(() ->
        exchanges.exchange(
            retrying::send,
            writer.listing(requestTimeout),
            null,
            (reply, latency, site) -> {
              List<ServingEndpoint> endpoints = EndpointListing.decode(reply, site);
              memory.learn(endpoints);
              return endpoints;
            }));
  }

  /**
   * Makes sure that the workspace answers and accepts the token, with one signed request that is no
   * model call and is not retried. Fails as any call does; an answer that only says "not allowed",
   * "not found" or "too many" is good enough.
   *
   * @param timeout the longest it may take; zero for the usual {@code requestTimeout}
   */
  public CompletableFuture<@Nullable Void> ping(Duration timeout) {
    return guarded(() ->
        exchanges.send(
            once::send,
            writer.ping(timeout.isZero() ? requestTimeout : timeout),
            null,
            (reply, site) -> {
              // Not found is what is expected; its words need no reading, nor JSON to be loaded.
              if (reply.status() / 100 != 2 && reply.status() != 404) {
                BricklaneException error = exchanges.refused(reply, site);
                if (!GOOD_ENOUGH.contains(error.code())) {
                  throw error;
                }
              }
              return null;
            }));
  }

  /** Loads what the first call would load; calls nobody. */
  void rehearse() {
    Rehearsal.run(address.base());
  }

  private CompletableFuture<URI> app(String name) {
    return exchanges.exchange(
        retrying::send,
        writer.app(name, requestTimeout),
        null,
        (reply, latency, site) -> AppAddress.decode(reply, site));
  }
}
