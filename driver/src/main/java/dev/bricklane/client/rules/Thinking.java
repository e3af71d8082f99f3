package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameter {@code thinking} of Claude and of Gemini 2.5: {@code {"type": "enabled",
 * "budget_tokens": n}}, or for the newest Claude models, which know nothing else, {@code {"type":
 * "adaptive"}} (Azure Databricks, "Query foundation models by type"; models.dev; Bifrost).
 */
final class Thinking {
  static final String FIELD = "thinking";

  /** The parameters that ask for it. */
  static final List<String> MAY_BEGIN_BY = List.of(FIELD, "reasoning_effort");

  /** As LiteLLM leaves it for the answer where nobody says how long that may be. */
  static final int USUAL_ANSWER = 4096;

  /** A number of three digits or more is a date. */
  private static final Pattern CLAUDE =
      Pattern.compile("claude-(opus|sonnet|haiku)-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  private Thinking() {}

  /** Returns whether a model decides by itself how much to think: Opus 4.7, Sonnet 5 and later. */
  static boolean isAdaptive(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (!name.contains("claude")) {
      return false;
    }
    if (name.contains("fable")) {
      return true;
    }
    Matcher version = CLAUDE.matcher(name);
    if (!version.find()) {
      return false;
    }
    int major = Integer.parseInt(version.group(2));
    int minor = version.group(3) == null ? 0 : Integer.parseInt(version.group(3));
    return major > 4 || (version.group(1).equals("opus") && major == 4 && minor >= 7);
  }

  static Map<String, Object> adaptive() {
    return Map.of("type", "adaptive");
  }

  static Map<String, Object> enabled(int budget) {
    Map<String, Object> thinking = new LinkedHashMap<>();
    thinking.put("type", "enabled");
    thinking.put("budget_tokens", budget);
    return thinking;
  }

  /** Returns whether a request asks for it. */
  static boolean isOn(ChatRequest request) {
    return request.parameters().get(FIELD) instanceof Map<?, ?> thinking
        && ("enabled".equals(thinking.get("type")) || "adaptive".equals(thinking.get("type")));
  }

  /** Returns the tokens that a request allows for it; null if it names no number. */
  static @Nullable Long budget(ChatRequest request) {
    return request.parameters().get(FIELD) instanceof Map<?, ?> thinking
            && "enabled".equals(thinking.get("type"))
            && thinking.get("budget_tokens") instanceof Number budget
        ? (Long) budget.longValue()
        : null;
  }
}
