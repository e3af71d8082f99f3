package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.rules.ModelFamily;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.JdkTransport;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends no request that is larger than the service takes, and fetches the images that a family of
 * models does not fetch itself: Claude on Databricks refuses URLs with 400 "Http data URLs are not
 * supported by Claude" (Bifrost, ellmer). Thread-safe.
 */
public final class MediaGateway implements ModelGateway, AutoCloseable {
  private static final String IMAGE = "image_url";

  private final ModelGateway gateway;
  private final Media media;
  private final @Nullable RemoteMedia remote;
  private final Scheduler scheduler;
  private final AutoCloseable transport;

  private MediaGateway(
      ModelGateway gateway,
      Media media,
      @Nullable RemoteMedia remote,
      Scheduler scheduler,
      AutoCloseable transport) {
    this.gateway = gateway;
    this.media = media;
    this.remote = remote;
    this.scheduler = scheduler;
    this.transport = transport;
  }

  /** Puts it before a gateway to a server of somebody else's, which may fetch what it likes. */
  public static MediaGateway limiting(ModelGateway gateway, Media media) {
    return new MediaGateway(gateway, media, null, Scheduler.shared(), () -> {});
  }

  /**
   * Puts it before a gateway to Databricks.
   *
   * @param http the longest wait for a connection to a host of images, and the way there
   */
  public static MediaGateway over(ModelGateway gateway, Media media, Http http) {
    Scheduler scheduler = Scheduler.shared();
    JdkTransport transport =
        new JdkTransport(http.connectTimeout(), http.network(), scheduler, largestImage(media));
    return new MediaGateway(
        gateway,
        media,
        new RemoteMedia(
            transport, InetAddress::getAllByName, transport::goesThroughAProxy, scheduler),
        scheduler,
        transport);
  }

  static MediaGateway over(
      ModelGateway gateway, Media media, RemoteMedia remote, Scheduler scheduler) {
    return new MediaGateway(gateway, media, remote, scheduler, () -> {});
  }

  /** Returns how many bytes an image may have: in a request, base64 makes four of three. */
  static int largestImage(Media media) {
    return (int) Math.min(JdkTransport.MAXIMUM_ANSWER_BYTES, media.maxRequestSize() / 4 * 3);
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return chat(request, gateway::chat);
  }

  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    return chat(request, ready -> gateway.stream(ready, pieces));
  }

  private CompletableFuture<ChatCompletion> chat(
      ChatRequest request, Function<ChatRequest, CompletableFuture<ChatCompletion>> ask) {
    boolean fetches = remote != null && ModelFamily.of(request.model()) == ModelFamily.CLAUDE;
    List<String> urls = fetches ? urls(request) : List.of();
    if (remote == null || urls.isEmpty()) {
      long size = RequestSize.of(request);
      return size > media.maxRequestSize()
          ? CompletableFuture.failedFuture(tooLarge(size))
          : ask.apply(request);
    }
    StagedCall<ChatCompletion> call = new StagedCall<>();
    Map<String, CompletableFuture<byte[]>> fetched = new LinkedHashMap<>();
    for (String url : urls) {
      fetched.computeIfAbsent(url, each -> fetch(remote, each));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(fetched.values().toArray(CompletableFuture<?>[]::new));
    call.during(all)
        .whenComplete((done, failure) -> {
          // The last first, so that none begins in the place of one before it.
          List<CompletableFuture<byte[]>> backwards = new ArrayList<>(fetched.values());
          Collections.reverse(backwards);
          backwards.forEach(each -> each.cancel(true));
          if (failure != null) {
            call.completeExceptionally(LinkedFuture.unwrap(failure));
          } else {
            // Elsewhere, as sending may wait for a client of the pool.
            scheduler.background(() -> send(call, request, fetched, ask));
          }
        });
    return call;
  }

  private static CompletableFuture<byte[]> fetch(RemoteMedia remote, String url) {
    try {
      return remote.fetch(URI.create(url));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new BricklaneException(ErrorCode.BAD_REQUEST, "The URL of an image is none"));
    }
  }

  private void send(
      StagedCall<ChatCompletion> call,
      ChatRequest request,
      Map<String, CompletableFuture<byte[]>> fetched,
      Function<ChatRequest, CompletableFuture<ChatCompletion>> ask) {
    try {
      MediaFiles files = new MediaFiles(media);
      Map<String, String> inline = new LinkedHashMap<>();
      fetched.forEach(
          (url, bytes) -> inline.put(url, files.dataUri(MediaKind.IMAGE, bytes.join())));
      ChatRequest ready =
          request.withMessages(
              request.messages().stream().map(message -> inlined(message, inline)).toList());
      if (RequestSize.of(ready) > media.maxRequestSize()) {
        throw tooLarge(RequestSize.of(ready));
      }
      call.during(ask.apply(ready))
          .whenComplete((answer, failure) -> {
            if (failure == null) {
              call.complete(answer);
            } else {
              call.completeExceptionally(LinkedFuture.unwrap(failure));
            }
          });
    } catch (RuntimeException e) {
      call.completeExceptionally(e);
    }
  }

  private static List<String> urls(ChatRequest request) {
    List<String> urls = new ArrayList<>();
    for (Message message : request.messages()) {
      if (message.content() instanceof List<?> parts) {
        for (Object part : parts) {
          String url = url(part);
          if (url != null && url.toLowerCase(Locale.ROOT).startsWith("https:")) {
            urls.add(url);
          }
        }
      }
    }
    return urls;
  }

  /** Returns the URL of a part, which has it as an object or as a text. */
  private static @Nullable String url(Object part) {
    if (!(part instanceof Map<?, ?> fields)) {
      return null;
    }
    Object image = fields.get(IMAGE);
    Object url = image instanceof Map<?, ?> object ? object.get("url") : image;
    return url instanceof String text ? text : null;
  }

  private static Message inlined(Message message, Map<String, String> inline) {
    if (!(message.content() instanceof List<?> parts)) {
      return message;
    }
    return new Message(
        message.role(),
        parts.stream().map(part -> inlined(part, inline)).toList(),
        message.fields());
  }

  private static Object inlined(Object part, Map<String, String> inline) {
    String url = url(part);
    String data = url == null ? null : inline.get(url);
    if (data == null || !(part instanceof Map<?, ?> fields)) {
      return part;
    }
    Map<Object, Object> copy = new LinkedHashMap<>(fields);
    if (fields.get(IMAGE) instanceof Map<?, ?> object) {
      Map<Object, Object> image = new LinkedHashMap<>(object);
      image.put("url", data);
      copy.put(IMAGE, image);
    } else {
      copy.put(IMAGE, data);
    }
    return copy;
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    long size = RequestSize.of(request);
    return size > media.maxRequestSize()
        ? CompletableFuture.failedFuture(tooLarge(size))
        : gateway.embed(request);
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return gateway.endpoints();
  }

  private BricklaneException tooLarge(long size) {
    return new BricklaneException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "The request has %d bytes, and may have %d (maxRequestSize); it was not sent"
            .formatted(size, media.maxRequestSize()));
  }

  /** Lets go of the connections to hosts of images; calls in flight are the gateway's. */
  @Override
  public void close() {
    try {
      transport.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
