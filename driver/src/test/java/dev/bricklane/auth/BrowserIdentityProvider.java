package dev.bricklane.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workspace's side of signing in by browser, after RFC 6749 and 7636: its authorisation endpoint
 * sends the browser back with a code, its token endpoint checks the verifier. Refresh tokens are
 * good for one use.
 */
final class BrowserIdentityProvider implements AutoCloseable {
  final List<Map<String, String>> authorizations = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, String>> grants = Collections.synchronizedList(new ArrayList<>());
  final Set<String> refreshTokens = Collections.synchronizedSet(new HashSet<>());

  /** What happens before a token is given out. */
  volatile Step beforeGrant = () -> {};

  volatile String denial;
  volatile String forgedState;
  volatile String tokenError;
  volatile boolean discovers = true;
  private final Map<String, Map<String, String>> codes =
      Collections.synchronizedMap(new HashMap<>());
  private final HttpServer server;

  interface Step {
    void run() throws InterruptedException;
  }

  BrowserIdentityProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/oidc/.well-known/oauth-authorization-server", this::discovery);
    server.createContext("/sso/authorize", this::authorize);
    server.createContext("/sso/token", this::token);
    server.createContext("/oidc/v1/authorize", this::authorize);
    server.createContext("/oidc/v1/token", this::token);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void discovery(HttpExchange exchange) throws IOException {
    if (discovers) {
      answer(
          exchange,
          200,
          "{\"authorization_endpoint\":\"%1$s/sso/authorize\",\"token_endpoint\":\"%1$s/sso/token\"}"
              .formatted(uri()));
    } else {
      answer(exchange, 404, "");
    }
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = fields(exchange.getRequestURI().getRawQuery());
    authorizations.add(query);
    String state = forgedState == null ? query.get("state") : forgedState;
    String code = "canary-code-" + authorizations.size();
    codes.put(code, query);
    String back =
        query.get("redirect_uri")
            + "/?state="
            + state
            + (denial == null ? "&code=" + code : "&error=access_denied&" + denial);
    exchange.getResponseHeaders().add("Location", back);
    answer(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = fields(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    grants.add(form);
    if (tokenError != null) {
      answer(exchange, 400, tokenError);
    } else if ("authorization_code".equals(form.get("grant_type"))) {
      Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
      boolean right =
          asked != null
              && asked.get("redirect_uri").equals(form.get("redirect_uri"))
              && asked.get("client_id").equals(form.get("client_id"))
              && asked.get("code_challenge_method").equals("S256")
              && asked.get("code_challenge").equals(Pkce.challenge(form.get("code_verifier")));
      grant(exchange, right, "invalid_grant");
    } else {
      grant(exchange, refreshTokens.remove(form.get("refresh_token")), "invalid_request");
    }
  }

  private void grant(HttpExchange exchange, boolean right, String error) throws IOException {
    if (!right) {
      answer(
          exchange,
          401,
          "{\"error\":\"" + error + "\",\"error_description\":\"Refresh token is invalid\"}");
      return;
    }
    try {
      beforeGrant.run();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    String refreshToken = "canary-refresh-" + grants.size();
    refreshTokens.add(refreshToken);
    answer(
        exchange,
        200,
        "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\",\"refresh_token\":\"%s\"}"
            .formatted(grants.size(), refreshToken));
  }

  private static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String field : encoded.split("&")) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
    }
    return fields;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
