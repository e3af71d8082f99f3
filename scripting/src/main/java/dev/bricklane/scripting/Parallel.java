package dev.bricklane.scripting;

import dev.bricklane.jdbc.StatementProgress;
import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** A prompt for each of many items, in one query: the driver's window of calls runs them. */
final class Parallel {
  private static final String PROGRESS = "progress";

  private final ModelCalls calls;
  private final List<@Nullable String> prompts = new ArrayList<>();
  private final List<@Nullable Completion> answers;
  private final Map<Integer, String> errors = new HashMap<>();
  private final Set<String> counted = new HashSet<>();
  private Usage usage = Usage.NONE;
  private int done;

  /** Makes all prompts, each once, before the first call. */
  Parallel(ModelCalls calls, Object items, Function<Object, ?> prompt) {
    this.calls = calls;
    for (Object item : iterable(items)) {
      Object made = prompt.apply(item);
      String text = made == null ? null : made.toString();
      prompts.add(text);
      done += text == null ? 1 : 0;
    }
    answers = new ArrayList<>(Collections.nCopies(prompts.size(), null));
  }

  private static Iterable<?> iterable(Object items) {
    if (items instanceof Iterable<?> several) {
      return several;
    }
    if (items instanceof Map<?, ?> map) {
      return map.entrySet();
    }
    if (items instanceof BaseStream<?, ?> stream) {
      List<Object> elements = new ArrayList<>();
      stream.iterator().forEachRemaining(elements::add);
      return elements;
    }
    if (items != null && items.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(items); i++) {
        elements.add(Array.get(items, i));
      }
      return elements;
    }
    throw new IllegalArgumentException(
        "Items are a list or anything else to go through, a map or an array, not "
            + (items == null ? "null" : "a " + items.getClass().getName()));
  }

  /** Asks. */
  Answers ask(Map<?, ?> given) throws SQLException {
    Map<Object, Object> rest = new LinkedHashMap<>(given);
    Object asked = rest.remove(PROGRESS);
    Arguments arguments = new Arguments(rest);
    Object named = arguments.take("model");
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(prompts);
    parameters.add(calls.model(named == null ? null : named.toString()));
    String call = arguments.call("complete", "?, t.p", parameters);
    Query query =
        new Query(
            "SELECT t.i, c.* FROM UNNEST(CAST(? AS VARCHAR ARRAY)) WITH ORDINALITY AS t(p, i),"
                + " LATERAL "
                + call
                + " AS c",
            parameters);
    try (ParallelProgress progress = ParallelProgress.of(asked, prompts.size())) {
      progress.done(done);
      if (done < prompts.size()) {
        run(query, progress);
      }
    }
    return new Answers(answers, errors, usage);
  }

  private void run(Query query, ParallelProgress progress) throws SQLException {
    int next = following(-1);
    try (PreparedStatement statement = query.prepare(calls.connection())) {
      statement.unwrap(StatementProgress.class).addProgressListener(progress::heard);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          int item = rows.getInt(1) - 1;
          take(item, Query.row(rows));
          next = following(item);
          progress.done(++done);
        }
      }
    } catch (SQLException e) {
      // Rows come in order, so the next is the one that has failed.
      throw next < prompts.size() ? FailedItem.of(next, e) : e;
    }
  }

  private int following(int item) {
    int next = item + 1;
    while (next < prompts.size() && prompts.get(next) == null) {
      next++;
    }
    return next;
  }

  private void take(int item, Map<String, @Nullable Object> columns) {
    columns.remove("i");
    Completion answer = new Completion(columns);
    String error = answer.getError();
    if (error != null) {
      errors.put(item, error);
    } else {
      answers.set(item, answer);
    }
    String prompt = prompts.get(item);
    if (prompt != null && counted.add(prompt)) {
      usage = usage.plus(answer.getUsage());
    }
  }
}
