package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The two sides of a join, their calls put off, and its conditions over the columns of both cores,
 * the left ones first. Immutable.
 *
 * @param cheap conditions without calls
 * @param calling conditions with calls
 */
record JoinSides(Deferred left, Deferred right, List<RexNode> cheap, List<RexNode> calling) {

  /** Reads a condition over the columns of both sides. */
  static JoinSides of(Deferred left, Deferred right, RexNode condition) {
    List<RexNode> columns = new ArrayList<>(left.columns());
    columns.addAll(RexUtil.shift(right.columns(), left.width()));
    List<RexNode> cheap = new ArrayList<>();
    List<RexNode> calling = new ArrayList<>();
    CallExtractor.divide(Rels.substitute(condition, columns), cheap, calling);
    return new JoinSides(left, right, List.copyOf(cheap), List.copyOf(calling));
  }

  /** Returns the left side's columns that the conditions read, or the first if they read none. */
  ImmutableBitSet leftColumns() {
    return columns(0, left.width());
  }

  /** Returns the right side's columns that the conditions read, or the first if they read none. */
  ImmutableBitSet rightColumns() {
    return columns(left.width(), right.width());
  }

  private ImmutableBitSet columns(int from, int count) {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    cheap.forEach(each -> read.addAll(Calls.columnsOf(each)));
    calling.forEach(each -> read.addAll(Calls.columnsOf(each)));
    ImmutableBitSet side =
        read.build().intersect(ImmutableBitSet.range(from, from + count)).shift(-from);
    return side.isEmpty() ? ImmutableBitSet.of(0) : side;
  }

  /**
   * Makes the calls of one side that the join compares by, where nothing cheaper is compared: else
   * the join would be of each row with each. Where it compares by nothing at all, and nothing
   * cheaper leaves out any pair, so too for the cheapest condition: a call of one side is then made
   * a row, not a pair, and embeddings come in full batches.
   */
  JoinSides comparable() {
    if (cheap.stream().anyMatch(this::compares)) {
      return this;
    }
    List<RexNode> parts =
        calling.stream()
            .filter(this::compares)
            .flatMap(each -> ((RexCall) each).getOperands().stream())
            .filter(CallExtractor::holdsCall)
            .toList();
    if (parts.isEmpty() && cheap.stream().noneMatch(this::readsBoth)) {
      parts =
          calling.stream()
              .filter(this::readsBoth)
              .sorted(Comparator.comparingInt(CallExtractor::cost))
              .map(each ->
                  CallExtractor.certain(each).stream()
                      .filter(call -> isLeft(call) || isRight(call))
                      .toList())
              .filter(each -> !each.isEmpty())
              .findFirst()
              .orElse(List.of());
    }
    return parts.isEmpty()
        ? this
        : made(
            parts.stream().filter(this::isLeft).distinct().toList(),
            parts.stream().filter(this::isRight).distinct().toList());
  }

