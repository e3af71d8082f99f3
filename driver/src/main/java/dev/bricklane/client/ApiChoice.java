package dev.bricklane.client;

import dev.bricklane.client.ModelRoute.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the protocol of a call: that of the call itself, else that of the connection, else that
 * of the endpoint's task or the model's family, else chat completions.
 */
final class ApiChoice {
  /** Answered by Responses alone (databricks-ai-bridge). */
  private static final Pattern RESPONSES_ONLY = Pattern.compile("\\bcodex\\b");

  /** Takes tools by Responses alone (databricks-ai-bridge). */
  private static final Pattern TOOLS_BY_RESPONSES = Pattern.compile("gpt-5[.-]4(?!\\d)");

  private ApiChoice() {}

  /**
   * Returns the protocol.
   *
   * @param ofConnection what the connection says, or null
   * @param task of the endpoint, or null if it is not known
   */
  static Api of(
      ChatRequest request, ModelRoute route, @Nullable Api ofConnection, @Nullable String task) {
    Api ofCall = request.options().api();
    if (ofCall != null) {
      return ofCall;
    }
    if (route.place() == Place.APP) {
      return Api.RESPONSES;
    }
    if (ofConnection != null) {
      return ofConnection;
    }
    if (route.place() == Place.DIRECT) {
      return Api.CHAT;
    }
    if (task != null && route.place() == Place.SERVING) {
      Api byTask = byTask(task);
      if (byTask != null) {
        return byTask;
      }
    }
    return byFamily(request, route.model().toLowerCase(Locale.ROOT));
  }

  private static @Nullable Api byTask(String task) {
    return switch (task) {
      case "agent/v1/responses" -> Api.RESPONSES;
      case "agent/v1/chat", "agent/v2/chat" -> Api.INVOCATIONS;
      case "llm/v1/completions" -> Api.COMPLETIONS;
      default -> null;
    };
  }

  private static Api byFamily(ChatRequest request, String model) {
    if (RESPONSES_ONLY.matcher(model).find()) {
      return Api.RESPONSES;
    }
    Object tools = request.parameters().get("tools");
    boolean hasTools = tools instanceof List<?> list ? !list.isEmpty() : tools instanceof Map<?, ?>;
    return hasTools && TOOLS_BY_RESPONSES.matcher(model).find() ? Api.RESPONSES : Api.CHAT;
  }
}
