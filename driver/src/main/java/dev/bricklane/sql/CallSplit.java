package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Builds the steps that stand for filters and a projection with model calls: one that computes the
 * arguments of calls, the operator that makes them, and one that uses the results. The columns of
 * the input stay where they are; arguments, conditions and results are appended.
 */
final class CallSplit {
  private final RexBuilder rex;
  private final Map<RexNode, RexNode> results = new LinkedHashMap<>();
  private final Set<RexNode> guarded = new HashSet<>();
  private RelNode top;

  CallSplit(RelNode input) {
    this.top = input;
    this.rex = Rels.rex(input);
  }

  /** Builds a relation whose calls were put off, with the columns of a type. */
  static RelNode build(Deferred deferred, RelDataType rowType) {
    CallSplit split = new CallSplit(deferred.core());
    split.filterInTurn(deferred.conditions());
    return split.project(deferred.columns(), rowType);
  }

  /** Keeps the rows for which all conditions are true, asking those with the fewest calls first. */
  void filterInTurn(List<RexNode> conditions) {
    conditions.stream()
        .distinct()
        .sorted(Comparator.comparingInt(CallExtractor::cost))
        .forEach(condition -> filter(List.of(condition)));
  }

  /** Keeps the rows for which all conditions are true; their calls are made first. */
  void filter(List<RexNode> conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    List<RexNode> asked = made(conditions);
    top = Rels.filter(top, asked);
  }

  /** Ends with a projection, whose calls are made for the rows that are left. */
  RelNode project(List<RexNode> expressions, RelDataType rowType) {
    List<RexNode> columns = new ArrayList<>();
    List<RexNode> made = made(expressions);
    for (int i = 0; i < made.size(); i++) {
      RelDataType type = rowType.getFieldList().get(i).getType();
      RexNode column = made.get(i);
      columns.add(
          column.getType().equals(type) ? column : rex.makeAbstractCast(type, column, false));
    }
    return Rels.project(top, columns, rowType);
  }

  /** Makes the calls of expressions, and returns these with the results in their place. */
  List<RexNode> made(List<RexNode> expressions) {
    return made(expressions, expressions);
  }

  /**
   * Makes the calls of expressions, and returns what holds them with the results in their place.
   *
   * <p>A result under a condition is there for these expressions alone: where they do not need it
   * there is none, and others may.
   */
  List<RexNode> made(List<RexNode> expressions, List<RexNode> holders) {
    makeCalls(expressions);
    Map<RexNode, RexNode> untied = untied(expressions);
    List<RexNode> made =
        holders.stream()
            .map(each -> CallExtractor.replace(CallExtractor.replace(each, untied), results))
            .toList();
    results.keySet().removeAll(guarded);
    guarded.clear();
    return made;
  }

