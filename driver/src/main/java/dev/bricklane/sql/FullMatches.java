package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Which rows match in a full join whose conditions hold calls: the left rows with the values that
 * their matches have, to be joined in full with the right rows that have these values.
 *
 * @param lefts the left rows, the pairs of values, and TRUE where there is a pair
 * @param right the right rows and TRUE
 * @param rightKeys the columns of the right rows that the conditions read
 * @param firstValue where {@code lefts} have the first of these
 */
record FullMatches(RelNode lefts, RelNode right, ImmutableBitSet rightKeys, int firstValue) {

  /**
   * Finds the matches.
   *
   * @param leftKeys what they are looked up by; with what the conditions read of the left side
   * @param rightKeys likewise
   */
  static FullMatches of(JoinSides sides, ImmutableBitSet leftKeys, ImmutableBitSet rightKeys) {
    RelNode pairs =
        Rels.withTrue(
            Matches.pairs(
                sides,
                Matches.distinct(sides.left().core(), leftKeys),
                leftKeys,
                Matches.distinct(sides.right().core(), rightKeys),
                rightKeys));
    return new FullMatches(
        new Matches(sides.left().core(), leftKeys, pairs).joined(JoinRelType.LEFT),
        Rels.withTrue(sides.right().core()),
        rightKeys,
        sides.left().width() + leftKeys.cardinality());
  }

  /** Joins both sides. */
  RelNode joined() {
    RexBuilder rex = Rels.rex(lefts);
    List<RexNode> conditions = new ArrayList<>();
    int width = lefts.getRowType().getFieldCount();
    List<RexNode> rights = Rels.columns(right);
    for (int key : rightKeys) {
      RexNode value = RexInputRef.of(firstValue + rightKeys.indexOf(key), lefts.getRowType());
      conditions.add(
          rex.makeCall(
              rights.get(key).getType().isNullable()
                  ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
                  : SqlStdOperatorTable.EQUALS,
              value,
              new RexInputRef(width + key, rights.get(key).getType())));
    }
    // A left row without a pair has NULL here, and so no match.
    conditions.add(
        rex.makeCall(
            SqlStdOperatorTable.EQUALS,
            RexInputRef.of(width - 1, lefts.getRowType()),
            new RexInputRef(width + rights.size() - 1, rights.get(rights.size() - 1).getType())));
    return JoinSides.join(lefts, right, conditions, JoinRelType.FULL);
  }

  /** Returns where the right side's columns begin. */
  int rightBegins() {
    return lefts.getRowType().getFieldCount();
  }
}
