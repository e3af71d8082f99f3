package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.Sdk;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Redactor;
import dev.bricklane.http.Scheduler;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs in by the official {@code databricks-sdk-java}, where the user has added it: for {@code
 * azure-*}, {@code google-*} and whatever else Bricklane does not do itself.
 *
 * <p>The SDK is found by name, so Bricklane needs no jar of it. It runs on a daemon thread of its
 * own with a time limit, because it holds a lock that ignores interrupts while it talks to the
 * network; one that hangs is left behind, and the next try begins with a new one. It is told which
 * way to take, so that it does not try all. Where it finds out the host by itself, in a notebook,
 * that must be the one that it was told, as the token would otherwise go elsewhere.
 *
 * <p>The SDK renews its tokens by itself, and is asked about once a minute. Thread-safe; put a
 * {@link CachedTokenSource} in front.
 */
final class SdkTokenSource implements TokenSource {
  static final String CONFIG = "com.databricks.sdk.core.DatabricksConfig";
  private static final Pattern AUTH_TYPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_TEXT = 300;

  private final String host;
  private final Sdk sdk;
  private final @Nullable Class<?> found;
  private final Scheduler scheduler;
  private final Duration timeout;
  private final Object lock = new Object();
  private @Nullable Object config;
  private @Nullable Secret given;

  /**
   * Makes one, with the SDK as this thread finds it; those that ask for tokens may not.
   *
   * @param timeout the longest that signing in may take
   * @throws BricklaneException {@code INVALID_CONFIGURATION} for an auth type that is none
   */
  SdkTokenSource(URI baseUri, Sdk sdk, Scheduler scheduler, Duration timeout) {
    this.host = HostText.of(baseUri);
    this.sdk = sdk;
    this.found = OtherTokens.find(CONFIG);
    this.scheduler = scheduler;
    this.timeout = timeout;
    String type = sdk.authType();
    if (!AUTH_TYPE.matcher(type).matches() || type.equals("default")) {
      throw wrong("must name a way to sign in after databricks-sdk:, such as azure-cli");
    }
  }

  private BricklaneException wrong(String what) {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION, "authType=databricks-sdk:" + sdk.authType() + " " + what);
  }

  @Override
  public AccessToken token() {
    Class<?> type = found;
    if (type == null) {
      throw new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS,
          "authType=databricks-sdk:"
              + sdk.authType()
              + " needs com.databricks:databricks-sdk-java and what it depends on, which is not on"
              + " the class path");
    }
    CompletableFuture<AccessToken> token = new CompletableFuture<>();
    scheduler.background(() -> {
      try {
        token.complete(ask(type));
      } catch (Throwable thrown) {
        token.completeExceptionally(failed(thrown));
      }
    });
    Scheduler.Delayed limit = scheduler.after(timeout, () -> giveUp(token));
    try {
      return InterruptibleWait.on(token);
    } finally {
      limit.cancel();
    }
  }

  private void giveUp(CompletableFuture<AccessToken> token) {
    forget();
    token.completeExceptionally(
        new BricklaneException(
            ErrorCode.DEADLINE_EXCEEDED,
            "The Databricks SDK did not sign in by "
                + sdk.authType()
                + " within "
                + timeout.toMillis()
                + " ms"));
  }

  /** The SDK would go on giving the token that it has kept. */
  @Override
  public void invalidate(AccessToken refused) {
    synchronized (lock) {
      if (given != null && given.equals(refused.value())) {
        config = null;
      }
    }
  }

  private void forget() {
    synchronized (lock) {
      config = null;
    }
  }

  private AccessToken ask(Class<?> type) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      Object known;
      synchronized (lock) {
        known = config;
      }
      if (known == null) {
        known = configured(type);
      }
      Object headers = type.getMethod("authenticate").invoke(known);
      if (!isOurs((String) type.getMethod("getHost").invoke(known))) {
        throw wrong("is for another host than " + host);
      }
      AccessToken token = token((Map<?, ?>) headers);
      synchronized (lock) {
        config = known;
        given = token.value();
      }
      return token;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object configured(Class<?> type) throws ReflectiveOperationException {
    Object made = type.getConstructor().newInstance();
    type.getMethod("setHost", String.class).invoke(made, host);
    type.getMethod("setAuthType", String.class).invoke(made, sdk.authType());
    if (sdk.profile().isPresent()) {
      type.getMethod("setProfile", String.class).invoke(made, sdk.profile().get());
    }
    int seconds = (int) Math.max(1, Math.min(timeout.toSeconds(), 60));
    type.getMethod("setHttpTimeoutSeconds", int.class).invoke(made, seconds);
    type.getMethod("resolve").invoke(made);
    return made;
  }

  private boolean isOurs(@Nullable String sdksHost) {
    try {
      return sdksHost != null && HostText.of(URI.create(sdksHost)).equalsIgnoreCase(host);
    } catch (IllegalArgumentException | BricklaneException noUrl) {
      return false;
    }
  }

  private AccessToken token(Map<?, ?> headers) {
    String bearer = null;
    Map<String, Secret> others = new LinkedHashMap<>();
    for (Map.Entry<?, ?> header : headers.entrySet()) {
      String name = String.valueOf(header.getKey());
      String value = String.valueOf(header.getValue());
      if (!name.equalsIgnoreCase("Authorization")) {
        others.put(name, new Secret(value));
      } else if (value.regionMatches(true, 0, "Bearer ", 0, 7)) {
        bearer = value.substring(7);
      } else {
        throw new BricklaneException(
            ErrorCode.INVALID_CONFIGURATION,
            "The Databricks SDK signs in by "
                + sdk.authType()
                + " without a token, which models are not asked with");
      }
    }
    Secret value = BearerText.check(bearer, "The Databricks SDK");
    return new AccessToken(value, scheduler.now().plus(OtherTokens.LIFE), others);
  }

  private BricklaneException failed(Throwable thrown) {
    if (thrown instanceof BricklaneException known) {
      return known;
    }
    Throwable cause =
        thrown instanceof InvocationTargetException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ReflectiveOperationException || cause instanceof LinkageError) {
      return new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "The Databricks SDK on the class path cannot be used: "
              + cause.getClass().getSimpleName()
              + "; use 0.141.0 with all that it depends on",
          OtherTokens.withoutWords(cause));
    }
    // The SDK masks what it knows to be secret in its own messages.
    String said = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String line = Redactor.redact(said).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return new BricklaneException(
        ErrorCode.BAD_CREDENTIALS,
        "The Databricks SDK could not sign in by "
            + sdk.authType()
            + (line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line),
        OtherTokens.withoutWords(cause));
  }

  @Override
  public String toString() {
    return "Databricks SDK, " + sdk.authType();
  }
}
