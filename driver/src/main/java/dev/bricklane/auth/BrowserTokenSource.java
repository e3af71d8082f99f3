package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthU2M;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in by browser (OAuth authorisation code with PKCE), as the Databricks CLI and SDKs
 * do: once, and by refresh token from then on.
 *
 * <p>The browser comes back to a port from 8020 to 8040 of this machine. The refresh token is kept
 * in a file if one is named, else in memory; when the workspace refuses it, the browser opens anew.
 * A person has two minutes; an interrupt ends the wait. Thread-safe; fetches a new token on each
 * call, so put a {@link CachedTokenSource} in front.
 */
final class BrowserTokenSource implements TokenSource {
  private static final Logger LOGGER = Logger.getLogger(BrowserTokenSource.class.getName());
  private static final int FIRST_PORT = 8020;
  private static final int LAST_PORT = 8040;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Another process may hold the file while a person signs in there. */
  private static final Duration LONGEST_LOCK = PATIENCE.plusSeconds(60);

  /** What a workspace gives a refresh token for. */
  private static final String OFFLINE = "offline_access";

  private final URI baseUri;
  private final String clientId;
  private final String scopes;
  private final SignInCalls calls;
  private final Scheduler scheduler;
  private final UrlOpener opener;
  private final Duration patience;
  private final Optional<RefreshTokenFile> file;
  private volatile @Nullable OidcEndpoints endpoints;
  private volatile @Nullable Secret inMemory;

  BrowserTokenSource(
      URI baseUri, OAuthU2M signIn, Transport transport, Scheduler scheduler, Duration timeout) {
    this(
        baseUri,
        signIn,
        new SignInCalls(transport, timeout),
        scheduler,
        signIn.opener().<UrlOpener>map(CommandOpener::parse).orElseGet(DesktopOpener::new),
        PATIENCE);
  }

  BrowserTokenSource(
      URI baseUri,
      OAuthU2M signIn,
      SignInCalls calls,
      Scheduler scheduler,
      UrlOpener opener,
      Duration patience) {
    this.baseUri = baseUri;
    this.clientId = signIn.clientId();
    this.scopes = withOffline(signIn.scopes());
    this.calls = calls;
    this.scheduler = scheduler;
    this.opener = opener;
    this.patience = patience;
    this.file = signIn.tokenFile().map(path -> new RefreshTokenFile(path, key()));
  }

  @Override
  public AccessToken token() {
    if (file.isEmpty()) {
      return token(inMemory, kept -> inMemory = kept);
    }
    try (RefreshTokenFile.Locked locked = file.get().lock(LONGEST_LOCK)) {
      return token(locked.read(), kept -> keep(locked, kept));
    }
  }

  /** A file that turns out to be full is no reason to throw a sign-in away. */
  private static void keep(RefreshTokenFile.Locked locked, @Nullable Secret refreshToken) {
    try {
      locked.write(refreshToken);
    } catch (BricklaneException e) {
      LOGGER.log(Level.WARNING, () -> e.getMessage() + "; the browser will be asked again");
    }
  }

  /** What remembers the refresh token for the next time; null for none. */
  private interface Keeper {
    void keep(@Nullable Secret refreshToken);
  }

  private AccessToken token(@Nullable Secret refreshToken, Keeper keeper) {
    if (refreshToken != null) {
      AccessToken refreshed = refresh(refreshToken, keeper);
      if (refreshed != null) {
        return refreshed;
      }
    }
    return signIn(keeper);
  }

  /** Returns a new access token, or null if the refresh token is no good any more. */
  private @Nullable AccessToken refresh(Secret refreshToken, Keeper keeper) {
    URI endpoint = endpoints().token();
    OAuthAnswer answer =
        calls.post(
            endpoint,
            fields(
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken.reveal(),
                "client_id",
                clientId));
    if (answer.refusesGrant()) {
      LOGGER.log(Level.FINE, () -> "The sign-in to " + baseUri.getHost() + " has run out");
      keeper.keep(null);
      return null;
    }
    return accept(answer, endpoint, keeper, refreshToken.reveal());
  }

  private AccessToken signIn(Keeper keeper) {
    String state = Pkce.random();
    String verifier = Pkce.random();
    OidcEndpoints at = endpoints();
    try (RedirectListener listener =
        RedirectListener.open(state, FIRST_PORT, LAST_PORT, scheduler)) {
      String code = code(listener, page(at.authorization(), listener, state, verifier));
      OAuthAnswer answer =
          calls.post(
              at.token(),
              fields(
                  "grant_type", "authorization_code",
                  "code", code,
                  "code_verifier", verifier,
                  "redirect_uri", listener.redirectUri(),
                  "client_id", clientId));
      return accept(answer, at.token(), keeper, code, verifier);
    }
  }

  private URI page(URI authorization, RedirectListener listener, String state, String verifier) {
    String query =
        SignInCalls.encode(
            fields(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                listener.redirectUri(),
                "scope",
                scopes,
                "state",
                state,
                "code_challenge",
                Pkce.challenge(verifier),
                "code_challenge_method",
                "S256"));
    return URI.create(authorization + (authorization.getRawQuery() == null ? "?" : "&") + query);
  }

  /** Opens the browser and waits for it to come back. */
  private String code(RedirectListener listener, URI page) {
    CompletableFuture<String> code = listener.code();
    Scheduler.Delayed limit =
        scheduler.after(
            patience,
            () ->
                code.completeExceptionally(
                    new BricklaneException(
                        ErrorCode.BAD_CREDENTIALS,
                        "Nobody signed in to "
                            + baseUri.getHost()
                            + " in the browser within "
                            + patience.toSeconds()
                            + " s")));
    try {
      opener
          .open(page)
          .whenComplete((opened, failure) -> {
            if (failure != null) {
              code.completeExceptionally(failure);
            }
          });
      return InterruptibleWait.on(code);
    } finally {
      limit.cancel();
    }
  }

  private AccessToken accept(OAuthAnswer answer, URI endpoint, Keeper keeper, String... secrets) {
    if (answer.status() != 200 || answer.isError()) {
      throw answer.signInError(endpoint, "by browser", secrets);
    }
    Secret token = BearerText.check(answer.accessToken(), endpoint.getHost());
    String refreshToken = answer.refreshToken();
    if (refreshToken != null && !refreshToken.isBlank()) {
      keeper.keep(new Secret(refreshToken));
    }
    return new AccessToken(token, scheduler.now().plus(answer.lifetime()));
  }

  private OidcEndpoints endpoints() {
    OidcEndpoints known = endpoints;
    if (known == null) {
      known = OidcEndpoints.discover(baseUri, calls);
      endpoints = known;
    }
    return known;
  }

  private String key() {
    String identity =
        baseUri + "\n" + clientId + "\n" + new TreeSet<>(Arrays.asList(scopes.split(" ")));
    return HexFormat.of().formatHex(Pkce.sha256(identity.getBytes(StandardCharsets.UTF_8)));
  }

  private static String withOffline(String scopes) {
    String given = scopes.strip();
    if (Arrays.asList(given.split(" +")).contains(OFFLINE)) {
      return given;
    }
    return (given.isEmpty() ? "all-apis" : given) + " " + OFFLINE;
  }

  private static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  @Override
  public String toString() {
    return "sign-in by browser";
  }
}
