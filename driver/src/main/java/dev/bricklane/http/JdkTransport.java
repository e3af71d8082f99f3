package dev.bricklane.http;

import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A transport over {@code java.net.http}: HTTP/1.1, no redirects, no retries, and a limit on the
 * time of each call and the size of its answer.
 *
 * <p>Fails with {@code DEADLINE_EXCEEDED} when the call's time is over, {@code UNREACHABLE} when
 * the network fails (the cause is a {@link TransportFailure}), {@code MALFORMED_ANSWER} when the
 * answer is larger than allowed, {@code INVALID_CONFIGURATION} when the call would leave this
 * machine without TLS, and {@code CONNECTION_CLOSED} after {@link #close()}.
 *
 * <p>Thread-safe. The JDK's client and its threads begin with the first call.
 */
public final class JdkTransport implements Transport, AutoCloseable {
  /** The largest answer that is read: 64 MiB, some twenty times the largest batch of embeddings. */
  public static final int MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;

  private static final Duration LONGEST_AFTER_THE_LAST_LINE = Duration.ofSeconds(1);

  private final Duration connectTimeout;
  private final Egress egress;
  private final Scheduler scheduler;
  private final int maximumAnswerBytes;
  private final Set<CompletableFuture<HttpReply>> inFlight = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private @Nullable HttpClient client;
  private @Nullable HttpClient plainClient;
  private boolean closed;

  /**
   * Makes a transport.
   *
   * @param connectTimeout the longest wait for a TCP and TLS connection; zero for no limit
   */
  public JdkTransport(Duration connectTimeout, Scheduler scheduler) {
    this(connectTimeout, Network.USUAL, scheduler);
  }

  /**
   * Makes a transport that goes its own way.
   *
   * @param connectTimeout the longest wait for a TCP and TLS connection; zero for no limit
   * @param network the proxy, and whose certificates count
   * @throws BricklaneException {@code FILE_UNUSABLE} or {@code INVALID_CONFIGURATION} if the file
   *     of certificates cannot be used
   */
  public JdkTransport(Duration connectTimeout, Network network, Scheduler scheduler) {
    this(connectTimeout, network, scheduler, MAXIMUM_ANSWER_BYTES);
  }

  /**
   * Makes a transport that goes its own way and reads no large answers.
   *
   * @param connectTimeout the longest wait for a TCP and TLS connection; zero for no limit
   * @param network the proxy, and whose certificates count
   * @param maximumAnswerBytes the largest answer that is read
   * @throws BricklaneException as the other constructor
   */
  public JdkTransport(
      Duration connectTimeout, Network network, Scheduler scheduler, int maximumAnswerBytes) {
    this.connectTimeout = connectTimeout;
    this.egress = Egress.of(network);
    this.scheduler = scheduler;
    this.maximumAnswerBytes = maximumAnswerBytes;
  }

  /** Returns whether calls of this address go through a proxy. */
  public boolean goesThroughAProxy(URI uri) {
    return egress.proxyOf(uri) != null;
  }

  @Override
  public CompletableFuture<HttpReply> send(HttpCall call) {
    return exchange(call, this::body);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A line may be as long as the largest answer, all lines together four times that. What the
   * reader throws ends the call, whose future fails with it.
   */
  @Override
  public CompletableFuture<HttpReply> stream(HttpCall call, LineReader reader) {
    return exchange(call, (info, result) -> lines(info, result, reader));
  }

  private CompletableFuture<HttpReply> exchange(
      HttpCall call,
      BiFunction<HttpResponse.ResponseInfo, CompletableFuture<HttpReply>, BodySubscriber<byte[]>>
          reading) {
    CompletableFuture<HttpReply> result = new CompletableFuture<>();
    AtomicBoolean answerBegan = new AtomicBoolean();
    try {
      HttpRequest request = request(call);
      HttpClient jdk = client(call);
      inFlight.add(result);
      CompletableFuture<HttpResponse<byte[]>> exchange =
          jdk.sendAsync(
              request,
              info -> {
                answerBegan.set(true);
                return reading.apply(info, result);
              });
      Scheduler.@Nullable Delayed deadline = deadline(call, result);
      result.whenComplete((reply, failure) -> {
        inFlight.remove(result);
        if (deadline != null) {
          deadline.cancel();
        }
        if (failure == null) {
          complete(exchange);
        } else {
          abandon(exchange);
        }
      });
      exchange.whenComplete((response, failure) -> {
        if (failure != null) {
          result.completeExceptionally(
              NetworkErrors.translate(
                  call,
                  LinkedFuture.unwrap(failure),
                  answerBegan.get(),
                  connectTimeout,
                  egress.proxyOf(call.uri())));
        } else if (response != null && response.statusCode() == 407) {
          // The JDK asks no reader for the body of a proxy's own answer, so nobody else ends this.
          result.completeExceptionally(refusedByProxy(call));
        }
      });
      if (isClosed()) {
        result.completeExceptionally(closedError(call));
      }
    } catch (BricklaneException e) {
      inFlight.remove(result);
      result.completeExceptionally(e);
    }
    return result;
  }

  private BricklaneException refusedByProxy(HttpCall call) {
    return NetworkErrors.refusedByProxy(
        407, call.uri().getAuthority(), egress.proxyOf(call.uri()), null);
  }

  /**
   * The JDK would start a thread for each future of an exchange to complete it on, where the common
   * pool has one thread, as on two cores. It does not for one that is complete.
   */
  private static boolean complete(CompletableFuture<?> exchange) {
    return exchange.complete(null);
  }

  /**
   * Closes the exchange's socket. Any stage of the JDK's future does that when it is cancelled,
   * unless it is complete; so the future is completed, for the reason above, and a stage is
   * cancelled that never is. 64 exchanges take a third of the time.
   */
  private static void abandon(CompletableFuture<?> exchange) {
    CompletableFuture<?> stage = exchange.thenCompose(response -> new CompletableFuture<>());
    if (complete(exchange)) {
      stage.cancel(true);
    }
  }

  /** Reads a body, and gives the reply as soon as it is there. */
  private BodySubscriber<byte[]> body(
      HttpResponse.ResponseInfo info, CompletableFuture<HttpReply> result) {
    BoundedBody body = new BoundedBody(maximumAnswerBytes);
    body.getBody()
        .thenAccept(bytes ->
            result.complete(new HttpReply(info.statusCode(), firstValues(info.headers()), bytes)));
    return body;
  }

  /** Reads a body line by line, if the reader wants it so. */
  private BodySubscriber<byte[]> lines(
      HttpResponse.ResponseInfo info, CompletableFuture<HttpReply> result, LineReader reader) {
    HttpReply head = new HttpReply(info.statusCode(), firstValues(info.headers()), new byte[0]);
    boolean wanted;
    try {
      wanted = reader.begins(head);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
      wanted = false;
    }
    if (!wanted) {
      return body(info, result);
    }
    LineBody body = new LineBody(reader, maximumAnswerBytes, 4L * maximumAnswerBytes);
    body.done()
        .whenComplete((nothing, failure) -> {
          if (failure == null) {
            result.complete(head);
            if (!body.ended()) {
              // So that the connection serves again, unless the service goes on and on.
              scheduler.after(LONGEST_AFTER_THE_LAST_LINE, body::cancel);
            }
          } else if (!(failure instanceof IOException)) {
            result.completeExceptionally(failure);
          }
        });
    return body;
  }

  private Scheduler.@Nullable Delayed deadline(HttpCall call, CompletableFuture<HttpReply> result) {
    if (call.timeout().isZero()) {
      return null;
    }
    return scheduler.after(
        call.timeout(),
        () ->
            result.completeExceptionally(
                new BricklaneException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    call.line() + " had no answer within " + call.timeout().toMillis() + " ms")));
  }

  /** Ends what is in flight with {@code CONNECTION_CLOSED} and lets go of threads and sockets. */
  @Override
  public void close() {
    HttpClient open;
    HttpClient openPlain;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      open = client;
      openPlain = plainClient;
      client = null;
      plainClient = null;
    }
    for (CompletableFuture<HttpReply> call : inFlight) {
      call.completeExceptionally(
          new BricklaneException(
              ErrorCode.CONNECTION_CLOSED, "The connection was closed during the call"));
    }
    if (open != null) {
      HttpClients.close(open, connectTimeout, egress, scheduler);
    }
    if (openPlain != null) {
      HttpClients.close(openPlain, connectTimeout, null, scheduler);
    }
    egress.close();
  }

  private HttpClient client(HttpCall call) {
    synchronized (lock) {
      if (closed) {
        throw closedError(call);
      }
      boolean tls = !"http".equalsIgnoreCase(call.uri().getScheme());
      HttpClient existing = tls ? client : plainClient;
      if (existing == null) {
        existing = HttpClients.open(connectTimeout, tls ? egress : null);
        if (tls) {
          client = existing;
        } else {
          plainClient = existing;
        }
      }
      return existing;
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private static BricklaneException closedError(HttpCall call) {
    return new BricklaneException(
        ErrorCode.CONNECTION_CLOSED, call.line() + " was not sent: the connection is closed");
  }

  private HttpRequest request(HttpCall call) {
    if (!Loopback.allows(call.uri())) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          call.line() + " was not sent: only https may leave this machine");
    }
    HttpRequest.Builder builder = HttpRequest.newBuilder();
    try {
      builder.uri(call.uri());
    } catch (IllegalArgumentException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, HttpCall.bare(call.uri()) + " is no address to call");
    }
    call.headers().forEach((name, value) -> header(builder, name, value));
    String pass = egress.pass(call.uri());
    if (pass != null) {
      header(builder, "Proxy-Authorization", pass);
    }
    byte[] body = call.body();
    return builder
        .method(
            call.method(),
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
        .build();
  }

  private static void header(HttpRequest.Builder builder, String name, String value) {
    try {
      builder.setHeader(name, value);
    } catch (IllegalArgumentException e) {
      // The JDK's message repeats the value, which may be a token: so neither message nor cause.
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "The header " + name + " holds a character that HTTP does not allow, such as a line end");
    }
  }

  private static Map<String, String> firstValues(HttpHeaders headers) {
    Map<String, String> first = new LinkedHashMap<>();
    headers.map().forEach((name, values) -> first.put(name, values.isEmpty() ? "" : values.get(0)));
    return first;
  }
}
