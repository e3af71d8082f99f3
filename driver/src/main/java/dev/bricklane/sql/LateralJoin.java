package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a LATERAL join without the variable that stands for a row of its left side: the left
 * side's columns are carried through all steps of the right side, down to the table functions,
 * which are then called for rows as {@link LateralCall} does it.
 *
 * <p>Where the right side counts, sorts or may be without a row, the left side's rows are numbered,
 * and grouped or looked up by their number.
 */
final class LateralJoin {
  private static final Set<SqlKind> AGGREGATES =
      Set.of(
          SqlKind.COUNT,
          SqlKind.SUM,
          SqlKind.SUM0,
          SqlKind.MIN,
          SqlKind.MAX,
          SqlKind.AVG,
          SqlKind.SINGLE_VALUE);

  private final RelNode left;
  private final CorrelationId variable;
  private final RexBuilder rex;

  private LateralJoin(RelNode left, CorrelationId variable) {
    this.left = left;
    this.variable = variable;
    this.rex = Rels.rex(left);
  }

  /**
   * Writes a join.
   *
   * @param calls places those of the left side
   * @return null where the right side has a step of another kind
   */
  static @Nullable RelNode written(Correlate join, CallPlacement calls) {
    Set<CorrelationId> free = new HashSet<>(RelOptUtil.getVariablesUsed(join));
    free.removeAll(RelOptUtil.getVariablesSet(join));
    boolean keeps = join.getJoinType() == JoinRelType.LEFT;
    if (!free.isEmpty() || !keeps && join.getJoinType() != JoinRelType.INNER) {
      return null;
    }
    boolean numbers = keeps || numbers(join.getRight());
    RelNode left = numbers ? numbered(calls.visit(join.getLeft())) : join.getLeft();
    RelNode rows = new LateralJoin(left, join.getCorrelationId()).carrying(join.getRight());
    if (rows == null) {
      return null;
    }
    int rights = width(join.getRight());
    int lefts = width(join.getLeft());
    List<RexNode> columns = new ArrayList<>();
    if (keeps) {
      RexNode same =
          Rels.rex(left)
              .makeCall(
                  SqlStdOperatorTable.EQUALS,
                  RexInputRef.of(lefts, left.getRowType()),
                  number(rows, width(left)));
      RelNode joined = JoinSides.join(left, rows, List.of(same), JoinRelType.LEFT);
      columns.addAll(Rels.columns(joined).subList(0, lefts));
      columns.addAll(Rels.columns(joined).subList(width(left), width(left) + rights));
      return typed(joined, columns, join.getRowType());
    }
    columns.addAll(Rels.columns(rows).subList(rights, rights + lefts));
    columns.addAll(Rels.columns(rows).subList(0, rights));
    return typed(rows, columns, join.getRowType());
  }

  /** Returns whether a right side tells rows of the left one apart. */
  private static boolean numbers(RelNode rel) {
    return rel instanceof Aggregate
        || rel instanceof Sort
        || rel instanceof Join
        || rel instanceof Union
        || rel.getInputs().stream().anyMatch(LateralJoin::numbers);
  }

  /** Returns rows with their number as a last column; their calls are still to be placed. */
  private static RelNode numbered(Deferred rows) {
    Deferred numbered = rows.numbered();
    List<RexNode> columns = new ArrayList<>(numbered.columns());
    columns.add(RexInputRef.of(numbered.width() - 1, numbered.core().getRowType()));
    return Rels.project(Rels.filter(numbered.core(), numbered.conditions()), columns);
  }

  /** Returns a relation for each row of the left side: its columns, then those of the row. */
  private @Nullable RelNode carrying(RelNode rel) {
    if (!RelOptUtil.getVariablesUsed(rel).contains(variable)) {
      return JoinSides.join(rel, left, List.of(), JoinRelType.INNER);
    }
    if (rel instanceof TableFunctionScan) {
      ImmutableBitSet read = RelOptUtil.correlationColumns(variable, rel);
      RelNode called = LogicalCorrelate.create(left, rel, variable, read, JoinRelType.INNER);
      return reordered(called, width(left), width(rel), 0);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof Correlate inner) {
      return correlate(inner);
    }
    if (rel instanceof Union union) {
      return union(union);
    }
    RelNode input = rel.getInputs().size() == 1 ? carrying(rel.getInput(0)) : null;
    if (input == null || !rel.getVariablesSet().isEmpty()) {
      return null;
    }
    int before = width(rel.getInput(0));
    if (rel instanceof Project project && !project.containsOver()) {
      List<RexNode> columns = new ArrayList<>();
      project.getProjects().forEach(each -> columns.add(read(each, input, before)));
      columns.addAll(carried(input, before));
      return Rels.project(input, columns);
    }
    if (rel instanceof Filter filter) {
      return Rels.filter(input, List.of(read(filter.getCondition(), input, before)));
    }
    if (rel instanceof Sort sort) {
      return sort(sort, input);
    }
    return rel instanceof Aggregate aggregate ? aggregate(aggregate, input, before) : null;
  }

