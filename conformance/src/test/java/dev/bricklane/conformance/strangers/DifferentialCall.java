package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.ClientPool;
import dev.bricklane.client.Lease;
import dev.bricklane.config.ConfigResolver;
import dev.bricklane.config.Environment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One call in both languages.
 *
 * @param name says what is special about it
 * @param model whom it asks
 * @param arguments those of litellm.completion
 * @param sql those of complete() after the model; empty for a stream with parameters that SQL has
 *     no words for
 */
record DifferentialCall(String name, String model, ObjectNode arguments, String sql) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final String URL = "jdbc:bricklane://";

  /** Reads the calls of {@code litellm-calls.json}; where no messages are given, they say "Hi". */
  static List<DifferentialCall> read(String json, List<String> models) throws Exception {
    List<DifferentialCall> calls = new ArrayList<>();
    for (JsonNode call : JSON.readTree(json)) {
      ObjectNode arguments = (ObjectNode) call.path("arguments");
      if (!arguments.has("messages")) {
        arguments.putArray("messages").addObject().put("role", "user").put("content", "Hi");
      }
      for (String model : models) {
        String sql = call.path("sql").asText();
        calls.add(new DifferentialCall(call.path("name").asText(), model, arguments, sql));
      }
    }
    return calls;
  }

  /** Returns how the table names the model. */
  String who() {
    return model.contains("claude") ? "Claude" : "Llama";
  }

  /** Returns the call's own mark. */
  String key() {
    return name + "-" + who();
  }

  boolean streams() {
    return arguments.path("stream").asBoolean();
  }

  /** Asks through Bricklane; a refusal before the call is what the table then says. */
  void ask(String workspace, String token) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("host", workspace);
    properties.setProperty("token", token);
    properties.setProperty("maxRetries", "0");
    if (sql.isEmpty()) {
      stream(properties);
      return;
    }
    try (Connection connection = DriverManager.getConnection(URL, properties);
        Statement statement = connection.createStatement()) {
      try (ResultSet answer =
          statement.executeQuery("SELECT complete('" + model + "', " + sql + ")")) {
        answer.next();
        answer.getString(1);
      } catch (SQLException refused) {
        assertThat(refused.getSQLState()).as(key() + ": " + refused.getMessage()).startsWith("22");
      }
    }
  }

  private void stream(Properties properties) throws Exception {
    Map<String, Object> parameters = JSON.convertValue(arguments, FIELDS);
    parameters.keySet().removeAll(List.of("messages", "stream"));
    ChatRequest request = new ChatRequest(model, List.of(Message.user("Hi")), parameters);
    StringBuilder pieces = new StringBuilder();
    try (ClientPool pool =
            ClientPool.open(ConfigResolver.resolve(URL, properties, Environment.system()));
        Lease lease = pool.borrow()) {
      lease.client().stream(request, delta -> pieces.append(delta.text())).get();
    }
    assertThat(pieces).as(key()).hasToString("ok");
  }
}
