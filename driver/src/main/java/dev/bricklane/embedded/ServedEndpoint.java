package dev.bricklane.embedded;

/**
 * One endpoint that the workspace serves. Immutable.
 *
 * @param name as callers name it, such as {@code databricks-claude-sonnet-4-5}; also served on the
 *     gateway as {@code system.ai.<name without databricks->}
 * @param task what it answers
 * @param family whose habits it has: which fields it refuses and how it shapes errors and streams
 * @param description shown in the listing; says plainly what answers behind the name
 * @param ready false lists it as {@code NOT_READY} and answers calls with 503
 * @param contextTokens how many tokens of prompt it takes; more are refused with 400. At least 1;
 *     embeddings ignore it
 */
public record ServedEndpoint(
    String name, Task task, Family family, String description, boolean ready, int contextTokens) {
  /** The context length where none is given, in tokens. */
  public static final int DEFAULT_CONTEXT_TOKENS = 32_768;

  public ServedEndpoint {
    if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
      throw new IllegalArgumentException(
          "an endpoint's name is 1 to 63 letters, digits, '-' and '_', not '" + name + "'");
    }
    if (contextTokens < 1) {
      throw new IllegalArgumentException("contextTokens must be at least 1");
    }
  }

  /** Makes an endpoint with {@link #DEFAULT_CONTEXT_TOKENS}. */
  public ServedEndpoint(String name, Task task, Family family, String description, boolean ready) {
    this(name, task, family, description, ready, DEFAULT_CONTEXT_TOKENS);
  }

  /** What an endpoint answers. */
  public enum Task {
    /** Chat completions. */
    CHAT("llm/v1/chat"),
    /** Text completions, the older way. */
    COMPLETIONS("llm/v1/completions"),
    /** Embeddings. */
    EMBEDDINGS("llm/v1/embeddings");

    private final String wireName;

    Task(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in the listing, such as {@code llm/v1/chat}. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * Whose habits an endpoint has. Behind every family stands the same {@code Responder}; only the
   * wire differs.
   */
  public enum Family {
    /** The workspace's own: strict, errors with {@code error_code}, usage in the last chunk. */
    EMBEDDED(true),
    /** As OpenAI's: strict, errors in OpenAI's shape, usage in the last chunk. */
    GPT(true),
    /**
     * As Anthropic's: strict; refuses {@code reasoning_effort}, penalties, {@code seed}, empty
     * texts, images by URL and {@code json_object}.
     */
    CLAUDE(true),
    /** As the open models: unknown fields are ignored, usage in every chunk. */
    OPEN(false);

    private final boolean strict;

    Family(boolean strict) {
      this.strict = strict;
    }

    /** Returns whether unknown fields are refused. */
    public boolean strict() {
      return strict;
    }
  }
}
