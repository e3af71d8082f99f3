package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.Environment;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Chooses the token source for a way to sign in. */
public final class TokenSources {
  private TokenSources() {}

  /**
   * Returns the code of the user's that a way to sign in runs, as this thread finds it:
   * applications of one JVM may each have their own of the same name. Null for ways that run none,
   * and if it is not there.
   */
  public static @Nullable Class<?> code(SignIn signIn) {
    if (signIn instanceof SignIn.Supplied supplied) {
      return OtherTokens.find(supplied.className());
    }
    return signIn instanceof SignIn.Sdk ? OtherTokens.find(SdkTokenSource.CONFIG) : null;
  }

  /**
   * Returns a token source; makes no call yet. Code of the user's is found as this thread finds it.
   *
   * @param baseUri of the workspace
   * @param transport for sign-in calls, with retries
   * @param timeout the longest that one sign-in call may take
   * @throws BricklaneException {@code MISSING_CREDENTIALS} for {@link SignIn.None}
   */
  public static TokenSource of(
      SignIn signIn, URI baseUri, Transport transport, Scheduler scheduler, Duration timeout) {
    if (signIn instanceof SignIn.Pat pat) {
      return new PatTokenSource(pat.token());
    }
    SignInCalls calls = new SignInCalls(transport, timeout);
    if (signIn instanceof SignIn.OAuthM2M m2m) {
      return new CachedTokenSource(
          new OAuthM2MTokenSource(baseUri, m2m, calls, scheduler), scheduler);
    }
    if (signIn instanceof SignIn.Federated federated) {
      return new CachedTokenSource(
          new FederatedTokenSource(baseUri, federated, calls, Environment.system(), scheduler),
          scheduler);
    }
    if (signIn instanceof SignIn.Connect connect) {
      return new CachedTokenSource(new ConnectTokenSource(connect, calls, scheduler), scheduler);
    }
    if (signIn instanceof SignIn.Workbench workbench) {
      return new WorkbenchTokenSource(baseUri, workbench.profileFile(), Environment.system());
    }
    if (signIn instanceof SignIn.OAuthU2M u2m) {
      return new CachedTokenSource(
          new BrowserTokenSource(baseUri, u2m, calls, scheduler), scheduler);
    }
    if (signIn instanceof SignIn.Cli cli) {
      return new CachedTokenSource(new CliTokenSource(baseUri, cli, scheduler), scheduler);
    }
    if (signIn instanceof SignIn.Supplied supplied) {
      return new CachedTokenSource(new SuppliedTokenSource(supplied, scheduler), scheduler);
    }
    if (signIn instanceof SignIn.Sdk sdk) {
      return new CachedTokenSource(new SdkTokenSource(baseUri, sdk, scheduler, timeout), scheduler);
    }
    throw new BricklaneException(
        ErrorCode.MISSING_CREDENTIALS, "No way to sign in to " + baseUri.getHost() + " is set");
  }
}
