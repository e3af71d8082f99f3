package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All rules, in the order in which they are applied, before a request is written in the words of
 * its protocol. Thread-safe.
 */
public final class RequestRules {
  private static final List<RequestRule> ALL =
      List.of(
          new CacheControlInParts(),
          new DeveloperMeansSystem(),
          new OneSystemMessageFirst(),
          new NamesOfUsersOnly(),
          new NoEmptyContent(),
          new MaxTokensByItsOldName(),
          new AnthropicFieldsStayBehind(),
          new ClaudeThinksByBudget(),
          new ClaudeAnswersInJsonByTool(),
          new ClaudeToolsAreNotStrict(),
          new RoomForThinking(),
          new ThinkingDoesNotSample(),
          new GeminiStreamsWithoutOptions(),
          new SchemasHaveNames(),
          new UsageContextByHeader());

  private static final List<RequestRule> OF_LENGTH =
      List.of(new MaxTokensByItsOldName(), new ClaudeThinksByBudget(), new RoomForThinking());

  private RequestRules() {}

  /** A request as it is sent. Immutable. */
  public static final class Fitted {
    private final ChatRequest request;
    private final List<RequestRule> rules;

    private Fitted(ChatRequest request, List<RequestRule> rules) {
      this.request = request;
      this.rules = List.copyOf(rules);
    }

    /** Returns what to send. */
    public ChatRequest request() {
      return request;
    }

    /** Returns the answer as it would be to the request that was asked for. */
    public ChatCompletion answer(ChatCompletion given) {
      ChatCompletion answer = given;
      for (int i = rules.size() - 1; i >= 0; i--) {
        answer = rules.get(i).restore(request, answer);
      }
      return answer;
    }

    /** Returns the tool whose arguments become the text of {@link #answer}, or null. */
    public @Nullable String answeringTool() {
      return rules.stream()
          .map(RequestRule::answeringTool)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * Applies the rules for a model.
   *
   * @param api the protocol that the request will be sent by
   * @throws dev.bricklane.error.BricklaneException {@code BAD_REQUEST} if a value has no meaning
   *     for the model
   */
  public static Fitted fit(ChatRequest request, Destination destination, Api api) {
    ModelFamily family = ModelFamily.of(request.model());
    List<RequestRule> applied = new ArrayList<>();
    ChatRequest fitted = request;
    for (RequestRule rule : ALL) {
      if (rule.concerns(family) && rule.concerns(destination) && rule.concerns(api)) {
        ChatRequest changed = rule.apply(fitted);
        if (!changed.equals(fitted)) {
          applied.add(rule);
          fitted = changed;
        }
      }
    }
    return new Fitted(fitted, applied);
  }

  /**
   * Returns a request with the length of its answer as it will be sent, as far as can be told
   * without its connection: thinking needs room. Cheap; what the rules would refuse stays as it is.
   */
  public static ChatRequest withRoom(ChatRequest request) {
    Api api = request.options().api();
    boolean thinks = Thinking.MAY_BEGIN_BY.stream().anyMatch(request.parameters()::containsKey);
    if (!thinks
        || ModelFamily.of(request.model()) != ModelFamily.CLAUDE
        || (api != null && !RequestRule.speaksChat(api))) {
      return request;
    }
    try {
      ChatRequest fitted = request;
      for (RequestRule rule : OF_LENGTH) {
        fitted = rule.apply(fitted);
      }
      return fitted;
    } catch (BricklaneException e) {
      return request;
    }
  }

  /**
   * Returns where a request goes.
   *
   * @param base the connection's, whose path {@code /v1} is that of OpenAI's API and its imitators
   * @param gateway whether Databricks' gateway is called, if it is Databricks
   */
  public static Destination destination(URI base, boolean gateway) {
    String path = base.getPath() == null ? "" : base.getPath().toLowerCase(Locale.ROOT);
    boolean databricks = path.contains("/ai-gateway/") || path.contains("/serving-endpoints");
    if (path.endsWith("/v1") && !databricks) {
      return Destination.ELSEWHERE;
    }
    return gateway || path.contains("/ai-gateway/") ? Destination.GATEWAY : Destination.SERVING;
  }
}
