package dev.bricklane.embedded;

import java.util.Set;

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
 * @param traits what is special about its answers; may be empty
 */
public record ServedEndpoint(
    String name,
    Task task,
    Family family,
    String description,
    boolean ready,
    int contextTokens,
    Set<Trait> traits) {
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
    traits = Set.copyOf(traits);
  }

  /** Makes an endpoint without traits. */
  public ServedEndpoint(
      String name, Task task, Family family, String description, boolean ready, int contextTokens) {
    this(name, task, family, description, ready, contextTokens, Set.of());
  }

  /** Makes an endpoint with {@link #DEFAULT_CONTEXT_TOKENS} and without traits. */
  public ServedEndpoint(String name, Task task, Family family, String description, boolean ready) {
    this(name, task, family, description, ready, DEFAULT_CONTEXT_TOKENS);
  }

  /** Returns this endpoint with these traits instead of its own. */
  public ServedEndpoint with(Trait... newTraits) {
    return new ServedEndpoint(
        name, task, family, description, ready, contextTokens, Set.of(newTraits));
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** What an endpoint answers. */
  public enum Task {
    /** Chat completions. */
    CHAT("llm/v1/chat"),
    /** Text completions, the older way. */
    COMPLETIONS("llm/v1/completions"),
    /** Embeddings. */
    EMBEDDINGS("llm/v1/embeddings"),
    /** An agent that speaks Responses. */
    RESPONSES_AGENT("agent/v1/responses"),
    /** An agent that takes messages and answers messages. */
    CHAT_AGENT("agent/v2/chat"),
    /** A custom model that answers rows with predictions; its listing has no task. */
    PREDICTIONS("");

    private final String wireName;

    Task(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in the listing, such as {@code llm/v1/chat}; empty for a custom model. */
    public String wireName() {
      return wireName;
    }
  }

  /** What is special about an endpoint's answers. */
  public enum Trait {
    /** Chats always carry reasoning, with a signature and a redacted piece. */
    REASONS,
    /** Texts carry a citation. */
    CITES,
    /** Every answer is a refusal. */
    REFUSES,
    /** Every answer is held back by the content filter. */
    FILTERED,
    /** Streamed tool calls start with the arguments <code>{}</code>, which do not count. */
    BRACES_FIRST,
    /** Chats, if not streamed, lack their id, model, creation and usage. */
    SPARSE,
    /** Only Responses reach it; a chat is refused. */
    RESPONSES_ONLY,
    /** Predictions are named {@code outputs}. */
    OUTPUTS
  }

  /**
   * Whose habits an endpoint has. Behind every family stands the same {@code Responder}; only the
   * wire differs.
   */
  public enum Family {
    /** The workspace's own: strict, errors with {@code error_code}, usage in the last chunk. */
    EMBEDDED(true, Integer.MAX_VALUE),
    /** As OpenAI's: strict, errors in OpenAI's shape, usage in the last chunk. */
    GPT(true, 500),
    /**
     * As Anthropic's: strict; refuses {@code reasoning_effort}, penalties, {@code seed}, {@code
     * response_format}, empty texts and images by URL.
     */
    CLAUDE(true, Integer.MAX_VALUE),
    /** As Google's: strict; refuses {@code stream_options}, and always answers in parts. */
    GEMINI(true, Integer.MAX_VALUE),
    /** As the open models: unknown fields are ignored, usage in every chunk. */
    OPEN(false, 5);

    private final boolean strict;
    private final int mostImages;

    Family(boolean strict, int mostImages) {
      this.strict = strict;
      this.mostImages = mostImages;
    }

    /** Returns whether unknown fields are refused. */
    public boolean strict() {
      return strict;
    }

    int mostImages() {
      return mostImages;
    }
  }
}
