package dev.bricklane.scripting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import dev.bricklane.embedded.Reply;
import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A workspace, a binding to it, and a script's shell; what models received can be read. */
final class ChatWorkspace implements AutoCloseable {
  /** Answers that models give, the first first; then they answer by themselves. */
  final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

  final Binding binding = new Binding(new HashMap<>());
  final Databricks databricks;
  private final EmbeddedWorkspace workspace;

  ChatWorkspace() {
    workspace = EmbeddedWorkspace.builder().responder(this::answer).start();
    databricks =
        Databricks.connect(
            "jdbc:bricklane://%s:%d;ssl=false"
                .formatted(workspace.uri().getHost(), workspace.uri().getPort()),
            Map.of("token", workspace.token(), "model", "embedded-responder", "maxRetries", 0));
    binding.setVariable("databricks", databricks);
  }

  private Optional<Reply> answer(ReceivedRequest request) {
    return request.method().equals("POST") ? Optional.ofNullable(replies.poll()) : Optional.empty();
  }

  /** Lets the next call be answered with a chat's message. */
  void reply(String message) {
    replies.add(
        Reply.json(
            200,
            """
            {"id": "1", "object": "chat.completion", "model": "m", "choices": [{"index": 0,
              "message": %s, "finish_reason": "stop"}], "usage": {"prompt_tokens": 2,
              "completion_tokens": 3, "total_tokens": 5}}
            """
                .formatted(message)));
  }

  /** Lets the next call be answered with the call of a tool. */
  void callsTool(String name, String arguments) {
    reply(
        """
        {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
          "function": {"name": "%s", "arguments": "%s"}}]}
        """
            .formatted(name, arguments.replace("\"", "\\\"")));
  }

  /** Runs a script. */
  Object run(String script) {
    return new GroovyShell(binding).evaluate(script);
  }

  /** Returns how many calls of models came. */
  long calls() {
    return workspace.modelCalls();
  }

  /** Returns what models were sent. */
  List<JsonNode> bodies() {
    List<JsonNode> bodies = new ArrayList<>();
    for (ReceivedRequest request : workspace.requests()) {
      if (request.method().equals("POST")) {
        try {
          bodies.add(new ObjectMapper().readTree(request.body()));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
    return bodies;
  }

  /** Returns what the last call sent. */
  JsonNode last() {
    List<JsonNode> bodies = bodies();
    return bodies.get(bodies.size() - 1);
  }

  @Override
  public void close() throws SQLException {
    databricks.close();
    workspace.close();
  }
}
