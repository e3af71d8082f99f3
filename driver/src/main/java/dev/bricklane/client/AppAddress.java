package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Loopback;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent is that runs as a Databricks App. It is named {@code apps/<name>}, has an address
 * of its own, which the workspace tells, and is asked by Responses there (databricks-openai). It
 * takes OAuth tokens, no personal access token.
 */
final class AppAddress {
  private static final String PREFIX = "apps/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

  private AppAddress() {}

  /** Returns the app that a model's name names, or null. */
  static @Nullable String name(String model) {
    String stripped = model.strip();
    String name = stripped.startsWith(PREFIX) ? stripped.substring(PREFIX.length()) : "";
    return NAME.matcher(name).matches() ? name : null;
  }

  /** Returns the path that tells of an app. */
  static String path(String name) {
    return "/api/2.0/apps/" + name;
  }

  /**
   * Reads the address. The workspace's token is sent there, so it must be one of Databricks' apps,
   * or on this machine if the workspace is.
   */
  static URI decode(HttpReply reply, CallSite site) {
    JsonNode body = Json.tree(reply, site);
    String text = Json.text(body.get("url"));
    if (text == null) {
      throw Json.malformed(reply, site, "has no url");
    }
    try {
      URI uri = URI.create(text.replaceAll("/+$", ""));
      String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      boolean ofApps =
          "https".equalsIgnoreCase(uri.getScheme()) && host.endsWith(".databricksapps.com");
      boolean here = Loopback.isHost(host) && Loopback.isHost(site.call().uri().getHost());
      if ((ofApps || here) && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw Json.malformed(reply, site, "has a url that is not one of Databricks Apps");
  }
}
