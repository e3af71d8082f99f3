package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;
import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.CLIENT_SECRET;
import static dev.bricklane.config.ConnectionProperty.SCOPES;
import static dev.bricklane.config.ConnectionProperty.TOKEN;

import dev.bricklane.config.DriverConfig.SignIn;
import java.util.Optional;

/** Decides how to sign in with the credentials that were chosen, and finds what they lack. */
final class SignInReader {
  private static final String PAT = "pat";
  private static final String M2M = "oauth-m2m";

  private final Values values;
  private final Problems problems;

  SignInReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Returns the way to sign in, or empty if something is missing or wrong, which is then noted. */
  Optional<SignIn> read(CredentialSource source) {
    source.authType().ifPresent(given -> values.offer(AUTH_TYPE, given));
    for (ConnectionProperty property : new ConnectionProperty[] {TOKEN, CLIENT_ID, CLIENT_SECRET}) {
      source.layer().get(property).ifPresent(given -> values.offer(property, given));
    }
    Optional<String> asked = values.choice(AUTH_TYPE);
    if (asked.isPresent()) {
      return asked.get().equals(PAT) ? pat(source) : m2m(source);
    }
    if (source.authType().isPresent()) {
      return Optional.empty();
    }
    if (source.layer().has(TOKEN) && source.layer().hasClient()) {
      ConnectionProperty client = source.layer().has(CLIENT_ID) ? CLIENT_ID : CLIENT_SECRET;
      problems.add(
          AUTH_TYPE.key(),
          "there are two ways to sign in, "
              + named(source, TOKEN)
              + " and "
              + named(source, client)
              + "; leave one out, or set authType=pat or authType=oauth-m2m");
      return Optional.empty();
    }
    return source.layer().has(TOKEN) ? pat(source) : m2m(source);
  }

  private Optional<SignIn> pat(CredentialSource source) {
    return required(source, TOKEN, PAT).map(token -> new SignIn.Pat(new Secret(token)));
  }

  private Optional<SignIn> m2m(CredentialSource source) {
    Optional<String> id = required(source, CLIENT_ID, M2M);
    Optional<String> secret = required(source, CLIENT_SECRET, M2M);
    String scopes = values.text(SCOPES).orElse("").replaceAll(" +", " ");
    return id.flatMap(i -> secret.map(s -> new SignIn.OAuthM2M(i, new Secret(s), scopes)));
  }

  private Optional<String> required(
      CredentialSource source, ConnectionProperty property, String way) {
    if (source.layer().has(property)) {
      return values.text(property);
    }
    problems.add(
        property.key(),
        "is missing for "
            + way
            + "; the other credentials come from the "
            + source.layer().name()
            + ", and are not mixed with those of other places");
    return Optional.empty();
  }

  private static String named(CredentialSource source, ConnectionProperty property) {
    return property.key()
        + source.layer().get(property).map(g -> " (" + g.source() + ")").orElse("");
  }
}
