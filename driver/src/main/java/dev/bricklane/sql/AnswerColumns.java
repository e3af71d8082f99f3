package dev.bricklane.sql;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer as the columns of {@code FROM complete(…)}. */
final class AnswerColumns {
  private AnswerColumns() {}

  /** Returns the values, in the columns' order. */
  static @Nullable Object[] row(ChatCompletion given) {
    Usage usage = given.usage();
    AnswerDetails details = given.details();
    return new @Nullable Object[] {
      given.content(),
      given.reasoning(),
      given.finishReason(),
      given.model(),
      usage.promptTokens(),
      usage.completionTokens(),
      usage.totalTokens(),
      given.latency().toMillis(),
      given.requestId(),
      null,
      details.refusal(),
      details.toolCalls(),
      details.thinking(),
      details.citations(),
      details.message(),
      details.output(),
      usage.cachedTokens(),
      usage.cacheWriteTokens(),
      usage.reasoningTokens(),
      details.servedModel(),
      details.logprobs()
    };
  }

  /** Returns the values by the columns' names. */
  static Map<String, @Nullable Object> byName(ChatCompletion given) {
    @Nullable Object[] row = row(given);
    List<ModelFunction.Result> results = ModelFunctions.COMPLETE_TABLE.results();
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      columns.put(results.get(i).name(), row[i]);
    }
    return Collections.unmodifiableMap(columns);
  }
}
