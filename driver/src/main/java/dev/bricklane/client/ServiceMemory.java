package dev.bricklane.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt of a workspace and holds for all connections of this JVM: that it has no AI
 * Gateway, for an hour, as LiteLLM remembers it; and the tasks of its endpoints, since they were
 * last listed; and the addresses of apps. Thread-safe.
 */
final class ServiceMemory {
  private static final Duration ABSENCE = Duration.ofHours(1);
  private static final int MOST_ADDRESSES = 256;

  private static final Map<URI, ServiceMemory> BY_ADDRESS =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, ServiceMemory> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private volatile @Nullable Instant gatewayAbsentUntil;
  private volatile Map<String, String> tasks = Map.of();
  private final Map<String, URI> apps = new ConcurrentHashMap<>();

  /** Returns the memory of an address. */
  static ServiceMemory of(URI address) {
    synchronized (BY_ADDRESS) {
      return BY_ADDRESS.computeIfAbsent(address, uri -> new ServiceMemory());
    }
  }

  void gatewayIsAbsent(Instant now) {
    gatewayAbsentUntil = now.plus(ABSENCE);
  }

  boolean lacksGateway(Instant now) {
    Instant until = gatewayAbsentUntil;
    return until != null && now.isBefore(until);
  }

  void learnApp(String name, URI app) {
    apps.put(name, app);
  }

  /** Returns the address of an app, if it has been asked for. */
  @Nullable URI app(String name) {
    return apps.get(name);
  }

  void learn(List<ServingEndpoint> endpoints) {
    Map<String, String> learnt = new ConcurrentHashMap<>();
    for (ServingEndpoint endpoint : endpoints) {
      if (endpoint.task() != null) {
        learnt.put(endpoint.name(), endpoint.task());
      }
    }
    tasks = learnt;
  }

  /** Returns the task of an endpoint, if it has been listed and has one. */
  @Nullable String task(String endpoint) {
    return tasks.get(endpoint);
  }
}
