package dev.bricklane.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.config.DriverConfig.SignIn.Cli;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Databricks CLI, which keeps a person signed in: {@code databricks auth token}.
 *
 * <p>A token that the workspace has refused is asked for again with {@code --force-refresh}, which
 * the CLI knows from 0.296 on. Thread-safe; runs the command on each call, so put a {@link
 * CachedTokenSource} in front.
 */
final class CliTokenSource implements TokenSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern PROFILE =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._@:+-]{0,99}");

  /** How Go writes no time at all, for a token without an end. */
  private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private final Cli cli;
  private final String host;
  private final Scheduler scheduler;
  private final Duration longest;
  private volatile @Nullable Secret refused;

  CliTokenSource(URI baseUri, Cli cli, Scheduler scheduler) {
    this(baseUri, cli, scheduler, LONGEST);
  }

  CliTokenSource(URI baseUri, Cli cli, Scheduler scheduler, Duration longest) {
    this.cli = cli;
    this.host = HostText.of(baseUri);
    this.scheduler = scheduler;
    this.longest = longest;
    if (cli.profile().isPresent() && !PROFILE.matcher(cli.profile().get()).matches()) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "The profile for the Databricks CLI must be a name of letters, digits, blanks and ._@:+-");
    }
  }

  @Override
  public AccessToken token() {
    AccessToken token = run(false);
    // The CLI keeps tokens too, and does not know that this one was refused.
    Secret before = refused;
    return before != null && before.equals(token.value()) ? run(true) : token;
  }

  @Override
  public void invalidate(AccessToken token) {
    refused = token.value();
  }

  private AccessToken run(boolean force) {
    List<String> command = new ArrayList<>(List.of(cli.command(), "auth", "token"));
    command.addAll(
        cli.profile().map(name -> List.of("--profile", name)).orElse(List.of("--host", host)));
    if (force) {
      command.add("--force-refresh");
    }
    CommandRun run;
    try {
      run = CommandRun.of(command, longest, scheduler);
    } catch (CommandRun.NotStarted e) {
      throw new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS,
          "The Databricks CLI cannot be started as "
              + cli.command()
              + ": install it, put it on the PATH, or name where it is");
    }
    if (run.status() != 0) {
      throw failure(run, force);
    }
    return read(run.output());
  }

  private AccessToken read(String output) {
    JsonNode answer;
    try {
      answer = JSON.readTree(output);
    } catch (JsonProcessingException e) {
      throw malformed("said something else than a token as JSON");
    }
    JsonNode token = answer.path("access_token");
    JsonNode expiry = answer.path("expiry");
    if (!token.isTextual()) {
      throw malformed("gave no access_token");
    }
    Secret value = BearerText.check(token.asText(), "The Databricks CLI");
    if (!expiry.isTextual() || expiry.asText().isBlank()) {
      return new AccessToken(value, null);
    }
    Instant end =
        ExpiryText.parse(expiry.asText().strip(), ZoneId.systemDefault())
            .orElseThrow(() -> malformed("gave a token with an expiry that is no time"));
    return new AccessToken(value, end.equals(NO_TIME) ? null : end);
  }

  /** Says what is to be done; the CLI's own words are not repeated, they may hold a token. */
  private BricklaneException failure(CommandRun run, boolean force) {
    String said = run.errors() + run.output();
    String login =
        "; sign in with: databricks auth login "
            + cli.profile().map(name -> "--profile " + name).orElse("--host " + host);
    String where = cli.profile().map(name -> "the profile " + name).orElse(host);
    if (has(said, "unknown flag: --force-refresh")) {
      return new BricklaneException(
          ErrorCode.BAD_CREDENTIALS,
          "The workspace refuses the token that the Databricks CLI has kept, and a CLI before 0.296"
              + " cannot renew it"
              + login);
    }
    if (has(said, "unknown flag", "unknown command", "no such command", "no such option")) {
      return new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS,
          "The Databricks CLI "
              + cli.command()
              + " is too old: it has no auth token; install 0.207.1 or later");
    }
    if (has(said, "oauth is not configured", "no profiles configured", "no profile specified")
        || (has(said, "profile") && has(said, "not found", "has no", "no such"))) {
      return new BricklaneException(
          ErrorCode.MISSING_CREDENTIALS, "The Databricks CLI is not signed in to " + where + login);
    }
    if (has(said, "refresh token is invalid", "could not be retrieved", "token has expired")) {
      return new BricklaneException(
          ErrorCode.BAD_CREDENTIALS,
          "The Databricks CLI's sign-in to " + where + " has run out" + login);
    }
    return new BricklaneException(
        ErrorCode.BAD_CREDENTIALS,
        "The Databricks CLI gave no token for "
            + where
            + " (status "
            + run.status()
            + "): run databricks auth token by hand to see why, or"
            + login.substring(1));
  }

  private static boolean has(String text, String... words) {
    for (String word : words) {
      if (text.toLowerCase(Locale.ROOT).contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static BricklaneException malformed(String how) {
    return new BricklaneException(ErrorCode.MALFORMED_ANSWER, "The Databricks CLI " + how);
  }

  @Override
  public String toString() {
    return "Databricks CLI";
  }
}
