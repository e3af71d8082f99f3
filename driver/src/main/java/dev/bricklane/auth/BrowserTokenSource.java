package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthU2M;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in by browser (OAuth authorisation code with PKCE), as the Databricks CLI and SDKs
 * do: once, and by refresh token from then on.
 *
 * <p>The browser comes back to a port of this machine, one from 8020 to 8040 unless set. The
 * refresh token is kept in a file if one is named, else in memory; when the workspace refuses it,
 * the browser opens anew. A person has two minutes unless set; an interrupt ends the wait.
 * Thread-safe; fetches a new token on each call, so put a {@link CachedTokenSource} in front.
 */
final class BrowserTokenSource implements TokenSource {
  private static final Logger LOGGER = Logger.getLogger(BrowserTokenSource.class.getName());

  /** Another process may hold the file while a person signs in there; a minute more than that. */
  private static final Duration LOCK_GRACE = Duration.ofMinutes(1);

  /** What a workspace gives a refresh token for. */
  private static final String OFFLINE = "offline_access";

  private final URI baseUri;
  private final OAuthU2M signIn;
  private final String scopes;
  private final SignInCalls calls;
  private final TokenEndpoint endpoint;
  private final Scheduler scheduler;
  private final UrlOpener opener;
  private final Optional<RefreshTokenFile> file;
  private volatile @Nullable Secret inMemory;

  BrowserTokenSource(URI baseUri, OAuthU2M signIn, SignInCalls calls, Scheduler scheduler) {
    this(
        baseUri,
        signIn,
        calls,
        scheduler,
        signIn.opener().<UrlOpener>map(CommandOpener::parse).orElseGet(DesktopOpener::new));
  }

  BrowserTokenSource(
      URI baseUri, OAuthU2M signIn, SignInCalls calls, Scheduler scheduler, UrlOpener opener) {
    this.baseUri = baseUri;
    this.signIn = signIn;
    this.scopes = withOffline(signIn.scopes());
    this.calls = calls;
    this.endpoint = new TokenEndpoint(baseUri, calls);
    this.scheduler = scheduler;
    this.opener = opener;
    this.file = signIn.tokenFile().map(path -> new RefreshTokenFile(path, key()));
  }

  @Override
  public AccessToken token() {
    if (file.isEmpty()) {
      return token(inMemory, kept -> inMemory = kept);
    }
    try (RefreshTokenFile.Locked locked = file.get().lock(signIn.patience().plus(LOCK_GRACE))) {
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
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", signIn.clientId());
    OAuthAnswer answer = post(form);
    if (answer.refusesGrant()) {
      LOGGER.log(Level.FINE, () -> "The sign-in to " + baseUri.getHost() + " has run out");
      keeper.keep(null);
      return null;
    }
    return accept(answer, keeper, refreshToken.reveal());
  }

  private AccessToken signIn(Keeper keeper) {
    BrowserVisit visit =
        BrowserVisit.make(endpoint.authorization(), signIn, scopes, opener, scheduler);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", visit.code());
    form.put("code_verifier", visit.verifier());
    form.put("redirect_uri", visit.redirectUri());
    form.put("client_id", signIn.clientId());
    return accept(post(form), keeper, visit.code(), visit.verifier());
  }

  private OAuthAnswer post(Map<String, String> form) {
    return OAuthAnswer.parse(calls.post(endpoint.uri(), Map.of(), form));
  }

  private AccessToken accept(OAuthAnswer answer, Keeper keeper, String... secrets) {
    AccessToken token = answer.token(scheduler.now(), endpoint.uri(), "by browser", "", secrets);
    String refreshToken = answer.refreshToken();
    if (refreshToken != null && !refreshToken.isBlank()) {
      keeper.keep(new Secret(refreshToken));
    }
    return token;
  }

  private String key() {
    String identity =
        baseUri + "\n" + signIn.clientId() + "\n" + new TreeSet<>(Arrays.asList(scopes.split(" ")));
    return HexFormat.of().formatHex(Pkce.sha256(identity.getBytes(StandardCharsets.UTF_8)));
  }

  private static String withOffline(String scopes) {
    String given = scopes.strip();
    if (Arrays.asList(given.split(" +")).contains(OFFLINE)) {
      return given;
    }
    return (given.isEmpty() ? "all-apis" : given) + " " + OFFLINE;
  }

  @Override
  public String toString() {
    return "sign-in by browser";
  }
}