  private @Nullable RelNode join(Join join) {
    JoinRelType type = join.getJoinType();
    RelNode one = carrying(join.getLeft());
    RelNode other = carrying(join.getRight());
    if (one == null || other == null || type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      return null;
    }
    int ones = width(join.getLeft());
    int others = width(join.getRight());
    int more = width(left);
    // The other side's columns move behind those that the one side carries.
    List<RexNode> both = new ArrayList<>(Rels.columns(one));
    both.addAll(RexUtil.shift(Rels.columns(other), ones + more));
    List<RexNode> places = new ArrayList<>(both.subList(0, ones));
    places.addAll(both.subList(ones + more, ones + more + others));
    RexNode on = Rels.substitute(join.getCondition(), places);
    RexNode same =
        rex.makeCall(
            SqlStdOperatorTable.EQUALS, both.get(ones + more - 1), both.get(both.size() - 1));
    List<RexNode> conditions = new ArrayList<>(RelOptUtil.conjunctions(read(on, one, ones)));
    conditions.add(same);
    RelNode joined = JoinSides.join(one, other, conditions, type);
    List<RexNode> all = Rels.columns(joined);
    List<RexNode> columns = new ArrayList<>(all.subList(0, ones));
    columns.addAll(all.subList(ones + more, ones + more + others));
    columns.addAll(all.subList(ones, ones + more));
    return Rels.project(joined, columns);
  }

