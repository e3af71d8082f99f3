package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableAsofJoin;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/** A hash join by DECIMALs: each side gets plain keys at its end, which the join drops again. */
final class DecimalJoin {
  private final Join join;
  private final JoinInfo keys;
  private final RelNode left;
  private final RelNode right;
  private final List<Integer> leftKeys;
  private final List<Integer> rightKeys;

  private DecimalJoin(Join join) {
    this.join = join;
    this.keys = join.analyzeCondition();
    this.leftKeys = new ArrayList<>(keys.leftKeys);
    this.rightKeys = new ArrayList<>(keys.rightKeys);
    this.left = withPlain(join.getLeft(), leftKeys);
    this.right = withPlain(join.getRight(), rightKeys);
  }

  static RelNode of(EnumerableHashJoin join) {
    if (!concerns(join)) {
      return join;
    }
    DecimalJoin plain = new DecimalJoin(join);
    return plain.narrowed(
        join.copy(
            join.getTraitSet(),
            plain.condition(),
            plain.left,
            plain.right,
            join.getJoinType(),
            join.isSemiJoinDone()));
  }

  static RelNode of(EnumerableAsofJoin join) {
    if (!concerns(join)) {
      return join;
    }
    DecimalJoin plain = new DecimalJoin(join);
    return plain.narrowed(
        EnumerableAsofJoin.create(
            plain.left,
            plain.right,
            plain.condition(),
            plain.moved(join.getMatchCondition()),
            join.getVariablesSet(),
            join.getJoinType()));
  }

  private static boolean concerns(Join join) {
    JoinInfo keys = join.analyzeCondition();
    return keys.leftKeys.stream().anyMatch(key -> DecimalKeys.holds(join.getLeft(), key))
        || keys.rightKeys.stream().anyMatch(key -> DecimalKeys.holds(join.getRight(), key));
  }

  /** Adds the plain form of the keys that need one, which then are the keys. */
  private static RelNode withPlain(RelNode side, List<Integer> keys) {
    List<RexNode> columns = Rels.columns(side);
    for (int i = 0; i < keys.size(); i++) {
      int key = keys.get(i);
      if (DecimalKeys.holds(side, key)) {
        keys.set(i, columns.size());
        columns.add(DecimalKeys.plain(Rels.rex(side), columns.get(key)));
      }
    }
    return columns.size() == width(side) ? side : DecimalKeys.project(side, columns);
  }

  private RexNode condition() {
    RexBuilder rex = Rels.rex(join);
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(
        RelOptUtil.createHashJoinCondition(
            left, leftKeys, right, rightKeys, keys.nullExclusionFlags, rex));
    keys.nonEquiConditions.forEach(each -> conditions.add(moved(each)));
    return RexUtil.composeConjunction(rex, conditions);
  }

  /** The right side's columns stand further on. */
  private RexNode moved(RexNode condition) {
    int before = width(join.getLeft());
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return ref.getIndex() < before
                ? ref
                : new RexInputRef(ref.getIndex() + width(left) - before, ref.getType());
          }
        });
  }

  private RelNode narrowed(RelNode plain) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < width(join); i++) {
      int place = i < width(join.getLeft()) ? i : i + width(left) - width(join.getLeft());
      columns.add(RexInputRef.of(place, plain.getRowType()));
    }
    return DecimalKeys.project(plain, columns, join.getRowType());
  }

  private static int width(RelNode rel) {
    return rel.getRowType().getFieldCount();
  }
}
