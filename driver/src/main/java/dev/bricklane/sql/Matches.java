package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Which rows match in a join whose conditions hold calls, found before the join: the distinct
 * values of the columns that the conditions read of a side, joined by the conditions without calls,
 * then filtered by those with calls. The join itself then compares columns alone. So calls are made
 * for pairs that nothing cheaper rules out, and many at a time.
 *
 * <p>The side whose values are taken is read twice.
 *
 * @param left the side that the matches are for
 * @param keys its columns that the conditions read
 * @param pairs the values of the keys, then the columns of the other side
 */
record Matches(RelNode left, ImmutableBitSet keys, RelNode pairs) {

  /** Finds the matches of the left side's rows among the right side's that pass its conditions. */
  static Matches of(JoinSides sides) {
    return of(sides, sides.leftColumns());
  }

  /**
   * Finds the matches by further keys than the conditions read.
   *
   * @param keys columns of the left side
   */
  static Matches of(JoinSides sides, ImmutableBitSet keys) {
    RelNode values = distinct(sides.left().core(), keys);
    return new Matches(
        sides.left().core(),
        keys,
        pairs(
            sides,
            values,
            keys,
            sides.right().core(),
            ImmutableBitSet.range(sides.right().width())));
  }

  /** Joins the left side's rows to their matches. */
  RelNode joined(JoinRelType type) {
    return JoinSides.join(left, pairs, same(left, keys, pairs, 0, 0), type);
  }

  /** Returns where the joined rows have the columns of the other side. */
  int rightBegins() {
    return left.getRowType().getFieldCount() + keys.cardinality();
  }

  /**
   * Returns the pairs of rows that all conditions leave.
   *
   * @param lefts rows with the left side's columns {@code leftKeys}
   * @param rights rows with the right side's columns {@code rightKeys}
   */
  static RelNode pairs(
      JoinSides sides,
      RelNode lefts,
      ImmutableBitSet leftKeys,
      RelNode rights,
      ImmutableBitSet rightKeys) {
    List<RexNode> columns = new ArrayList<>();
    int width = sides.left().width();
    for (int i = 0; i < width + sides.right().width(); i++) {
      boolean left = i < width;
      ImmutableBitSet keys = left ? leftKeys : rightKeys;
      int key = left ? i : i - width;
      RelNode rows = left ? lefts : rights;
      int place = keys.get(key) ? keys.indexOf(key) : 0;
      columns.add(
          new RexInputRef(
              left ? place : leftKeys.cardinality() + place,
              rows.getRowType().getFieldList().get(place).getType()));
    }
    RelNode joined =
        JoinSides.join(lefts, rights, Rels.substitute(sides.cheap(), columns), JoinRelType.INNER);
    List<RexNode> asked = new ArrayList<>(Rels.substitute(sides.calling(), columns));
    asked.addAll(Rels.substitute(RexUtil.shift(sides.right().conditions(), width), columns));
    return CallSplit.build(Deferred.of(joined).where(asked), joined.getRowType());
  }

  /** Returns the distinct values of some columns. */
  static RelNode distinct(RelNode rel, ImmutableBitSet columns) {
    List<RexNode> all = Rels.columns(rel);
    RelNode values = Rels.project(rel, columns.asList().stream().map(all::get).toList());
    return LogicalAggregate.create(
        values, List.of(), ImmutableBitSet.range(columns.cardinality()), null, List.of());
  }

  /**
   * Compares columns of two relations, NULL being the same as NULL.
   *
   * @param firstLeft where the left relation's columns begin
   * @param firstRight where the right relation has the first of the values
   */
  static List<RexNode> same(
      RelNode left, ImmutableBitSet keys, RelNode right, int firstLeft, int firstRight) {
    RexBuilder rex = Rels.rex(left);
    List<RexNode> same = new ArrayList<>();
    for (int key : keys) {
      RexNode one = RexInputRef.of(firstLeft + key, left.getRowType());
      RexNode other =
          RexUtil.shift(
              RexInputRef.of(firstRight + keys.indexOf(key), right.getRowType()),
              left.getRowType().getFieldCount());
      SqlOperator operator =
          one.getType().isNullable() || other.getType().isNullable()
              ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
              : SqlStdOperatorTable.EQUALS;
      same.add(rex.makeCall(operator, one, other));
    }
    return same;
  }
}
