package dev.bricklane.exec;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a recording by their requests. Equal requests get their outcomes in the order in
 * which they were recorded, and then the last one again and again. Thread-safe.
 */
final class RecordedCalls {
  private final Map<String, Deque<Object>> outcomes = new HashMap<>();
  private final Map<String, Integer> models = new HashMap<>();

  private RecordedCalls() {}

  /**
   * Reads a file.
   *
   * @throws dev.bricklane.error.BricklaneException {@code FILE_UNUSABLE}
   */
  static RecordedCalls read(Path file) {
    RecordedCalls calls = new RecordedCalls();
    RecordingFile.read(
        file,
        call -> {
          calls
              .outcomes
              .computeIfAbsent(call.request().key(), key -> new ArrayDeque<>(1))
              .add(call.outcome());
          calls.models.merge(call.request().model(), 1, Integer::sum);
        });
    return calls;
  }

  /** Returns what comes next for a request, and leaves it there. */
  synchronized Optional<Object> peek(RecordedRequest request) {
    return Optional.ofNullable(outcomes.get(request.key())).map(Deque::peek);
  }

  /** Goes on to what comes after that, if there is more. */
  synchronized void advance(RecordedRequest request) {
    Deque<Object> left = outcomes.get(request.key());
    if (left != null && left.size() > 1) {
      left.remove();
    }
  }

  /** Returns how many calls of a model there are. */
  int ofModel(String model) {
    return models.getOrDefault(model, 0);
  }
}
