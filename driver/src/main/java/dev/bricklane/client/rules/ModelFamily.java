package dev.bricklane.client.rules;

import java.util.Locale;
import java.util.regex.Pattern;

/** Who made a model, as far as its name tells; models of one family want the same of a request. */
public enum ModelFamily {
  /** Anthropic's. */
  CLAUDE,
  /** Google's. */
  GEMINI,
  /** OpenAI's, but for the open ones. */
  GPT,
  /** OpenAI's open ones. */
  GPT_OSS,
  /** Meta's. */
  LLAMA,
  /** Alibaba's. */
  QWEN,
  /** All others, a user's own endpoints among them. */
  OTHER;

  private static final Pattern NUMBERED_GPT = Pattern.compile("gpt-\\d");

  /**
   * Returns the family of a model.
   *
   * @param model its name, in any of its forms; LiteLLM and databricks-openai look for these words
   *     in it too
   */
  public static ModelFamily of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (name.contains("claude")) {
      return CLAUDE;
    }
    if (name.contains("gemini")) {
      return GEMINI;
    }
    if (name.contains("gpt-oss")) {
      return GPT_OSS;
    }
    if (NUMBERED_GPT.matcher(name).find()) {
      return GPT;
    }
    if (name.contains("llama")) {
      return LLAMA;
    }
    return name.contains("qwen") ? QWEN : OTHER;
  }
}
