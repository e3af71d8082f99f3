package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthU2M;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in by browser (OAuth authorisation code with PKCE), as the Databricks CLI and SDKs
 * do: once, and by refresh token from then on.
 *
 * <p>The browser comes back to a port of this machine, one from 8020 to 8040 unless set. The
 * refresh token is kept in a file if one is named, else in memory; when the workspace refuses it,
 * the browser opens anew. A person has two minutes unless set; an interrupt ends the wait. After a
 * visit in vain nobody is asked for a minute. Thread-safe; fetches a new token on each call, so put
 * a {@link CachedTokenSource} in front.
 */
final class BrowserTokenSource implements TokenSource {
  private static final Logger LOGGER = Logger.getLogger(BrowserTokenSource.class.getName());

  /** Another process may hold the file while a person signs in there; a minute more than that. */
  private static final Duration LOCK_GRACE = Duration.ofMinutes(1);

  /** How long nobody is asked after a visit in vain, lest each call of a query open a window. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final URI baseUri;
  private final OAuthU2M signIn;
  private final SignInCalls calls;
  private final TokenEndpoint endpoint;
  private final Scheduler scheduler;
  private final UrlOpener opener;
  private final Optional<RefreshTokenFile> file;
  private volatile @Nullable Secret inMemory;
  private volatile @Nullable Failure failure;

  /** A visit in vain. */
  private record Failure(BricklaneException cause, Instant until) {}

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
    this.calls = calls;
    this.endpoint = new TokenEndpoint(baseUri, calls);
    this.scheduler = scheduler;
    this.opener = opener;
    this.file = signIn.tokenFile().map(path -> new RefreshTokenFile(path, key()));
  }

  @Override
  public AccessToken token() {
    return withKept((refreshToken, keeper) -> {
      AccessToken refreshed = refreshToken == null ? null : refresh(refreshToken, keeper);
      return refreshed == null ? signIn(keeper) : refreshed;
    });
  }

  @Override
  public AccessToken refresh() {
    return withKept((refreshToken, keeper) -> {
      AccessToken refreshed = refreshToken == null ? null : refresh(refreshToken, keeper);
      if (refreshed == null) {
        throw new BricklaneException(
            ErrorCode.BAD_CREDENTIALS,
            "The sign-in to "
                + baseUri.getHost()
                + " has run out, and somebody must sign in by browser again");
      }
      return refreshed;
    });
  }

  /** What remembers the refresh token for the next time; null for none. */
  private interface Keeper {
    void keep(@Nullable Secret refreshToken);
  }

  /** What is done with the refresh token of the last time, while nobody else uses it. */
  private interface Use {
    AccessToken of(@Nullable Secret refreshToken, Keeper keeper);
  }

  private AccessToken withKept(Use use) {
    if (file.isEmpty()) {
      return use.of(inMemory, kept -> inMemory = kept);
    }
    try (RefreshTokenFile.Locked locked = file.get().lock(signIn.patience().plus(LOCK_GRACE))) {
      return use.of(locked.read(), kept -> keep(locked, kept));
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

  /** Returns a new access token, or null if the refresh token is no good any more. */
  private @Nullable AccessToken refresh(Secret refreshToken, Keeper keeper) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", signIn.clientId());
    return exchange(
        form,
        answer -> {
          if (answer.refusesGrant()) {
            LOGGER.log(Level.FINE, () -> "The sign-in to " + baseUri.getHost() + " has run out");
            keeper.keep(null);
            return null;
          }
          return accept(answer, keeper, refreshToken.reveal());
        });
  }

  private AccessToken signIn(Keeper keeper) {
    BrowserVisit visit = visit();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", visit.code());
    form.put("code_verifier", visit.verifier());
    form.put("redirect_uri", visit.redirectUri());
    form.put("client_id", signIn.clientId());
    return exchange(form, answer -> accept(answer, keeper, visit.code(), visit.verifier()));
  }

  /** Asks the person, unless that has been in vain a moment ago. */
  private BrowserVisit visit() {
    Failure last = failure;
    if (last != null && scheduler.now().isBefore(last.until())) {
      throw new BricklaneException(
          last.cause().code(),
          last.cause().getMessage() + "; the person is not asked again for a minute",
          last.cause());
    }
    try {
      return BrowserVisit.make(
          endpoint.authorization(), signIn, signIn.scopes(), opener, scheduler);
    } catch (BricklaneException e) {
      if (e.code() != ErrorCode.CANCELLED) {
        failure = new Failure(e, scheduler.now().plus(AFTER_FAILURE));
      }
      throw e;
    }
  }

  /**
   * Posts a form and sees to what is answered. An interrupt does not come in between, because the
   * workspace may have taken the old refresh token when the new one is not yet kept.
   */
  private <T extends @Nullable Object> T exchange(
      Map<String, String> form, Function<OAuthAnswer, T> then) {
    URI uri = endpoint.uri();
    if (Thread.currentThread().isInterrupted()) {
      throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was interrupted");
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    scheduler.background(() -> {
      try {
        done.complete(then.apply(OAuthAnswer.parse(calls.post(uri, Map.of(), form))));
      } catch (Throwable thrown) {
        done.completeExceptionally(thrown);
      }
    });
    return InterruptibleWait.toTheEnd(done);
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
        baseUri
            + "\n"
            + signIn.clientId()
            + "\n"
            + new TreeSet<>(Arrays.asList(signIn.scopes().split(" ")));
    return HexFormat.of().formatHex(Pkce.sha256(identity.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "sign-in by browser";
  }
}
