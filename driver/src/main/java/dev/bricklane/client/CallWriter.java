package dev.bricklane.client;

import dev.bricklane.client.ModelRoute.Place;
import dev.bricklane.client.rules.Destination;
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
  private volatile String application = "";

  /** By those paths that name no model, which are few. */
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

  /** Names the application in all calls that follow; blank for none. */
  void calledBy(String application) {
    this.application = UserAgent.application(application);
  }

  /** A request in the words of a protocol, ready to be signed and sent. */
  record Question(Protocol protocol, HttpCall call, RequestRules.Fitted request) {
    /** Returns the answer as it would be to the request before the rules of its family. */
    ChatCompletion fitted(ChatCompletion answer) {
      return request.answer(answer);
    }
  }

  /** Returns the surface that a call must use, or null. */
  @Nullable Surface surface(ChatRequest request) {
    Api asked = request.options().api() == null ? api : request.options().api();
    // The gateway has no such path.
    return asked == Api.INVOCATIONS ? Surface.SERVING : request.options().surface();
  }

  /**
   * Returns whether the protocol of a request would follow from its endpoint's task, which is not
   * known yet. Databricks' own models have the tasks that their names say.
   */
  boolean wouldGoByTask(ChatRequest request, ModelRoute route) {
    return request.options().api() == null
        && api == null
        && route.place() == Place.SERVING
        && !route.model().startsWith("databricks-")
        && memory.task(route.model()) == null;
  }

  /** Returns whether a request goes to the path of chat completions, which every surface has. */
  boolean isPlainChat(ChatRequest request, ModelRoute route) {
    return protocol(request, route) == Api.CHAT;
  }

  Question chat(ChatRequest request, ModelRoute route, boolean stream, Duration timeout) {
    if (Boolean.TRUE.equals(request.parameters().get("stream"))) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST,
          "The parameter stream cannot be set; complete has an argument of that name");
    }
    Api chosen = protocol(request, route);
    Destination destination = destination(route);
    ChatRequest asked =
        takesTags(destination, route, chosen) ? UsageTags.on(request, tags) : request;
    if (stream && chosen == Api.CHAT) {
      asked = asked.withParameters(counted(asked.parameters()));
    }
    // Here the rules of the model's family change the request, and later its answer.
    RequestRules.Fitted fitted = RequestRules.fit(asked, destination, chosen);
    ChatRequest ruled = fitted.request();
    Protocol protocol = Protocol.of(chosen);
    Map<String, Object> body = protocol.encode(ruled, route, stream);
    String path = ModelPath.of(chosen, route, stream);
    return new Question(
        protocol, post(route, path, body, ruled.options().headers(), stream, timeout), fitted);
  }

  /** Streams of chat completions tell their tokens only if they are asked for them. */
  private static Map<String, Object> counted(Map<String, Object> parameters) {
    Map<String, Object> counted = new LinkedHashMap<>(parameters);
    counted.putIfAbsent("stream_options", Map.of("include_usage", true));
    return counted;
  }

  HttpCall embeddings(EmbeddingRequest request, ModelRoute route, Duration timeout) {
    Map<String, Object> body = EmbeddingWire.encode(request, route.model());
    Map<String, String> headers = Map.of();
    Object own = body.get(UsageTags.FIELD);
    boolean byHeader = destination(route) == Destination.GATEWAY;
    boolean some = own instanceof Map || (own == null && !tags.isEmpty());
    if (some && (byHeader || route.place() == Place.SERVING)) {
      Map<Object, Object> all = UsageTags.merged(own, tags);
      if (byHeader) {
        body.remove(UsageTags.FIELD);
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

  /** Asks whether the service answers and accepts the token. */
  HttpCall ping(Duration timeout) {
    return get(address.ping(), timeout);
  }

  /** Asks where an app is. */
  HttpCall app(String name, Duration timeout) {
    return get(address.at(AppAddress.path(name)), timeout);
  }

  Api protocol(ChatRequest request, ModelRoute route) {
    return ApiChoice.of(request, route, api, memory.task(route.model()));
  }

  private Destination destination(ModelRoute route) {
    return RequestRules.destination(address.base(), route.gateway());
  }

  /**
   * The gateway takes them by a header, whatever the protocol. On Model Serving they are a field
   * that is known of chat and completions alone; others than Databricks do not know them.
   */
  private static boolean takesTags(Destination destination, ModelRoute route, Api api) {
    return destination == Destination.GATEWAY
        || (destination == Destination.SERVING
            && route.place() == Place.SERVING
            && (api == Api.CHAT || api == Api.COMPLETIONS));
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
    URI uri = uri(route, path);
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

  private URI uri(ModelRoute route, String path) {
    if (route.app() != null) {
      return URI.create(route.app() + path);
    }
    return ModelPath.namesModel(path) ? address.at(path) : uris.computeIfAbsent(path, address::at);
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
    headers.put("User-Agent", userAgent + application);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(further);
    return new HttpCall(method, uri, headers, body, timeout, secrets);
  }
}