  /**
   * Makes the calls whose conditions need one another, and returns the expressions that hold them
   * with the results in their place.
   *
   * <p>In {@code (a AND f) OR (b AND g) OR (c AND f)} whether f is needed depends on g, and the
   * other way round. So where f stands first it is made by itself; then g, then f where it stands
   * again, which is no further call where the first one was made.
   */
  private Map<RexNode, RexNode> untied(List<RexNode> expressions) {
    List<RexNode> open = replaced(expressions);
    while (true) {
      CallExtractor extractor = new CallExtractor(rex);
      open.forEach(extractor::add);
      RexNode first = extractor.first();
      if (first == null) {
        break;
      }
      Map<RexNode, @Nullable RexNode> alone = new HashMap<>();
      alone.put(first, extractor.firstGuard());
      append(alone);
      guarded.remove(first);
      RexNode result = Objects.requireNonNull(results.remove(first));
      List<RexNode> next = CallExtractor.replaceFirst(open, first, result);
      if (next.equals(open)) {
        break;
      }
      makeCalls(next);
      open = replaced(next);
    }
    Map<RexNode, RexNode> untied = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      untied.put(expressions.get(i), open.get(i));
    }
    return untied;
  }

  /**
   * Returns expressions with the results in place of the calls that have been made for all rows.
   */
  List<RexNode> replaced(List<RexNode> expressions) {
    return expressions.stream().map(each -> CallExtractor.replace(each, results)).toList();
  }

  /** Returns what has been built. */
  RelNode top() {
    return top;
  }

  /**
   * Has a table function called for each row, and returns the column where its results begin.
   *
   * @param functionRow the function's columns
   * @param keepsEmpty whether a row without results is kept
   */
  int callTable(
      ModelFunction function, List<RexNode> operands, RelDataType functionRow, boolean keepsEmpty) {
    List<RexNode> values = made(operands);
    List<RexNode> columns = Rels.columns(top);
    List<CallStep.Argument> arguments = new ArrayList<>();
    for (RexNode value : values) {
      arguments.add(argument(value, null, columns));
    }
    RelNode input = withColumns(columns);
    List<RelDataType> types = types(input.getRowType());
    types.addAll(types(functionRow));
    top =
        new LogicalModelCall(
            input, List.of(new CallStep(function, arguments, -1)), rowTypeOf(types), keepsEmpty);
    return columns.size();
  }

  /** Makes the calls of expressions, those within others first. */
  private void makeCalls(List<RexNode> expressions) {
    while (true) {
      CallExtractor extractor = new CallExtractor(rex);
      expressions.forEach(each -> extractor.add(CallExtractor.replace(each, results)));
      Map<RexNode, @Nullable RexNode> ready = extractor.ready();
      if (ready.isEmpty()) {
        return;
      }
      append(ready);
    }
  }

  private void append(Map<RexNode, @Nullable RexNode> ready) {
    List<RexNode> columns = Rels.columns(top);
    List<CallStep> steps = new ArrayList<>();
    ready.forEach((call, guard) -> {
      if (guard != null) {
        guarded.add(call);
      }
      int guardColumn = guard == null ? -1 : place(columns, guard);
      steps.add(step((RexCall) call, guard, guardColumn, columns));
    });
    int inputs = columns.size();
    RelNode arguments = withColumns(columns);
    List<RelDataType> types = types(arguments.getRowType());
    ready.keySet().forEach(call -> types.add(call.getType()));
    top = new LogicalModelCall(arguments, steps, rowTypeOf(types), false);
    int column = inputs;
    for (RexNode call : ready.keySet()) {
      results.put(call, rex.makeInputRef(call.getType(), column++));
    }
  }

  private RelNode withColumns(List<RexNode> columns) {
    return columns.size() == top.getRowType().getFieldCount()
        ? top
        : Rels.project(top, columns, rowTypeOf(columns.stream().map(RexNode::getType).toList()));
  }

  private static List<RelDataType> types(RelDataType row) {
    List<RelDataType> types = new ArrayList<>();
    row.getFieldList().forEach(field -> types.add(field.getType()));
    return types;
  }

  private CallStep step(
      RexCall call, @Nullable RexNode guard, int guardColumn, List<RexNode> columns) {
    ModelFunction function = CallExtractor.functionOf(call).orElseThrow();
    List<CallStep.Argument> arguments = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      arguments.add(argument(operand, guard, columns));
    }
    return new CallStep(function, arguments, guardColumn);
  }

  private CallStep.Argument argument(
      RexNode operand, @Nullable RexNode guard, List<RexNode> columns) {
    if (operand instanceof RexLiteral literal && isPlain(literal)) {
      return CallStep.Argument.always(
          literal.isNull() ? null : literal.getValueAs(valueClass(literal)));
    }
    // An argument is computed only where its call is made: it may fail elsewhere.
    RexNode value =
        guard == null || operand instanceof RexInputRef
            ? operand
            : rex.makeCall(
                rex.getTypeFactory().createTypeWithNullability(operand.getType(), true),
                SqlStdOperatorTable.CASE,
                List.of(guard, operand, rex.makeNullLiteral(operand.getType())));
    return CallStep.Argument.at(place(columns, value));
  }

  private static boolean isPlain(RexLiteral literal) {
    return literal.isNull()
        || literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER
        || SqlTypeName.NUMERIC_TYPES.contains(literal.getType().getSqlTypeName());
  }

  private static Class<?> valueClass(RexLiteral literal) {
    return SqlTypeName.NUMERIC_TYPES.contains(literal.getType().getSqlTypeName())
        ? BigDecimal.class
        : String.class;
  }

  /** Returns the column that holds an expression, appending one if need be. */
  private static int place(List<RexNode> columns, RexNode expression) {
    int column = columns.indexOf(expression);
    if (column < 0) {
      column = columns.size();
      columns.add(expression);
    }
    return column;
  }

  private RelDataType rowTypeOf(List<RelDataType> types) {
    RelDataTypeFactory.Builder row = rex.getTypeFactory().builder();
    for (int i = 0; i < types.size(); i++) {
      row.add("c" + i, types.get(i));
    }
    return row.build();
  }
}