  private @Nullable RelNode union(Union union) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      RelNode rows = carrying(input);
      if (rows == null) {
        return null;
      }
      inputs.add(rows);
    }
    return LogicalUnion.create(inputs, union.all);
  }

  /** A LATERAL join within: its variable stands for a longer row, which has the outer one, too. */
  private @Nullable RelNode correlate(Correlate inner) {
    RelNode outer = carrying(inner.getLeft());
    if (outer == null) {
      return null;
    }
    int before = width(inner.getLeft());
    RexNode row = rex.makeCorrel(outer.getRowType(), inner.getCorrelationId());
    RexShuttle longer =
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            if (!(access.getReferenceExpr() instanceof RexCorrelVariable read)) {
              return super.visitFieldAccess(access);
            }
            int field = access.getField().getIndex();
            return read.id.equals(inner.getCorrelationId())
                ? rex.makeFieldAccess(row, field)
                : read.id.equals(variable) ? rex.makeFieldAccess(row, before + field) : access;
          }
        };
    RelNode right =
        inner
            .getRight()
            .accept(
                new RelHomogeneousShuttle() {
                  @Override
                  public RelNode visit(RelNode each) {
                    return super.visit(each).accept(longer);
                  }
                });
    RelNode joined =
        LogicalCorrelate.create(
            outer,
            right,
            inner.getCorrelationId(),
            RelOptUtil.correlationColumns(inner.getCorrelationId(), right),
            inner.getJoinType());
    return reordered(joined, before, width(left), width(right));
  }

  private @Nullable RelNode sort(Sort sort, RelNode input) {
    if (sort.fetch == null && sort.offset == null) {
      return input;
    }
    if (!(sort.fetch == null || sort.fetch instanceof RexLiteral)
        || !(sort.offset == null || sort.offset instanceof RexLiteral)) {
      return null;
    }
    List<RexNode> columns = Rels.columns(input);
    List<RexNode> all = new ArrayList<>(columns);
    List<RelFieldCollation> order = sort.getCollation().getFieldCollations();
    all.add(Rels.rowNumber(input, List.of(columns.get(columns.size() - 1)), order));
    RelNode numbered = Rels.project(input, all);
    RexNode place = number(numbered, 0);
    List<RexNode> wanted = new ArrayList<>();
    long skipped = sort.offset == null ? 0 : RexLiteral.intValue(sort.offset);
    if (skipped > 0) {
      wanted.add(compared(SqlStdOperatorTable.GREATER_THAN, place, skipped));
    }
    if (sort.fetch != null) {
      long last = skipped + RexLiteral.intValue(sort.fetch);
      wanted.add(compared(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, place, last));
    }
    return Rels.project(Rels.filter(numbered, wanted), columns);
  }

  private RexNode compared(SqlOperator operator, RexNode place, long with) {
    return rex.makeCall(operator, place, rex.makeBigintLiteral(BigDecimal.valueOf(with)));
  }

  private @Nullable RelNode aggregate(Aggregate aggregate, RelNode input, int before) {
    List<AggregateCall> given = aggregate.getAggCallList();
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || !given.stream().allMatch(each -> AGGREGATES.contains(each.getAggregation().getKind()))) {
      return null;
    }
    int number = before + width(left) - 1;
    boolean whole = aggregate.getGroupSet().isEmpty();
    RelNode grouped =
        LogicalAggregate.create(
            input,
            List.of(),
            aggregate.getGroupSet().set(number),
            null,
            given.stream()
                .map(each -> each.adaptTo(input, each.getArgList(), each.filterArg, whole, false))
                .toList());
    int keys = aggregate.getGroupCount();
    RexNode same =
        rex.makeCall(
            SqlStdOperatorTable.EQUALS,
            RexInputRef.of(width(left) - 1, left.getRowType()),
            new RexInputRef(
                width(left) + keys, grouped.getRowType().getFieldList().get(keys).getType()));
    RelNode joined =
        JoinSides.join(left, grouped, List.of(same), whole ? JoinRelType.LEFT : JoinRelType.INNER);
    List<RexNode> all = Rels.columns(joined);
    List<RexNode> columns = new ArrayList<>(all.subList(width(left), width(left) + keys));
    for (int i = 0; i < given.size(); i++) {
      RexNode value = all.get(width(left) + keys + 1 + i);
      RelDataType type = given.get(i).getType();
      // Of no rows there are none.
      columns.add(
          whole && !type.isNullable()
              ? rex.makeCall(
                  type, SqlStdOperatorTable.COALESCE, List.of(value, rex.makeZeroLiteral(type)))
              : value);
    }
    columns.addAll(all.subList(0, width(left)));
    return Rels.project(joined, columns);
  }

  /** Returns an expression with what it reads of the left side's row in columns of a relation. */
  private RexNode read(RexNode expression, RelNode input, int before) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable row
                    && row.id.equals(variable)
                ? RexInputRef.of(before + access.getField().getIndex(), input.getRowType())
                : super.visitFieldAccess(access);
          }
        });
  }

  private List<RexNode> carried(RelNode input, int before) {
    return Rels.columns(input).subList(before, before + width(left));
  }

  /** Moves the columns from a first group behind those of a second; a third goes between. */
  private static RelNode reordered(RelNode rel, int first, int second, int third) {
    List<RexNode> all = Rels.columns(rel);
    List<RexNode> columns = new ArrayList<>();
    if (third == 0) {
      columns.addAll(all.subList(first, first + second));
      columns.addAll(all.subList(0, first));
    } else {
      columns.addAll(all.subList(0, first));
      columns.addAll(all.subList(first + second, first + second + third));
      columns.addAll(all.subList(first, first + second));
    }
    return Rels.project(rel, columns);
  }

  private static RexNode number(RelNode rel, int shift) {
    int last = width(rel) - 1;
    return new RexInputRef(shift + last, rel.getRowType().getFieldList().get(last).getType());
  }

  private static RelNode typed(RelNode rel, List<RexNode> columns, RelDataType type) {
    List<RexNode> typed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      RelDataType wanted = type.getFieldList().get(i).getType();
      RexNode column = columns.get(i);
      typed.add(
          column.getType().equals(wanted)
              ? column
              : Rels.rex(rel).makeAbstractCast(wanted, column, false));
    }
    return Rels.project(rel, typed, type);
  }

  private static int width(RelNode rel) {
    return rel.getRowType().getFieldCount();
  }
}
