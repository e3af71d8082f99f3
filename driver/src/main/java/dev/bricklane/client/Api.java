package dev.bricklane.client;

/** A protocol that models are asked by. */
public enum Api {
  /** OpenAI's chat completions. */
  CHAT,
  /** Text completions: a prompt, no messages. */
  COMPLETIONS,
  /** OpenAI's Responses. */
  RESPONSES,
  /** Databricks' Open Responses, for models of others. */
  OPEN_RESPONSES,
  /** Google's {@code generateContent}. */
  GEMINI,
  /** {@code /serving-endpoints/{name}/invocations}, for custom models and agents. */
  INVOCATIONS
}
