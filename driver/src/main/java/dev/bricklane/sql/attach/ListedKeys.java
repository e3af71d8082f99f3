package dev.bricklane.sql.attach;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Joins of a source's rows with rows that the query itself lists (VALUES, or IN with a long list):
 * the source is asked for the listed keys alone.
 */
final class ListedKeys {
  private static final int MOST = 1000;

  private ListedKeys() {}

  /** Returns the inputs of a join, the source's narrowed to the keys that the other one lists. */
  static List<RelNode> used(Join join, List<RelNode> inputs) {
    RelNode left = inputs.get(0);
    RelNode right = inputs.get(1);
    JoinRelType type = join.getJoinType();
    boolean leftMayLose =
        type == JoinRelType.INNER || type == JoinRelType.SEMI || type == JoinRelType.RIGHT;
    boolean rightMayLose = type != JoinRelType.RIGHT && type != JoinRelType.FULL;
    List<RelNode> used = new ArrayList<>(inputs);
    int width = left.getRowType().getFieldCount();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      if (condition.getKind() != SqlKind.EQUALS
          || !(((RexCall) condition).getOperands().get(0) instanceof RexInputRef one)
          || !(((RexCall) condition).getOperands().get(1) instanceof RexInputRef other)
          || (one.getIndex() < width) == (other.getIndex() < width)) {
        continue;
      }
      int inLeft = Math.min(one.getIndex(), other.getIndex());
      int inRight = Math.max(one.getIndex(), other.getIndex()) - width;
      if (leftMayLose && used.get(0) instanceof LogicalSource source) {
        used.set(0, narrowed(source, inLeft, keys(right, inRight)));
      }
      if (rightMayLose && used.get(1) instanceof LogicalSource source) {
        used.set(1, narrowed(source, inRight, keys(left, inLeft)));
      }
    }
    return used;
  }

  private static RelNode narrowed(
      LogicalSource source, int column, @Nullable Set<RexLiteral> keys) {
    if (keys == null) {
      return source;
    }
    RexBuilder rex = source.getCluster().getRexBuilder();
    RexNode key = RexInputRef.of(column, source.getRowType());
    RexNode listed = keys.isEmpty() ? rex.makeLiteral(false) : rex.makeIn(key, List.copyOf(keys));
    LogicalFilter filter = LogicalFilter.create(source, listed);
    RelNode asked = PushDown.filter(source.database(), filter, filter, source.query());
    return asked instanceof LogicalSource ? asked : source;
  }

  /** Returns the values of a column of listed rows; null if they are not known, or too many. */
  private static @Nullable Set<RexLiteral> keys(RelNode rel, int column) {
    if (rel instanceof Values values) {
      if (values.getTuples().size() > MOST) {
        return null;
      }
      Set<RexLiteral> keys = new LinkedHashSet<>();
      for (List<RexLiteral> row : values.getTuples()) {
        if (!row.get(column).isNull()) {
          keys.add(row.get(column));
        }
      }
      return keys;
    }
    if (rel instanceof Project project
        && project.getProjects().get(column) instanceof RexInputRef ref) {
      return keys(project.getInput(), ref.getIndex());
    }
    return rel instanceof Aggregate groups && column < groups.getGroupCount()
        ? keys(groups.getInput(), groups.getGroupSet().nth(column))
        : null;
  }
}
