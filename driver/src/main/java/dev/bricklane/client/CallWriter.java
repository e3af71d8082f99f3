package dev.bricklane.client;

import dev.bricklane.client.ModelRoute.Place;
import dev.bricklane.client.rules.RequestRules;
import dev.bricklane.client.rules.UsageTags;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Wire;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the calls of a connection, but for the token: in the words of their protocol, with what
 * the connection adds to each. Thread-safe.
 */
final class CallWriter {
  private final ServiceAddress address;
  private final ServiceMemory memory;
  private final Wire wire;
  private final Map<String, String> tags;
  private final @Nullable Api api;
  private final String userAgent;

  /** By their paths, which are few. */
  private final Map<String, URI> uris = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if the user agent is malformed
   */
  CallWriter(ServiceAddress address, ServiceMemory memory, Http http) {
    this.address = address;
    this.memory = memory;
    this.wire = http.wire();
    this.tags = http.tags();
    this.api = wire.api().map(name -> Api.valueOf(name.toUpperCase(Locale.ROOT))).orElse(null);
    this.userAgent = UserAgent.of(http.userAgent());
  }

  /** A request in the words of a protocol, ready to be signed and sent. */
  record Question(Protocol protocol, HttpCall call, UnaryOperator<ChatCompletion> fit) {
    /** Returns the answer as it would be to the request before the rules of its family. */
    ChatCompletion fitted(ChatCompletion answer) {
      return fit.apply(answer);
    }
  }

  /** Returns the surface that a call must use, or null. */
  @Nullable Surface surface(ChatRequest request) {
    Api asked = request.options().api() == null ? api : request.options().api();
    // The gateway has no such path.
    return asked == Api.INVOCATIONS ? Surface.SERVING : request.options().surface();
  }

  /** Returns whether a request goes to the path of chat completions, which every surface has. */
  boolean isPlainChat(ChatRequest request, ModelRoute route) {
    return protocol(request, route) == Api.CHAT;
  }

  Question chat(ChatRequest request, ModelRoute route, boolean stream, Duration timeout) {
    if (Boolean.TRUE.equals(request.parameters().get("stream"))) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "The parameter stream cannot be set: answers are read whole");
    }
    // Here the rules of the model's family change the request, and later its answer.
    RequestRules.Fitted fitted =
        RequestRules.fit(
            takesTags(route) && protocol(request, route) != Api.INVOCATIONS
                ? UsageTags.on(request, tags)
                : request,
            RequestRules.destination(address.base(), route.gateway()));
    ChatRequest ruled = fitted.request();
    Api chosen = protocol(ruled, route);
    Protocol protocol = Protocol.of(chosen);
    Map<String, Object> body = protocol.encode(ruled, route, stream);
    String path = ModelPath.of(chosen, route, stream);
    return new Question(
        protocol,
        post(route, path, body, ruled.options().headers(), stream, timeout),
        fitted::answer);
  }

  HttpCall embeddings(EmbeddingRequest request, ModelRoute route, Duration timeout) {
    Map<String, Object> body = EmbeddingWire.encode(request, route.model());
    Map<String, String> headers = Map.of();
    Object own = body.remove(UsageTags.FIELD);
    if (own != null || (takesTags(route) && !tags.isEmpty())) {
      Map<Object, Object> all = UsageTags.merged(own, takesTags(route) ? tags : Map.of());
      if (route.gateway()) {
        headers = Map.of(UsageTags.HEADER, UsageTags.json(all));
      } else {
        body.put(UsageTags.FIELD, all);
      }
    }
    return post(route, ModelPath.embeddings(route), body, headers, false, timeout);
  }

  /** Lists the endpoints. */
  HttpCall listing(Duration timeout) {
    return get(address.listing(), timeout);
  }

  /** Asks where an app is. */
  HttpCall app(String name, Duration timeout) {
    return get(address.at(AppAddress.path(name)), timeout);
  }

  private Api protocol(ChatRequest request, ModelRoute route) {
    return ApiChoice.of(request, route, api, memory.task(route.model()));
  }

  /** Others than Databricks do not know them. */
  private static boolean takesTags(ModelRoute route) {
    return route.place() == Place.SERVING || route.gateway();
  }

  private HttpCall get(URI uri, Duration timeout) {
    return unsigned("GET", uri, null, timeout, wire.headers(), wire.secrets());
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
    List<String> secrets = new ArrayList<>(wire.secrets());
    secrets.addAll(headers.values());
    return unsigned("POST", uri, json, timeout, further, secrets);
  }

  private HttpCall unsigned(
      String method,
      URI uri,
      byte @Nullable [] body,
      Duration timeout,
      Map<String, String> further,
      List<String> secrets) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("User-Agent", userAgent);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(further);
    return new HttpCall(method, uri, headers, body, timeout, secrets);
  }
}
