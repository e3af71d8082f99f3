package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of bad URLs, each with its message. */
class RejectedUrlTest {
  private static final String NOT_A_HOST =
      "host (URL): must be a host name of letters, digits, hyphens and dots, an IPv4 address, or an"
          + " IPv6 address in brackets";
  private static final String DURATION =
      ": milliseconds, or a whole number with ms, s, m or h, such as 30s";
  private static final String BASE_PATH =
      "host (URL): must have a base path of names with letters, digits, '.', '_', '~' and '-'"
          + " between single slashes";
  private static final String NEEDS_TLS =
      "must use TLS: only localhost, 127.0.0.0/8 and [::1] may do without";
  private static final String NOT_EMBEDDED =
      "is not for jdbc:bricklane:embedded, which needs no host and no credentials; leave it out";

  private static final String NOT_A_WAY =
      "authType (URL): must be pat, oauth-m2m, oauth-u2m, databricks-cli, env-oidc, file-oidc,"
          + " github-oidc, posit-workbench, posit-connect-viewer, posit-connect, token-supplier, or"
          + " databricks-sdk: and a type of the Databricks SDK's, such as azure-cli";

  static Stream<Arguments> table() {
    return Stream.of(
        // The form.
        bad("jdbc:databricks://h;token=t", "URL: must begin with jdbc:bricklane:"),
        bad(
            "jdbc:bricklane:h.com;token=t",
            "URL: after jdbc:bricklane: comes // and a host name, or the word embedded"),
        bad(
            "jdbc:bricklane:embedded/x",
            "URL: after jdbc:bricklane: comes // and a host name, or the word embedded"),
        bad(
            "jdbc:bricklane://;token=t",
            "host: is missing: write it after jdbc:bricklane://, set the property host or the"
                + " variable DATABRICKS_HOST, or name a profile"),
        bad(
            "jdbc:bricklane://h.com;token=t;surface",
            "URL, property 2: must be name=value; a semicolon inside a value is written %3B"),
        bad("jdbc:bricklane://h.com;token=t;=x", "URL, property 2: has no name before the ="),
        bad(
            "jdbc:bricklane://h.com;token=%4",
            "token (URL): has a % that two hexadecimal digits do not follow; the percent sign"
                + " itself is written %25",
            "There are no credentials for host (URL)"),
        bad(
            "jdbc:bricklane://h.com;token=t;userAgent=%ff",
            "userAgent (URL): has percent escapes that are not UTF-8"),
        // Names.
        bad(
            "jdbc:bricklane://h.com;token=t;surfce=auto",
            "URL: holds a property of an unknown name; did you mean surface?; a semicolon inside a"
                + " value is written %3B"),
        bad(
            "jdbc:bricklane://h.com;surfce=auto;token=t",
            "surfce (URL): is not a property; did you mean surface?"),
        bad(
            "jdbc:bricklane://h.com;client_id=x;token=t",
            "client_id (URL): is not a property; did you mean clientId?"),
        bad("jdbc:bricklane://h.com;colour=red;token=t", "colour (URL): is not a property"),
        bad("jdbc:bricklane://h.com;token=t;ssl=true;SSL=true", "ssl (URL): is given twice"),
        bad("jdbc:bricklane://h.com;token=t;PWD=t", "token (URL): is given twice"),
        bad("jdbc:bricklane://h.com;token=t;host=h.com", "host (URL): is given twice"),
        // Hosts.
        bad("jdbc:bricklane://evil$(x);token=t", NOT_A_HOST),
        bad("jdbc:bricklane://a b.com;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://h\u212A.com;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://-h.com;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://h..com;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://h.com.;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://h%2ecom;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://127.1;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://0x7f000001;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://256.0.0.1;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://010.0.0.1;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://[::1;token=t", "host (URL): must have an IPv6 address in brackets"),
        bad("jdbc:bricklane://[fe80::1%25eth0];token=t", NOT_A_HOST),
        bad("jdbc:bricklane://[1:2];token=t", NOT_A_HOST),
        bad("jdbc:bricklane://[::1]x;token=t", NOT_A_HOST),
        bad("jdbc:bricklane://::1;token=t", "host (URL): must have an IPv6 address in brackets"),
        bad("jdbc:bricklane:///base;token=t", "host (URL): must have a host name"),
        bad(
            "jdbc:bricklane://user:secret@h.com",
            "host (URL): must not hold a user or password before @; use token, or clientId and"
                + " clientSecret"),
        bad("jdbc:bricklane://h.com:0;token=t", "host (URL): must have a port from 1 to 65535"),
        bad("jdbc:bricklane://h.com:65536;token=t", "host (URL): must have a port from 1 to 65535"),
        bad("jdbc:bricklane://h.com:;token=t", "host (URL): must have a port from 1 to 65535"),
        bad("jdbc:bricklane://h.com:-1;token=t", "host (URL): must have a port from 1 to 65535"),
        bad(
            "jdbc:bricklane://ftp://h.com;token=t",
            "host (URL): must begin with https:// or with the host name itself"),
        bad(
            "jdbc:bricklane://h.com?token=t",
            "host (URL): must not hold a ?; properties follow the host as ;name=value"),
        bad("jdbc:bricklane://h.com/#job;token=t", "host (URL): must not hold a #"),
        bad("jdbc:bricklane://h.com/a/../b;token=t", BASE_PATH),
        bad("jdbc:bricklane://h.com//a;token=t", BASE_PATH),
        bad("jdbc:bricklane://h.com/a%2fb;token=t", BASE_PATH),
        bad(
            "jdbc:bricklane://h.com/ai-gateway/mlflow;token=t",
            "host (URL): must end before /ai-gateway, or with the whole path of a surface, such as"
                + " /ai-gateway/mlflow/v1"),
        bad("jdbc:bricklane://http://h.com;token=t", "host (URL): " + NEEDS_TLS),
        bad("jdbc:bricklane://h.com;ssl=false;token=t", "ssl (URL): " + NEEDS_TLS),
        bad("jdbc:bricklane://127.0.0.1.com;ssl=false;token=t", "ssl (URL): " + NEEDS_TLS),
        bad("jdbc:bricklane://[::2];ssl=false;token=t", "ssl (URL): " + NEEDS_TLS),
        bad(
            "jdbc:bricklane://http://localhost;ssl=true;token=t",
            "ssl (URL): contradicts the scheme of host (URL)"),
        bad(
            "jdbc:bricklane://h.com:8443;port=9443;token=t",
            "port (URL): contradicts the port of host (URL)"),
        // Values.
        bad(
            "jdbc:bricklane://h.com;token=t;port=x",
            "port (URL): must be a whole number from 1 to 65535"),
        bad("jdbc:bricklane://h.com;token=t;ssl=maybe", "ssl (URL): must be true or false"),
        bad(
            "jdbc:bricklane://h.com;token=t;surface=both",
            "surface (URL): must be auto or serving or gateway"),
        bad(
            "jdbc:bricklane://h.com;token=t;maxRetries=-1",
            "maxRetries (URL): must be a whole number from 0 to 20"),
        bad(
            "jdbc:bricklane://h.com;token=t;maximumPoolSize=99999999999999999999",
            "maximumPoolSize (URL): must be a whole number from 1 to 10000"),
        bad(
            "jdbc:bricklane://h.com;token=t;minimumIdle=17",
            "minimumIdle (URL): must not be more than maximumPoolSize"),
        bad(
            "jdbc:bricklane://h.com;token=t;keepaliveTime=1h",
            "keepaliveTime (URL): must be less than maxLifetime"),
        bad(
            "jdbc:bricklane://h.com;token=t;connectTimeout=0",
            "connectTimeout (URL): must be a duration from 1 ms to 1 h" + DURATION),
        bad(
            "jdbc:bricklane://h.com;token=t;connectionTimeout=249",
            "connectionTimeout (URL): must be a duration from 250 ms to 24 h" + DURATION),
        bad(
            "jdbc:bricklane://h.com;token=t;idleTimeout=1 week",
            "idleTimeout (URL): must be a duration from 1 s to 24 h, or 0" + DURATION),
        bad(
            "jdbc:bricklane://h.com;token=t;userAgent=a%0ab",
            "userAgent (URL): must be ASCII without control characters"),
        bad(
            "jdbc:bricklane://h.com;token=two words",
            "token (URL): must be ASCII without spaces or control characters"),
        bad(
            "jdbc:bricklane://h.com;token=Bearer t",
            "token (URL): must be ASCII without spaces or control characters; leave out Bearer"),
        // Signing in.
        bad(
            "jdbc:bricklane://h.com;user=ada;password=t",
            "user (URL): must be the word token or left out: Bricklane signs in with tokens, not"
                + " with a user's password"),
        bad(
            "jdbc:bricklane://h.com;token=t;clientId=c;clientSecret=s",
            "authType: there are two ways to sign in, token (URL) and clientId (URL); leave one"
                + " out, or set authType=pat or authType=oauth-m2m"),
        bad(
            "jdbc:bricklane://h.com;clientId=c",
            "clientSecret: is missing for oauth-m2m; the other credentials come from the URL and"
                + " Properties, and are not mixed with those of other places"),
        bad(
            "jdbc:bricklane://h.com;clientSecret=s",
            "clientId: is missing for oauth-m2m; the other credentials come from the URL and"
                + " Properties, and are not mixed with those of other places"),
        bad(
            "jdbc:bricklane://h.com;authType=pat;clientId=c;clientSecret=s",
            "token: is missing for pat;"),
        bad("jdbc:bricklane://h.com;authType=browser;token=t", NOT_A_WAY),
        bad(
            "jdbc:bricklane://h.com;authType=browser",
            NOT_A_WAY,
            "There are no credentials for host (URL)"),
        bad(
            "jdbc:bricklane://h.com;profile=dev",
            "profile (URL): is named, but there is no file /home/ada/.databrickscfg",
            "There are no credentials for host (URL)"),
        // The embedded workspace.
        bad("jdbc:bricklane:embedded;token=t", "token (URL): " + NOT_EMBEDDED),
        bad("jdbc:bricklane:embedded;host=h", "host (URL): " + NOT_EMBEDDED),
        bad("jdbc:bricklane:embedded;profile=p", "profile (URL): " + NOT_EMBEDDED));
  }

