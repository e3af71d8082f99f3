package dev.bricklane.auth;

import dev.bricklane.config.Ascii;
import dev.bricklane.config.DriverConfig.SignIn.Subject;
import dev.bricklane.config.Environment;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets the token that is exchanged for the workspace's own: a new one each time. Thread-safe. */
final class SubjectTokens {
  private final Subject subject;
  private final Environment environment;
  private final SignInCalls calls;

  SubjectTokens(Subject subject, Environment environment, SignInCalls calls) {
    this.subject = subject;
    this.environment = environment;
    this.calls = calls;
  }

  /**
   * Returns a token.
   *
   * @param audience whom it is to be for, where one can say so
   * @throws BricklaneException {@code MISSING_CREDENTIALS} if there is none
   */
  String token(String audience) {
    if (subject instanceof Subject.Variable variable) {
      return held(
          Optional.ofNullable(environment.variables().get(variable.name())),
          "the environment variable " + variable.name() + " is not set");
    }
    if (subject instanceof Subject.TokenFile file) {
      return read(file);
    }
    if (subject instanceof Subject.GitHub gitHub) {
      return ask(gitHub, audience);
    }
    throw new AssertionError("an unknown kind of subject");
  }

  /** Says in a few words where the token comes from. */
  String name() {
    if (subject instanceof Subject.Variable variable) {
      return "by env-oidc (" + variable.name() + ")";
    }
    return subject instanceof Subject.TokenFile file
        ? "by file-oidc (" + file.path() + ")"
        : "by github-oidc";
  }

  private String read(Subject.TokenFile file) {
    try {
      return held(environment.read(file.path()), "there is no file " + file.path());
    } catch (IOException e) {
      throw missing(
          "the file "
              + file.path()
              + " cannot be read; check that it is a file and its permissions",
          e);
    }
  }

  private String ask(Subject.GitHub gitHub, String audience) {
    String url = gitHub.requestUrl().toString();
    String separator = url.indexOf('?') < 0 ? "?" : "&";
    URI withAudience = URI.create(url + separator + "audience=" + SignInCalls.encoded(audience));
    HttpReply reply =
        calls.get(
            withAudience, Map.of("Authorization", "Bearer " + gitHub.requestToken().reveal()));
    OAuthAnswer answer = OAuthAnswer.parse(reply);
    String token = answer.text("value");
    if (reply.status() != 200) {
      throw answer.refusal(
          withAudience,
          name(),
          "Check that the job has the permission id-token: write and still runs",
          gitHub.requestToken().reveal());
    }
    if (token == null || token.isBlank()) {
      throw answer.malformed(withAudience, "holds no value");
    }
    return token.strip();
  }

  private String held(Optional<String> text, String otherwise) {
    String token = text.map(String::strip).orElse("");
    if (token.isEmpty()) {
      throw missing(text.isPresent() ? otherwise + ", or it is empty" : otherwise, null);
    }
    if (!Ascii.isVisible(token)) {
      throw missing("the token is not one line of visible ASCII", null);
    }
    return token;
  }

  private BricklaneException missing(String what, @Nullable Throwable cause) {
    return new BricklaneException(
        ErrorCode.MISSING_CREDENTIALS, "Signing in " + name() + " failed: " + what, cause);
  }
}
