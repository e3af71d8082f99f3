package dev.bricklane.sql;

import dev.bricklane.exec.LookAhead;
import dev.bricklane.exec.StatementCalls;
import dev.bricklane.sql.attach.SourceRun;
import dev.bricklane.sql.files.RunningStatement;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rel.type.TimeFrames;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/**
 * What generated code sees of one run: its parameters, the clock, the cancel flag, and the model
 * calls.
 */
final class QueryContext implements DataContext, SourceRun.Context {
  private final SchemaPlus root;
  private final JavaTypeFactory types;
  private final StatementCalls calls;
  private final Execution execution;
  private final SourceRun sources;
  private final StreamedTexts texts;
  private final Map<String, Object> variables = new HashMap<>();
  private final Map<String, LookAhead> lookAheads = new HashMap<>();
  private final Map<String, GroupRounds> rounds = new HashMap<>();
  private final Map<String, Enumerable<?>> shared = new HashMap<>();
  private final Map<String, List<@Nullable Object>> fronts = new HashMap<>();

  private QueryContext(
      SchemaPlus root,
      JavaTypeFactory types,
      StatementCalls calls,
      Execution execution,
      SourceRun sources,
      StreamedTexts texts,
      Map<String, Object> variables) {
    this.root = root;
    this.texts = texts;
    this.types = types;
    this.calls = calls;
    this.execution = execution;
    this.sources = sources;
    this.variables.putAll(variables);
  }

  QueryContext(
      SchemaPlus root,
      QueryPlanner.Plan plan,
      StatementCalls calls,
      List<@Nullable Object> parameters,
      Execution execution,
      long now) {
    this.root = root;
    this.types = plan.types();
    this.texts = new StreamedTexts();
    this.calls = calls;
    this.execution = execution;
    this.sources = new SourceRun(parameters::get, calls::check, execution.timeout());
    variables.putAll(plan.constants());
    TimeZone zone = TimeZone.getTimeZone(ZoneId.systemDefault());
    long local = now + zone.getOffset(now);
    variables.put(Variable.UTC_TIMESTAMP.camelName, now);
    variables.put(Variable.CURRENT_TIMESTAMP.camelName, local);
    variables.put(Variable.LOCAL_TIMESTAMP.camelName, local);
    variables.put(Variable.SYS_TIMESTAMP.camelName, local);
    variables.put(Variable.TIME_ZONE.camelName, zone);
    variables.put(
        Variable.TIME_FRAME_SET.camelName,
        BricklaneTypeSystem.INSTANCE.deriveTimeFrameSet(TimeFrames.CORE));
    variables.put(Variable.USER.camelName, "bricklane");
    variables.put(Variable.SYSTEM_USER.camelName, "bricklane");
    variables.put(Variable.LOCALE.camelName, Locale.ENGLISH);
    variables.put(RunningStatement.VARIABLE, new Running(calls));
    variables.put(Variable.CANCEL_FLAG.camelName, execution.cancelFlag());
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      if (value != null) {
        variables.put("?" + i, value);
      }
    }
  }

  /** Returns the statement's model calls. */
  StatementCalls calls() {
    return calls;
  }

  /** Returns the texts that are given while they come. */
  StreamedTexts texts() {
    return texts;
  }

  /** Returns this run's view for another piece of code with constants of its own. */
  DataContext with(Map<String, Object> constants) {
    Map<String, Object> both = new HashMap<>(variables);
    both.putAll(constants);
    return new QueryContext(root, types, calls, execution, sources, texts, both);
  }

  /** Returns the run. */
  Execution execution() {
    return execution;
  }

  /** Returns what narrows the window of operators under a limit; the limit has set it. */
  LookAhead lookAhead(String name) {
    return lookAheads.computeIfAbsent(name, unset -> new LookAhead(Long.MAX_VALUE));
  }

  /** Sets how many rows a limit wants. */
  LookAhead lookAhead(String name, long wanted) {
    LookAhead set = new LookAhead(wanted);
    lookAheads.put(name, set);
    return set;
  }

  /** Returns the rounds that are being read; null if the operator that begins them does not run. */
  @Nullable GroupRounds rounds(String name) {
    return rounds.get(name);
  }

  /** Sets the rounds whose next is to be read. */
  void rounds(String name, GroupRounds begun) {
    rounds.put(name, begun);
  }

  /** Returns the rows of a part of the plan, which is run once. */
  Enumerable<?> shared(String name) {
    Enumerable<?> known = shared.get(name);
    if (known == null) {
      known = KeptRows.of(run(name));
      shared.put(name, known);
    }
    return known;
  }

  /** Has a part of the plan run again when it is read next. */
  void forget(String name) {
    shared.remove(name);
  }

  /** Runs a part of the plan that is compiled apart. */
  Enumerable<?> run(String name) {
    return ((Bindable<?>) Objects.requireNonNull(variables.get(name), name)).bind(this);
  }

  /** Returns the rows that a round looks at; all where no round is being read. */
  Enumerable<?> front(String name) {
    return Linq4j.asEnumerable(() -> {
      List<@Nullable Object> rows = fronts.get(name);
      return (rows == null ? run(name) : rows).iterator();
    });
  }

  /** Sets the rows that the next round looks at. */
  void front(String name, List<@Nullable Object> rows) {
    fronts.put(name, rows);
  }

  /** Returns what this run holds of attached sources; it ends with the run. */
  @Override
  public SourceRun sources() {
    return sources;
  }

  @Override
  public SchemaPlus getRootSchema() {
    return root;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return types;
  }

  @Override
  public QueryProvider getQueryProvider() {
    throw new UnsupportedOperationException("no queryable tables");
  }

  @Override
  public @Nullable Object get(String name) {
    return variables.get(name);
  }

  /** The statement as those see it who read files for it. */
  private record Running(StatementCalls calls) implements RunningStatement {
    @Override
    public void check() {
      calls.check();
    }

    @Override
    public void closeAtEnd(AutoCloseable resource) {
      calls.closeAtEnd(resource);
    }

    @Override
    public void closed(AutoCloseable resource) {
      calls.closed(resource);
    }
  }
}
