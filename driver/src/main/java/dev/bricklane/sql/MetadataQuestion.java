package dev.bricklane.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.NullSentinel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * One question of {@link MetadataHandlers}, such as {@code getRowCount}, and who answers it for
 * which class of expression. Does what the code does that Calcite would generate: answers are
 * remembered by expression and arguments, and a question that comes back to itself is an error that
 * the asker handles. Thread-safe.
 */
final class MetadataQuestion {
  private final Method question;
  private final Class<?> kind;
  private final Map<Class<?>, Answerer> known = new ConcurrentHashMap<>();
  private volatile @Nullable Map<Class<?>, Answerer> answerers;

  /**
   * Makes a question.
   *
   * @param question a method of {@code kind}, whose first two parameters are the expression and the
   *     session
   */
  MetadataQuestion(Method question, Class<?> kind) {
    this.question = question;
    this.kind = kind;
  }

  @Nullable Object ask(Object[] arguments) throws Throwable {
    RelNode rel = (RelNode) arguments[0];
    RelMetadataQuery session = (RelMetadataQuery) arguments[1];
    Object key = key(arguments);
    Object remembered = session.map.get(rel, key);
    if (remembered == NullSentinel.ACTIVE) {
      throw new CyclicMetadataException();
    }
    if (remembered != null) {
      return remembered == NullSentinel.INSTANCE ? null : remembered;
    }
    session.map.put(rel, key, NullSentinel.ACTIVE);
    try {
      Object answer = known.computeIfAbsent(rel.getClass(), this::answerer).answer(arguments);
      session.map.put(rel, key, NullSentinel.mask(answer));
      return answer;
    } catch (RuntimeException e) {
      session.map.row(rel).clear();
      throw e;
    }
  }

  private Object key(Object[] arguments) {
    if (arguments.length == 2) {
      return this;
    }
    Object[] key = Arrays.copyOfRange(arguments, 1, arguments.length);
    key[0] = this;
    return Arrays.asList(key);
  }

  /** Returns the most special one; the order among unrelated classes is Calcite's. */
  private Answerer answerer(Class<?> rel) {
    Map<Class<?>, Answerer> all = answerers;
    if (all == null) {
      all = answerers();
      answerers = all;
    }
    for (Map.Entry<Class<?>, Answerer> entry : all.entrySet()) {
      if (entry.getKey().isAssignableFrom(rel)) {
        return entry.getValue();
      }
    }
    throw new IllegalArgumentException(question + " of " + rel);
  }

  @SuppressWarnings("unchecked") // The kinds are the handlers that BuiltInMetadata declares.
  private Map<Class<?>, Answerer> answerers() {
    Map<Class<?>, Answerer> found = new LinkedHashMap<>();
    for (MetadataHandler<?> handler :
        DefaultRelMetadataProvider.INSTANCE.handlers((Class<? extends MetadataHandler<?>>) kind)) {
      for (Method method : handler.getClass().getMethods()) {
        if (answers(method)) {
          method.setAccessible(true);
          found.putIfAbsent(method.getParameterTypes()[0], new Answerer(handler, method));
        }
      }
    }
    Map<Class<?>, Answerer> sorted = new LinkedHashMap<>();
    specialFirst(found.keySet()).forEach(type -> sorted.put(type, found.get(type)));
    return sorted;
  }

  private boolean answers(Method method) {
    Class<?>[] given = method.getParameterTypes();
    Class<?>[] asked = question.getParameterTypes();
    return method.getName().equals(question.getName())
        && given.length == asked.length
        && RelNode.class.isAssignableFrom(given[0])
        && Arrays.equals(given, 1, given.length, asked, 1, asked.length);
  }

  private static List<Class<?>> specialFirst(Iterable<Class<?>> types) {
    List<Class<?>> byName = new ArrayList<>();
    types.forEach(byName::add);
    byName.sort(Comparator.comparing(Class::getName));
    Deque<Class<?>> waiting = new ArrayDeque<>(byName);
    List<Class<?>> sorted = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Class<?> next = waiting.remove();
      if (waiting.stream().anyMatch(next::isAssignableFrom)) {
        waiting.add(next);
      } else {
        sorted.add(next);
      }
    }
    return sorted;
  }

  @Override
  public String toString() {
    return question.getName();
  }

  private record Answerer(MetadataHandler<?> handler, Method method) {
    @Nullable Object answer(Object[] arguments) throws Throwable {
      try {
        return method.invoke(handler, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
