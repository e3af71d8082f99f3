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
  private static final String EXTRACT = "extract";

  private final ModelCalls calls;
  private final List<@Nullable String> prompts = new ArrayList<>();
  private final List<@Nullable Object> values;
  private final List<@Nullable Completion> completions;
  private final Map<Integer, String> errors = new HashMap<>();
  private final Set<String> counted = new HashSet<>();
  private Usage usage = Usage.NONE;
  private @Nullable Extraction extraction;
  private boolean failing = true;
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
    values = new ArrayList<>(Collections.nCopies(prompts.size(), null));
    completions = new ArrayList<>(Collections.nCopies(prompts.size(), null));
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
    // Names may be symbols, as in Ruby.
    Map<String, Object> rest = new LinkedHashMap<>();
    given.forEach((name, value) -> rest.put(String.valueOf(name), value));
    Object asked = rest.remove(PROGRESS);
    Object wanted = rest.remove(EXTRACT);
    Arguments arguments = new Arguments(rest);
    Object named = arguments.take("model");
    failing = !"null".equals(arguments.get("on_error"));
    if (wanted != null) {
      extraction = new Extraction(wanted);
      arguments = extraction.in(arguments);
    }
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
    return new Answers(values, completions, errors, usage);
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

  private void take(int item, Map<String, @Nullable Object> columns) throws SQLException {
    columns.remove("i");
    Completion answer = new Completion(columns);
    String prompt = prompts.get(item);
    if (prompt != null && counted.add(prompt)) {
      usage = usage.plus(answer.getUsage());
    }
    if (answer.getError() != null) {
      errors.put(item, answer.getError());
      return;
    }
    completions.set(item, answer);
    Extraction data = extraction;
    if (data == null) {
      values.set(item, answer);
      return;
    }
    try {
      values.set(item, data.value(answer));
    } catch (SQLException e) {
      if (failing) {
        throw e;
      }
      errors.put(item, String.valueOf(e.getMessage()));
    }
  }
}
