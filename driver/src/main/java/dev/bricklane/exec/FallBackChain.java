package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way from model to model: which is asked now, and which next if that fails.
 * Immutable.
 *
 * <p>Each failure is answered for itself: after a prompt that is too long for a model come those
 * for longer contexts, where the alias names any, and after any other the usual ones. None is asked
 * twice.
 */
final class FallBackChain {
  /**
   * Failures that another model may not have. A model that timed out while it was recorded is not
   * in the recording, so a replay goes on from there.
   */
  private static final Set<ErrorCode> FALLS_BACK =
      Set.of(
          ErrorCode.RATE_LIMITED,
          ErrorCode.OVERLOADED,
          ErrorCode.COLD_START,
          ErrorCode.DEADLINE_EXCEEDED,
          ErrorCode.NOT_RECORDED);

  private final ModelAliases aliases;
  private final ChatRequest asked;
  private final ChatRequest request;
  private final Set<String> tried;
  private final @Nullable BricklaneException notRecorded;

  private FallBackChain(
      ModelAliases aliases,
      ChatRequest asked,
      ChatRequest request,
      Set<String> tried,
      @Nullable BricklaneException notRecorded) {
    this.aliases = aliases;
    this.asked = asked;
    this.request = request;
    this.tried = tried;
    this.notRecorded = notRecorded;
  }

  /**
   * Begins with the model that a request names.
   *
   * @param asked as the statement made it
   */
  static FallBackChain of(ModelAliases aliases, ChatRequest asked) {
    ChatRequest request = aliases.chosen(asked);
    Set<String> tried = Set.copyOf(List.of(sent(asked), sent(request)));
    return new FallBackChain(aliases, asked, request, tried, null);
  }

  private static String sent(ChatRequest request) {
    return ModelNames.sent(request.model());
  }

  /** Returns the request as the statement made it. */
  ChatRequest asked() {
    return asked;
  }

  /** Returns the request for the model that is asked now. */
  ChatRequest request() {
    return request;
  }

  /** Returns what comes after this model has failed; empty if nothing does. */
  Optional<FallBackChain> after(BricklaneException failure) {
    return order(failure).stream()
        .filter(name -> !tried.contains(name))
        .findFirst()
        .map(name -> {
          ChatRequest next = aliases.chosen(ModelAliases.named(asked, name, asked.parameters()));
          Set<String> all = new HashSet<>(tried);
          all.add(name);
          all.add(sent(next));
          BricklaneException first =
              notRecorded == null && failure.code() == ErrorCode.NOT_RECORDED
                  ? failure
                  : notRecorded;
          return new FallBackChain(aliases, asked, next, all, first);
        });
  }

  private List<String> order(BricklaneException failure) {
    ModelAlias alias = aliases.alias(asked.model());
    if (alias == null) {
      return List.of();
    }
    if (failure.code() == ErrorCode.CONTEXT_TOO_LONG) {
      return alias.contextFallbacks().isEmpty() ? alias.fallbacks() : alias.contextFallbacks();
    }
    return FALLS_BACK.contains(failure.code()) ? alias.fallbacks() : List.of();
  }

  /**
   * Returns the error that a request ends with: the last; but of several that are not recorded the
   * first, which is about the model that the request names.
   */
  BricklaneException reported(BricklaneException last) {
    return last.code() == ErrorCode.NOT_RECORDED && notRecorded != null ? notRecorded : last;
  }
}
