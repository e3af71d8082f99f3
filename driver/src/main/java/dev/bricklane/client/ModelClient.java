package dev.bricklane.client;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.auth.TokenSource;
import dev.bricklane.client.rules.RequestRules;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a workspace's models, signed in. Comes from a {@link Lease}.
 *
 * <p>Methods throw nothing: their futures fail, and with {@link BricklaneException} alone, save
 * that a future which its owner cancels is cancelled as any other. Cancelling one ends its exchange
 * and its retries. A method may block its caller while it signs in, which happens with the first
 * call and about once an hour, and only for service principals; an interrupt ends that. All else
 * happens elsewhere, and what hangs on a future runs on the transport's threads and must not block.
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

  private final URI baseUri;
  private final Surface surface;
  private final Duration requestTimeout;
  private final String userAgent;
  private final TokenSource tokens;
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
    this.baseUri = baseUri;
    this.surface = surface;
    this.requestTimeout = http.requestTimeout();
    this.userAgent = UserAgent.of(http.userAgent());
    this.tokens = tokens;
    this.once = transport;
    this.retrying = new RetryingTransport(transport, new RetryPolicy(http.maxRetries()), scheduler);
    this.ofModelCalls =
        new RetryingTransport(transport, new RetryPolicy(http.maxRetries(), false), scheduler);
    this.scheduler = scheduler;
  }

  /** Asks for one chat completion. */
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return guarded(() -> {
      ModelRoute route = ModelRoute.of(request.model(), surface);
      RequestRules.Fitted fitted =
          RequestRules.fit(request, RequestRules.destination(baseUri, route.gateway()));
      byte[] body = ChatWire.encode(fitted.request(), route.model());
      CallSite site = post(route, route.chat(), body);
      return exchange(
          ofModelCalls,
          site,
          (reply, latency) -> fitted.answer(ChatWire.decode(reply, latency, site)));
    });
  }

  /** Asks for the embeddings of some texts, in one request. */
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    return guarded(() -> {
      ModelRoute route = ModelRoute.of(request.model(), surface);
      byte[] body = EmbeddingWire.encode(request, route.model());
      CallSite site = post(route, route.embeddings(), body);
      int inputs = request.inputs().size();
      return exchange(
          ofModelCalls,
          site,
          (reply, latency) -> EmbeddingWire.decode(reply, latency, site, inputs));
    });
  }

  /** Lists the workspace's serving endpoints. */
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return guarded(() -> {
      CallSite site = get(requestTimeout);
      return exchange(retrying, site, (reply, latency) -> EndpointListing.decode(reply, site));
    });
  }

  /**
   * Makes sure that the workspace answers and accepts the token, with one signed request that is no
   * model call and is not retried. Fails as any call does; an answer that only says "not allowed",
   * "not found" or "too many" is good enough.
   *
   * @param timeout the longest it may take; zero for the usual {@code requestTimeout}
   */
  public CompletableFuture<@Nullable Void> ping(Duration timeout) {
    return guarded(() -> {
      CallSite site = get(timeout.isZero() ? requestTimeout : timeout);
      return send(
          once,
          site,
          reply -> {
            if (reply.status() / 100 != 2) {
              BricklaneException error = refused(reply, site);
              if (!GOOD_ENOUGH.contains(error.code())) {
                throw error;
              }
            }
            return null;
          });
    });
  }

  /** Loads what the first call would load; calls nobody. */
  void rehearse() {
    ChatWire.rehearse(baseUri);
  }

  private CallSite post(ModelRoute route, String path, byte[] body) {
    URI uri = uris.computeIfAbsent(path, below -> URI.create(baseUri + below));
    return site("POST", uri, body, requestTimeout, route);
  }

  private CallSite get(Duration timeout) {
    return site("GET", EndpointListing.uri(baseUri), null, timeout, null);
  }

  private CallSite site(
      String method,
      URI uri,
      byte @Nullable [] body,
      Duration timeout,
      @Nullable ModelRoute route) {
    AccessToken token = tokens.token();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token.value().reveal());
    headers.put("Accept", "application/json");
    headers.put("User-Agent", userAgent);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    return new CallSite(new HttpCall(method, uri, headers, body, timeout), route, token);
  }

  private <T> CompletableFuture<T> exchange(
      Transport transport, CallSite site, BiFunction<HttpReply, Duration, T> decode) {
    long begin = scheduler.nanoTime();
    return send(
        transport,
        site,
        reply -> {
          Duration latency = Duration.ofNanos(scheduler.nanoTime() - begin);
          if (reply.status() / 100 != 2) {
            throw refused(reply, site);
          }
          return decode.apply(reply, latency);
        });
  }

  private BricklaneException refused(HttpReply reply, CallSite site) {
    BricklaneException error = ErrorDecoder.decode(reply, site);
    if (error.code() == ErrorCode.BAD_CREDENTIALS) {
      tokens.invalidate(site.token());
    }
    return error;
  }

  private static <T extends @Nullable Object> CompletableFuture<T> send(
      Transport transport, CallSite site, Function<HttpReply, T> decode) {
    return LinkedFuture.map(transport.send(site.call()), decode, ModelClient::known);
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