  /** Makes the calls of expressions of each side. */
  private JoinSides made(List<RexNode> lefts, List<RexNode> rights) {
    int before = left.width();
    Settled ofLeft = Settled.of(left, whereMatching(lefts, 0, before));
    Settled ofRight =
        Settled.of(right, whereMatching(RexUtil.shift(rights, -before), before, right.width()));
    int after = ofLeft.rows().width();
    Map<RexNode, RexNode> values = new HashMap<>();
    for (int i = 0; i < lefts.size(); i++) {
      values.put(lefts.get(i), ofLeft.values().get(i));
    }
    for (int i = 0; i < rights.size(); i++) {
      values.put(
          moved(rights.get(i), before, after), RexUtil.shift(ofRight.values().get(i), after));
    }
    List<RexNode> cheaper = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    cheap.forEach(each -> cheaper.add(moved(each, before, after)));
    for (RexNode condition : calling) {
      RexNode value =
          moved(condition, before, after)
              .accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                      RexNode known = values.get(call);
                      return known == null ? super.visitCall(call) : known;
                    }
                  });
      (CallExtractor.holdsCall(value) ? others : cheaper).add(value);
    }
    return new JoinSides(ofLeft.rows(), ofRight.rows(), cheaper, others);
  }

  private boolean readsBoth(RexNode condition) {
    ImmutableBitSet columns = Calls.columnsOf(condition);
    return !columns.isEmpty() && !isLeft(condition) && !isRight(condition);
  }

  /** Marks the rows of the left side, for an outer join that may have none. */
  JoinSides markedLeft() {
    Deferred marked = left.marked();
    int before = left.width();
    int after = marked.width();
    return new JoinSides(
        marked,
        right,
        cheap.stream().map(each -> moved(each, before, after)).toList(),
        calling.stream().map(each -> moved(each, before, after)).toList());
  }

  /** Marks the rows of the right side, for an outer join that may have none. */
  JoinSides markedRight() {
    return new JoinSides(left, right.marked(), cheap, calling);
  }

  /**
   * Returns the columns of a marked side after an outer join: NULL where the side has no row.
   *
   * @param joined the join
   * @param shift where it has the side's first column
   */
  static List<RexNode> orNull(Deferred side, RelNode joined, int shift) {
    RexBuilder rex = Rels.rex(joined);
    List<RexNode> plain = Rels.columns(joined).subList(shift, shift + side.width());
    List<RexNode> present = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      boolean nullable = side.core().getRowType().getFieldList().get(i).getType().isNullable();
      present.add(nullable ? plain.get(i) : rex.makeNotNull(plain.get(i)));
    }
    List<RexNode> columns = new ArrayList<>();
    for (RexNode column : side.columns()) {
      if (column instanceof RexInputRef ref) {
        columns.add(plain.get(ref.getIndex()));
      } else {
        RexNode mark = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, plain.get(plain.size() - 1));
        RexNode nothing = rex.makeNullLiteral(column.getType());
        columns.add(
            rex.makeCall(
                nothing.getType(),
                SqlStdOperatorTable.CASE,
                List.of(mark, Rels.substitute(column, present), nothing)));
      }
    }
    return columns;
  }

  /**
   * Guards expressions of one side by the conditions that read this side alone: where these do not
   * hold there is no match, whatever the expressions are.
   */
  private List<RexNode> whereMatching(List<RexNode> expressions, int from, int count) {
    ImmutableBitSet side = ImmutableBitSet.range(from, from + count);
    List<RexNode> alone =
        cheap.stream()
            .filter(
                each -> !Calls.columnsOf(each).isEmpty() && side.contains(Calls.columnsOf(each)))
            .map(each -> RexUtil.shift(each, -from))
            .toList();
    if (alone.isEmpty()) {
      return expressions;
    }
    RexBuilder rex = Rels.rex(left.core());
    RexNode guard = RexUtil.composeConjunction(rex, alone);
    return expressions.stream()
        .map(each -> {
          RexNode nothing = rex.makeNullLiteral(each.getType());
          return rex.makeCall(
              nothing.getType(), SqlStdOperatorTable.CASE, List.of(guard, each, nothing));
        })
        .toList();
  }

  private static RexNode moved(RexNode condition, int before, int after) {
    return RexUtil.shift(condition, before, after - before);
  }

  private boolean compares(RexNode condition) {
    return (condition.isA(SqlKind.EQUALS) || condition.isA(SqlKind.IS_NOT_DISTINCT_FROM))
        && condition instanceof RexCall call
        && (isLeft(call.getOperands().get(0)) && isRight(call.getOperands().get(1))
            || isRight(call.getOperands().get(0)) && isLeft(call.getOperands().get(1)));
  }

  private boolean isLeft(RexNode expression) {
    ImmutableBitSet columns = Calls.columnsOf(expression);
    return !columns.isEmpty() && columns.nth(columns.cardinality() - 1) < left.width();
  }

  private boolean isRight(RexNode expression) {
    ImmutableBitSet columns = Calls.columnsOf(expression);
    return !columns.isEmpty() && columns.nth(0) >= left.width();
  }

  /** Joins two relations by conditions over the columns of both. */
  static RelNode join(RelNode left, RelNode right, List<RexNode> conditions, JoinRelType type) {
    RexNode condition = RexUtil.composeConjunction(Rels.rex(left), conditions);
    return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
  }
}
