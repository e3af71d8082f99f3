package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.CallExecutor;
import dev.bricklane.exec.StatementCalls;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.ArrayBindable;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** A plan with its description for JDBC. Immutable; each run has its own context. */
final class PlannedQuery implements PreparedQuery {
  private final QueryPlanner.Plan plan;
  private final List<Column> columns;
  private final SchemaPlus root;
  private final CallExecutor executor;

  PlannedQuery(
      QueryPlanner.Plan plan, List<Column> columns, SchemaPlus root, CallExecutor executor) {
    this.plan = plan;
    this.columns = List.copyOf(columns);
    this.root = root;
    this.executor = executor;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public List<Parameter> parameters() {
    return plan.parameters().stream().map(type -> new Parameter(RelTypes.describe(type))).toList();
  }

  @Override
  public RowCursor open(Execution execution) {
    List<@Nullable Object> values = bind(execution.parameters());
    StatementCalls calls = executor.begin(execution.timeout());
    execution.begin(calls);
    QueryContext context =
        new QueryContext(root, plan, calls, values, execution, System.currentTimeMillis());
    List<RelDataType> types = plan.fields().stream().map(field -> field.getType()).toList();
    boolean scalar = !(plan.code() instanceof ArrayBindable);
    execution.onCancel(context.sources()::cancel);
    return EnumerableCursor.open(
        () -> plan.code().bind(context),
        types,
        scalar,
        calls,
        execution,
        context.sources(),
        new EnumerableCursor.Streamed(plan.streamed(), context.texts()));
  }

  private List<@Nullable Object> bind(List<@Nullable Object> given) {
    if (given.size() != plan.parameters().size()) {
      throw new BricklaneException(
          ErrorCode.INVALID_PARAMETER,
          "The statement has %d parameters, but %d values are set"
              .formatted(plan.parameters().size(), given.size()));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      values.add(CalciteValues.toCalcite(given.get(i), plan.parameters().get(i), i + 1));
    }
    return values;
  }
}
