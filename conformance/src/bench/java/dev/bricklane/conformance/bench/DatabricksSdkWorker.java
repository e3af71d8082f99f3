package dev.bricklane.conformance.bench;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.serving.ChatMessage;
import com.databricks.sdk.service.serving.ChatMessageRole;
import com.databricks.sdk.service.serving.QueryEndpointInput;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * databricks-sdk-java with a thread for each call in flight; its own connection pool holds 20.
 * Takes the loop's orders.
 */
public final class DatabricksSdkWorker {
  /** It tells with a stack trace what it looks for and does not find. */
  private static final Logger TALK = Logger.getLogger("com.databricks");

  private DatabricksSdkWorker() {}

  public static void main(String[] arguments) throws IOException {
    TALK.setLevel(Level.OFF);
    LineService.serve(order -> {
      WorkspaceClient client =
          new WorkspaceClient(
              new DatabricksConfig()
                  .setHost("http://127.0.0.1:" + order.number("port"))
                  .setAuthType("pat")
                  .setToken("bench"));
      return ThreadedLoop.run(
          order,
          prompt ->
              client
                  .servingEndpoints()
                  .query(
                      new QueryEndpointInput()
                          .setName(Prompts.MODEL)
                          .setMessages(
                              List.of(
                                  new ChatMessage()
                                      .setRole(ChatMessageRole.USER)
                                      .setContent(prompt))))
                  .getChoices()
                  .iterator()
                  .next()
                  .getMessage()
                  .getContent());
    });
  }
}