  private static Arguments bad(String url, String... lines) {
    return Arguments.of(url, lines);
  }

  @ParameterizedTest
  @MethodSource("table")
  void saysWhatIsWrong(String url, String[] lines) {
    BricklaneException refusal = Resolving.refusal(url);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    if (lines.length == 1) {
      assertThat(refusal.getMessage()).startsWith(lines[0]).doesNotContain("\n");
    } else {
      assertThat(refusal.getMessage().lines())
          .containsExactly(
              Stream.concat(
                      Stream.of("The configuration has " + lines.length + " mistakes:"),
                      Stream.of(lines).map(line -> "  " + line))
                  .toArray(String[]::new));
    }
  }

  @Test
  void reportsAllMistakesAtOnce() {
    assertThat(
            Resolving.refusal(
                "jdbc:bricklane://evil$(x);maxRetries=many;token=a b;surface=x;clientid=;zzz=1"))
        .hasMessage(
            """
            The configuration has 5 mistakes:
              zzz (URL): is not a property
              surface (URL): must be auto or serving or gateway
              maxRetries (URL): must be a whole number from 0 to 20
              %s
              token (URL): must be ASCII without spaces or control characters\
            """
                .formatted(NOT_A_HOST));
  }

  @Test
  void cutsALongListOfMistakes() {
    StringBuilder url = new StringBuilder("jdbc:bricklane://h.com;token=t;ssl=true");
    for (int i = 0; i < 100; i++) {
      url.append(";zzz").append(i).append("=1");
    }
    assertThat(Resolving.refusal(url.toString()).getMessage().lines())
        .hasSize(22)
        .startsWith("The configuration has 100 mistakes:")
        .endsWith("  and 80 more");
  }

  @Test
  void hasItsOwnCodeWhenOnlyCredentialsAreMissing() {
    BricklaneException refusal = Resolving.refusal("jdbc:bricklane://h.com");
    assertThat(refusal.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    assertThat(refusal).hasMessage("There are no credentials for host (URL)");
  }
}
