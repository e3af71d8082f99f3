package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.HashSet;
import java.util.Set;

/** The fields of a chat that each family takes, and their ranges. */
final class ChatFields {
  private static final int LEAST_BUDGET = 1024;

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "n",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "response_format",
          "logprobs",
          "top_logprobs",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "reasoning_effort",
          "thinking",
          "service_tier",
          "usage_context",
          "client_request_id",
          "extra_params",
          "user");

  /** {@code reasoning_effort} is documented as refused; the sampling fields are a GUESS. */
  private static final Set<String> UNKNOWN_TO_CLAUDE =
      Set.of(
          "reasoning_effort",
          "response_format",
          "parallel_tool_calls",
          "service_tier",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "logprobs",
          "top_logprobs");

  private static final Set<String> UNKNOWN_TO_GEMINI =
      Set.of("parallel_tool_calls", "service_tier", "logprobs", "top_logprobs");

  private static final Set<String> UNKNOWN_TO_GPT = Set.of("thinking");

  /** GUESS: the union of what the models of one family take. */
  private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high");

  private ChatFields() {}

  /** Refuses what the family does not take. */
  static void check(Surface surface, Family family, Fields fields) {
    if (family.strict()) {
      fields.refuseOthers(known(family), surface);
    }
    if (family == Family.GEMINI && fields.get("stream_options") != null) {
      throw WireError.of(
          400, "INVALID_ARGUMENT", "Unknown name \"stream_options\": Cannot find field.\n");
    }
    String effort = fields.string("reasoning_effort");
    if (effort != null && !EFFORTS.contains(effort)) {
      throw WireError.invalid(
          "reasoning_effort", "must be one of " + EFFORTS.stream().sorted().toList());
    }
    checkThinking(family, fields);
    fields.flag("logprobs");
    fields.range("top_logprobs", 0, true, 20);
    fields.flag("parallel_tool_calls");
    fields.range("presence_penalty", -2, true, 2);
    fields.range("frequency_penalty", -2, true, 2);
    fields.stringMap("usage_context");
  }

  /** Tells whether the caller asks for reasoning that can be read. */
  static boolean wantsReasoning(Family family, Fields fields) {
    JsonNode thinking = fields.get("thinking");
    String effort = fields.string("reasoning_effort");
    boolean effortful = effort != null && !effort.equals("none");
    // OpenAI's models take an effort but show nothing of their reasoning in a chat.
    return (thinking != null && thinks(thinking)) || (effortful && family != Family.GPT);
  }

  private static boolean thinks(JsonNode thinking) {
    return switch (thinking.path("type").asText()) {
      case "adaptive" -> true;
      case "enabled" -> thinking.path("budget_tokens").asInt() > 0;
      default -> false;
    };
  }

  static void checkThinking(Family family, Fields fields) {
    JsonNode thinking = fields.get("thinking");
    if (thinking == null) {
      return;
    }
    String type = thinking.path("type").asText();
    if (!Set.of("enabled", "disabled", "adaptive").contains(type)) {
      throw WireError.invalid("thinking.type", "must be enabled, disabled or adaptive");
    }
    JsonNode budget = thinking.path("budget_tokens");
    if (type.equals("enabled") && !budget.isInt()) {
      throw WireError.invalid("thinking.budget_tokens", "an integer is required");
    }
    if (type.equals("enabled") && family == Family.CLAUDE) {
      if (budget.intValue() < LEAST_BUDGET) {
        throw WireError.invalid(
            "thinking.budget_tokens", "must be greater than or equal to " + LEAST_BUDGET);
      }
      if (budget.intValue() >= fields.positive("max_tokens").orElse(Integer.MAX_VALUE)) {
        throw WireError.badRequest(
            "max_tokens", "`max_tokens` must be greater than `thinking.budget_tokens`.");
      }
    }
  }

  private static Set<String> known(Family family) {
    Set<String> known = new HashSet<>(KNOWN);
    known.removeAll(
        switch (family) {
          case CLAUDE -> UNKNOWN_TO_CLAUDE;
          case GEMINI -> UNKNOWN_TO_GEMINI;
          case GPT -> UNKNOWN_TO_GPT;
          case EMBEDDED, OPEN -> Set.of();
        });
    return known;
  }
}
