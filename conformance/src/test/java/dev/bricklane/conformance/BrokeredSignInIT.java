package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packaged jar, in the environments of Posit Connect and GitHub Actions, against the embedded
 * workspace, which has read the facts about them on its own.
 */
class BrokeredSignInIT {
  private static EmbeddedWorkspace workspace;

  @BeforeAll
  static void open() {
    workspace =
        EmbeddedWorkspace.builder()
            .endpoint(
                new ServedEndpoint("databricks-x", Task.CHAT, Family.OPEN, "A stand-in", true))
            .start();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void contentOfPositConnectSignsInAsItself() throws Exception {
    assertThat(ask("authType=posit-connect", workspace.connectEnvironment())).contains("\"hi\"");
  }

  @Test
  void contentOfPositConnectSignsInAsItsViewer() throws Exception {
    String viewer = "connectUserSession=" + workspace.connectUserSession();
    assertThat(ask(viewer, workspace.connectEnvironment())).contains("\"hi\"");
    assertThat(ask("connectUserSession=another", workspace.connectEnvironment()))
        .startsWith("28000: ")
        .contains("No OAuth integrations");
  }

  @Test
  void jobsOfGithubActionsSignInByTheirIdTokens() throws Exception {
    assertThat(ask("authType=github-oidc", workspace.githubEnvironment())).contains("\"hi\"");
  }

  private static String ask(String property, Map<String, String> environment) throws Exception {
    String url =
        "jdbc:bricklane://127.0.0.1:" + workspace.uri().getPort() + ";ssl=false;" + property;
    return JarRun.asking(url, environment).output();
  }
}
