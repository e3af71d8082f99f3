package dev.bricklane.embedded;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the action for a method and a path. Filled once, then only read. */
final class Router {
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, Integer> absent = new HashMap<>();

  /**
   * One way in.
   *
   * @param method the only method it takes
   * @param path its pattern; one group at most, the name
   * @param open whether it is served without signing in
   * @param modelCall whether it asks a model
   */
  record Route(
      String method, Pattern path, boolean open, boolean modelCall, Function<Call, Reply> action) {}

  /** A route, and the decoded name in its path or the empty string. */
  record Match(Route route, String name) {}

  /** Adds a path served to everybody. */
  void open(String method, String path, Function<Call, Reply> action) {
    routes.add(new Route(method, pattern(path), true, false, action));
  }

  /** Adds a path for those who signed in. */
  void guarded(String method, String path, Function<Call, Reply> action) {
    routes.add(new Route(method, pattern(path), false, false, action));
  }

  /** Adds a path that asks a model, for those who signed in. */
  void model(String path, Function<Call, Reply> action) {
    routes.add(new Route("POST", pattern(path), false, true, action));
  }

  /**
   * Makes everything below a path absent.
   *
   * @param status 404 or 501
   */
  void without(String prefix, int status) {
    absent.put(prefix, status);
  }

  Optional<Match> find(String method, String path) {
    if (absence(path) != null) {
      return Optional.empty();
    }
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (route.method().equals(method) && matcher.matches()) {
        String name = matcher.groupCount() == 0 ? "" : matcher.group(1);
        return Optional.of(new Match(route, decode(name)));
      }
    }
    return Optional.empty();
  }

  /** Explains why a method and a path have no action. */
  Reply refuse(String method, String path) {
    Integer absence = absence(path);
    if (absence != null) {
      return absence == 501
          ? Fault.NOT_IMPLEMENTED.reply()
          : WireError.of(404, "ENDPOINT_NOT_FOUND", "Invalid path").reply();
    }
    String allowed =
        routes.stream()
            .filter(route -> route.path().matcher(path).matches())
            .map(Route::method)
            .collect(Collectors.joining(", "));
    if (!allowed.isEmpty()) {
      // GUESS: no public capture shows the answer to a wrong method.
      return WireError.of(
              405, "METHOD_NOT_ALLOWED", "'" + method + "' is not allowed here; use " + allowed)
          .reply()
          .withHeader("Allow", allowed);
    }
    String message =
        path.startsWith("/ai-gateway/")
            ? "Invalid path"
            : "No API found for '" + method + " " + path + "'";
    return WireError.of(404, "ENDPOINT_NOT_FOUND", message).reply();
  }

  private @Nullable Integer absence(String path) {
    return absent.entrySet().stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(Pattern.quote(path).replace("{name}", "\\E([^/]+)\\Q"));
  }

  private static String decode(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
