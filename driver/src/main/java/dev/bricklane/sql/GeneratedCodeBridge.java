package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/**
 * The only class that generated code may call; public for that reason alone, and not meant for
 * anybody else.
 *
 * <p>Here a query's rows meet model calls: many at a time in the operator, one at a time where a
 * call stands in a place that the operator does not serve.
 */
public final class GeneratedCodeBridge {
  private GeneratedCodeBridge() {}

  /** Evaluates a scalar model function for one row. */
  public static @Nullable Object scalar(
      DataContext context, String function, @Nullable Object[] arguments) {
    return ModelCalls.scalar(((QueryContext) context).calls(), function, arguments);
  }

  /** Evaluates a table model function; its call is made when the first row is read. */
  public static Enumerable<@Nullable Object[]> table(
      DataContext context, String function, @Nullable Object[] arguments) {
    return Linq4j.asEnumerable(
        () -> ModelCalls.table(((QueryContext) context).calls(), function, arguments).iterator());
  }

  /** Runs the model-call operator over its input. */
  public static Enumerable<@Nullable Object[]> run(
      DataContext context, Enumerable<?> input, Object runner) {
    return ((ModelCallRunner) runner).run((QueryContext) context, input);
  }

  /** Counts the rows that a limit gets, for the operators that look ahead under it. */
  public static Enumerable<?> count(
      DataContext context, Enumerable<?> input, String lookAhead, long wanted) {
    return CountedRows.of((QueryContext) context, input, lookAhead, wanted);
  }

  /** Keeps the first rows of each group, for which the calls below are made in rounds. */
  public static Enumerable<?> firstOfGroups(
      DataContext context, Enumerable<?> input, String rounds, Object key, long wanted) {
    return FirstOfGroups.of((QueryContext) context, input, rounds, (GroupKey) key, wanted);
  }

  /** Gives the rows of a round. */
  public static Enumerable<?> groupSource(DataContext context, Enumerable<?> input, String rounds) {
    return FirstOfGroups.source((QueryContext) context, input, rounds);
  }

  /** Works a part of a plan out for some rows at a time. */
  @SuppressWarnings("unchecked") // The names that RoundsRel has found.
  public static Enumerable<?> rounds(DataContext context, String name, Object terms, Object anew) {
    return FrontRounds.of(
        (QueryContext) context, name, (FrontRounds.Terms) terms, (List<String>) anew);
  }

  /** Gives the rows that a round looks at. */
  public static Enumerable<?> front(DataContext context, String name) {
    return ((QueryContext) context).front(name);
  }

  /** Keeps rows that are read more than once. */
  public static Enumerable<?> keep(Enumerable<?> input) {
    return KeptRows.of(input);
  }

  /** Gives the rows of a part of a plan that stands in several places. */
  public static Enumerable<?> shared(DataContext context, String name) {
    return ((QueryContext) context).shared(name);
  }

  /** Gives the rows that a plan has stored. */
  public static Enumerable<?> stored(DataContext context, Object rows) {
    return StoppableRows.of(((QueryContext) context).calls(), (List<?>) rows);
  }

  /** Gives the one form of all DECIMALs that are equal. */
  public static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
    return value == null ? null : DecimalKeys.plain(value);
  }

  /** Gives the one form of all arrays of DECIMALs that are equal. */
  public static @Nullable List<?> plainAll(@Nullable List<?> values) {
    return (List<?>) DecimalRows.plain(values);
  }

  /** Unites, intersects or subtracts rows with DECIMALs. */
  public static Enumerable<?> combined(
      String kind, boolean all, Enumerable<?> rows, Enumerable<?> others) {
    return DecimalRows.combined(kind, all, rows, others);
  }

  /** Gives numbers and truth values as texts. */
  public static @Nullable List<@Nullable String> texts(@Nullable List<?> values) {
    return values == null ? null : ArrayFunctions.texts(values);
  }

  /** Works out {@code sort_array}. */
  public static @Nullable List<?> sorted(@Nullable List<?> values, @Nullable Boolean ascending) {
    return values == null || ascending == null ? null : ArrayFunctions.sorted(values, ascending);
  }

  /** Works out {@code array_reverse}. */
  public static @Nullable List<?> reversed(@Nullable List<?> values) {
    return values == null ? null : ArrayFunctions.reversed(values);
  }

  /** Works out {@code array_contains} of numbers. */
  public static @Nullable Boolean contains(@Nullable List<?> values, @Nullable Object number) {
    return values == null || number == null ? null : ArrayFunctions.position(values, number) > 0;
  }

  /** Works out {@code array_position} of numbers. */
  public static @Nullable Long position(@Nullable List<?> values, @Nullable Object number) {
    return values == null || number == null ? null : ArrayFunctions.position(values, number);
  }

  /** Works out {@code array_remove} of numbers. */
  public static @Nullable List<?> without(@Nullable List<?> values, @Nullable Object number) {
    return values == null || number == null ? null : ArrayFunctions.without(values, number);
  }

  /** Works out {@code vector_cosine_similarity}. */
  public static @Nullable Double cosineSimilarity(@Nullable List<?> a, @Nullable List<?> b) {
    return VectorFunctions.cosineSimilarity(a, b);
  }

  /** Works out {@code vector_inner_product}. */
  public static @Nullable Double innerProduct(@Nullable List<?> a, @Nullable List<?> b) {
    return VectorFunctions.innerProduct(a, b);
  }

  /** Works out {@code vector_l2_distance}. */
  public static @Nullable Double l2Distance(@Nullable List<?> a, @Nullable List<?> b) {
    return VectorFunctions.l2Distance(a, b);
  }
}
