package dev.bricklane.client;

import dev.bricklane.auth.TokenSource;
import dev.bricklane.client.rules.RequestRules;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Wire;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.RetryPolicy;
import dev.bricklane.http.RetryingTransport;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
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
  private final Surface surface;
  private final Wire wire;
  private final @Nullable Api api;
  private final Duration requestTimeout;
  private final String userAgent;
  private final TokenSource tokens;
  private final SignedCalls signed;
  private final Transport once;
  private final Transport retrying;
  private final Transport ofModelCalls;
  private final Scheduler scheduler;

  /** By their paths, which are few. */
  private final Map<String, URI> uris = new ConcurrentHashMap<>();

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
    this.surface = surface;
    this.wire = http.wire();
    this.api = wire.api().map(name -> Api.valueOf(name.toUpperCase(Locale.ROOT))).orElse(null);
    this.requestTimeout = http.requestTimeout();
    this.userAgent = UserAgent.of(http.userAgent());
    this.tokens = tokens;
    this.signed = new SignedCalls(tokens, scheduler);
    this.once = transport;
    this.retrying = new RetryingTransport(transport, new RetryPolicy(http.maxRetries()), scheduler);
    this.ofModelCalls =
        new RetryingTransport(transport, new RetryPolicy(http.maxRetries(), false), scheduler);
    this.scheduler = scheduler;
  }

  /** Asks for one chat completion. */
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return guarded(() ->
        routed(
            request.model(),
            surface(request),
            (route, left) -> {
              Question question = question(request, route, false, left);
              return exchange(
                  ofModelCalls::send,
                  question.call(),
                  route,
                  (reply, latency, site) ->
                      question.fitted(Answers.decode(question.protocol(), reply, latency, site)));
            },
            ChatCompletion::attempts,
            ChatCompletion::after));
  }

  /**
   * Asks for one chat completion, and hands it on while it comes. The future's answer is the one
   * that {@link #chat} would have given.
   *
   * <p>A call is sent again only as long as no answer has begun. Cancelling the future closes the
   * connection to the service at once.
   *
   * @param deltas takes the pieces of text and reasoning in their order, one at a time, on the
   *     transport's threads: it must not block. What it throws ends the call with {@code INTERNAL}.
   */
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> deltas) {
    return guarded(() ->
        routed(
            request.model(),
            surface(request),
            (route, left) -> {
              Question question = question(request, route, true, left);
              AnswerReader reader = new AnswerReader(question.protocol(), route, deltas);
              return exchange(
                  signed -> ofModelCalls.stream(signed, reader.of(signed)),
                  question.call(),
                  route,
                  (reply, latency, site) -> question.fitted(reader.answer(reply, latency, site)));
            },
            ChatCompletion::attempts,
            ChatCompletion::after));
  }

  /** Asks for the embeddings of some texts, in one request. */
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    int inputs = request.inputs().size();
    return guarded(() ->
        routed(
            request.model(),
            null,
            (route, left) -> {
              Map<String, Object> body = EmbeddingWire.encode(request, route.model());
              return exchange(
                  ofModelCalls::send,
                  post(route, ModelPath.embeddings(route), body, Map.of(), false, left),
                  route,
                  (reply, latency, site) -> EmbeddingWire.decode(reply, latency, site, inputs));
            },
            Embeddings::attempts,
            Embeddings::after));
  }

  /** Lists the workspace's serving endpoints. */
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return guarded(() ->
        exchange(
            retrying::send,
            get(requestTimeout),
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
        send(
            once::send,
            get(timeout.isZero() ? requestTimeout : timeout),
            null,
            (reply, site) -> {
              if (reply.status() / 100 != 2) {
                BricklaneException error = refused(reply, site);
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

  /**
   * Sends a call where its model is, and once more to Model Serving where the workspace turns out
   * to have no gateway and the model's name alone had chosen it.
   *
   * @param forced the surface that the call asks for, or null
   * @param send makes the call, in the time that is left; zero for no limit
   */
  private <T> CompletableFuture<T> routed(
      String model,
      @Nullable Surface forced,
      BiFunction<ModelRoute, Duration, CompletableFuture<T>> send,
      ToIntFunction<T> attempts,
      Counting<T> counting) {
    String app = address.direct() ? null : AppAddress.name(model);
    if (app != null) {
      return SecondTry.after(
          app(app), uri -> guarded(() -> send.apply(ModelRoute.toApp(model, uri), requestTimeout)));
    }
    Surface asked = forced != null ? forced : surface;
    ModelRoute route = address.route(model, asked);
    ModelRoute serving = address.chooses(asked) ? route.onServing() : null;
    if (serving == null) {
      return send.apply(route, requestTimeout);
    }
    if (memory.lacksGateway(scheduler.now())) {
      return send.apply(serving, requestTimeout);
    }
    long begin = scheduler.nanoTime();
    return SecondTry.of(
        send.apply(route, requestTimeout),
        failure -> {
          if (!(failure instanceof BricklaneException first)
              || !SurfaceFallback.isDue(route, first)) {
            return null;
          }
          memory.gatewayIsAbsent(scheduler.now());
          int sent = first.origin().attempts();
          return LinkedFuture.map(
              guarded(() -> send.apply(serving, left(begin))),
              answer -> counting.after(answer, sent + attempts.applyAsInt(answer), since(begin)),
              second ->
                  second instanceof BricklaneException known
                      ? known.afterAttempts(sent + Math.max(1, known.origin().attempts()))
                      : second);
        });
  }

  /** Returns the address of an app, which is asked for once. */
  private CompletableFuture<URI> app(String name) {
    URI known = memory.app(name);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    HttpCall call =
        unsigned("GET", address.at(AppAddress.path(name)), null, requestTimeout, wire.headers());
    return exchange(
        retrying::send,
        call,
        null,
        (reply, latency, site) -> {
          URI app = AppAddress.decode(reply, site);
          memory.learnApp(name, app);
          return app;
        });
  }

  /** Returns the surface that a call must use, or null. */
  private @Nullable Surface surface(ChatRequest request) {
    Api asked = request.options().api() == null ? api : request.options().api();
    // The gateway has no such path.
    return asked == Api.INVOCATIONS ? Surface.SERVING : request.options().surface();
  }

  private Duration since(long begin) {
    return Duration.ofNanos(scheduler.nanoTime() - begin);
  }

  private Duration left(long begin) {
    if (requestTimeout.isZero()) {
      return requestTimeout;
    }
    Duration left = requestTimeout.minus(since(begin));
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  /** Says the same of a call that was sent several times. */
  private interface Counting<T> {
    T after(T answer, int sent, Duration since);
  }

  /** A request in the words of a protocol, ready to be signed and sent. */
  private record Question(Protocol protocol, HttpCall call, UnaryOperator<ChatCompletion> fit) {
    /** Returns the answer as it would be to the request before the rules of its family. */
    ChatCompletion fitted(ChatCompletion answer) {
      return fit.apply(answer);
    }
  }

  private Question question(
      ChatRequest request, ModelRoute route, boolean stream, Duration timeout) {
    if (Boolean.TRUE.equals(request.parameters().get("stream"))) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "The parameter stream cannot be set: answers are read whole");
    }
    // Here the rules of the model's family change the request, and later its answer.
    RequestRules.Fitted fitted =
        RequestRules.fit(request, RequestRules.destination(address.base(), route.gateway()));
    ChatRequest ruled = fitted.request();
    Api chosen = ApiChoice.of(ruled, route, api, memory.task(route.model()));
    Protocol protocol = Protocol.of(chosen);
    Map<String, Object> body = protocol.encode(ruled, route, stream);
    String path = ModelPath.of(chosen, route, stream);
    return new Question(
        protocol,
        post(route, path, body, ruled.options().headers(), stream, timeout),
        fitted::answer);
  }

  private HttpCall post(
      ModelRoute route,
      String path,
      Map<String, Object> body,
      Map<String, String> headers,
      boolean stream,
      Duration timeout) {
    URI uri =
        route.app() != null
            ? URI.create(route.app() + path)
            : uris.computeIfAbsent(path, address::at);
    Map<String, String> further = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    further.putAll(wire.headers());
    further.putAll(headers);
    if (further.containsKey("Authorization")) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "A call cannot set the header Authorization");
    }
    if (stream) {
      further.put("Accept", "text/event-stream, application/json");
    }
    byte[] json = Json.write(BodyFields.merged(body, wire.body()));
    return unsigned("POST", uri, json, timeout, further);
  }

  private HttpCall get(Duration timeout) {
    return unsigned("GET", address.listing(), null, timeout, wire.headers());
  }

  private HttpCall unsigned(
      String method,
      URI uri,
      byte @Nullable [] body,
      Duration timeout,
      Map<String, String> further) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("User-Agent", userAgent);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(further);
    return new HttpCall(method, uri, headers, body, timeout, wire.secrets());
  }

  /** Reads an answer that is no error. */
  private interface Decoder<T> {
    T decode(HttpReply reply, Duration latency, CallSite site);
  }

  private <T> CompletableFuture<T> exchange(
      Function<HttpCall, CompletableFuture<HttpReply>> sender,
      HttpCall call,
      @Nullable ModelRoute route,
      Decoder<T> decoder) {
    long begin = scheduler.nanoTime();
    return send(
        sender,
        call,
        route,
        (reply, site) -> {
          Duration latency = since(begin);
          if (reply.status() / 100 != 2) {
            throw refused(reply, site);
          }
          return decoder.decode(reply, latency, site);
        });
  }

  private BricklaneException refused(HttpReply reply, CallSite site) {
    BricklaneException error = ErrorDecoder.decode(reply, site);
    if (error.code() == ErrorCode.BAD_CREDENTIALS) {
      tokens.invalidate(site.token());
    }
    return error;
  }

  /** Signs a call and sends it. */
  private <T extends @Nullable Object> CompletableFuture<T> send(
      Function<HttpCall, CompletableFuture<HttpReply>> sender,
      HttpCall call,
      @Nullable ModelRoute route,
      BiFunction<HttpReply, CallSite, T> decode) {
    return LinkedFuture.map(
        signed.send(
            call,
            route,
            site ->
                new SignedCalls.Attempt<>(
                    sender.apply(site.call()), reply -> decode.apply(reply, site))),
        Function.identity(),
        ModelClient::known);
  }

  private static <T extends @Nullable Object> CompletableFuture<T> guarded(
      Supplier<CompletableFuture<T>> start) {
    try {
      return start.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(known(e));
    }
  }

  private static BricklaneException known(Throwable failure) {
    if (failure instanceof BricklaneException known) {
      return known;
    }
    if (failure instanceof CancellationException) {
      return new BricklaneException(ErrorCode.CANCELLED, "The call was cancelled");
    }
    return new BricklaneException(
        ErrorCode.INTERNAL, "A call failed inside: " + failure.getClass().getName(), failure);
  }
}
