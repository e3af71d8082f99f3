package dev.bricklane.sql;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/**
 * Logical projections and filters that know the order of their rows. Calcite derives it by
 * metadata, which does not see through {@link LogicalModelCall}; here it is that of the last sort.
 */
final class Rels {
  private static final int SMALL = 10;

  private Rels() {}

  /** Returns references to all columns of a relation. */
  static List<RexNode> columns(RelNode rel) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      columns.add(RexInputRef.of(i, rel.getRowType()));
    }
    return columns;
  }

  /** Keeps the rows for which all conditions are true. */
  static RelNode filter(RelNode input, List<RexNode> conditions) {
    RexNode condition = RexUtil.composeConjunction(rex(input), conditions);
    return condition.isAlwaysTrue()
        ? input
        : LogicalFilter.create(input, condition).copy(traits(input), List.of(input));
  }

  /** Computes columns; gives the input itself if it has them. */
  static RelNode project(RelNode input, List<RexNode> columns, RelDataType rowType) {
    if (rowType.equals(input.getRowType()) && RexUtil.isIdentity(columns, input.getRowType())) {
      return input;
    }
    return new LogicalProject(
        input.getCluster(), ordered(input, columns), List.of(), input, columns, rowType, Set.of());
  }

  /** Computes columns that need no names. */
  static RelNode project(RelNode input, List<RexNode> columns) {
    return project(
        input,
        columns,
        RexUtil.createStructType(input.getCluster().getTypeFactory(), columns, null, null));
  }

  /** Returns the rows with a further, last column that is true. */
  static RelNode withTrue(RelNode rel) {
    List<RexNode> columns = columns(rel);
    columns.add(rex(rel).makeLiteral(true));
    return project(rel, columns);
  }

  /** Returns the number of a row, in no order that is asked for. */
  static RexNode rowNumber(RelNode rel) {
    return rowNumber(rel, List.of(), List.of());
  }

  /** Returns the number of a row among those with the same keys. */
  static RexNode rowNumber(RelNode rel, List<RexNode> keys, List<RelFieldCollation> order) {
    ImmutableList.Builder<RexFieldCollation> fields = ImmutableList.builder();
    for (RelFieldCollation field : order) {
      Set<SqlKind> directions = EnumSet.noneOf(SqlKind.class);
      if (field.direction.isDescending()) {
        directions.add(SqlKind.DESCENDING);
      }
      if (field.nullDirection == RelFieldCollation.NullDirection.FIRST) {
        directions.add(SqlKind.NULLS_FIRST);
      } else if (field.nullDirection == RelFieldCollation.NullDirection.LAST) {
        directions.add(SqlKind.NULLS_LAST);
      }
      fields.add(
          new RexFieldCollation(
              RexInputRef.of(field.getFieldIndex(), rel.getRowType()), directions));
    }
    return rex(rel)
        .makeOver(
            rel.getCluster().getTypeFactory().createSqlType(SqlTypeName.BIGINT),
            SqlStdOperatorTable.ROW_NUMBER,
            List.of(),
            keys,
            fields.build(),
            RexWindowBounds.UNBOUNDED_PRECEDING,
            RexWindowBounds.CURRENT_ROW,
            true,
            true,
            false,
            false,
            false);
  }

  /** Drops the columns that nobody reads, as far down as they come from. */
  static RelNode trimmed(RelNode query) {
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(query.getCluster(), null);
    return new RelFieldTrimmer(null, builder).trim(query);
  }

  /** Returns whether a relation is of few steps, so that a plan may have it in several places. */
  static boolean isSmall(RelNode rel) {
    return steps(rel) <= SMALL;
  }

  private static int steps(RelNode rel) {
    return 1 + rel.getInputs().stream().mapToInt(Rels::steps).sum();
  }

  /** Returns the traits of a logical operator that keeps its input's order. */
  static RelTraitSet traits(RelNode input) {
    return traits(input, order(input));
  }

  private static RelTraitSet ordered(RelNode input, List<RexNode> columns) {
    return traits(
        input,
        RexOver.containsOver(columns, null)
            ? RelCollations.EMPTY
            : projected(order(input), columns));
  }

  private static RelTraitSet traits(RelNode input, RelCollation order) {
    return input
        .getCluster()
        .traitSetOf(Convention.NONE)
        .replaceIf(RelCollationTraitDef.INSTANCE, () -> order);
  }

  /**
   * Returns the order that a query asks for. Rows that happen to be in some order, such as those of
   * VALUES, count as having none: to keep that order would cost a sort.
   */
  private static RelCollation order(RelNode rel) {
    if (rel instanceof Sort sort) {
      return sort.getCollation();
    }
    if (rel instanceof Filter || rel instanceof LogicalModelCall) {
      return order(rel.getInput(0));
    }
    return rel instanceof Project project && !project.containsOver()
        ? projected(order(project.getInput()), project.getProjects())
        : RelCollations.EMPTY;
  }

  /** Returns an order as far as a projection has its columns. */
  private static RelCollation projected(RelCollation order, List<RexNode> columns) {
    List<RelFieldCollation> kept = new ArrayList<>();
    for (RelFieldCollation field : order.getFieldCollations()) {
      int column = indexOf(columns, field.getFieldIndex());
      if (column < 0) {
        break;
      }
      kept.add(field.withFieldIndex(column));
    }
    return RelCollations.of(kept);
  }

  private static int indexOf(List<RexNode> columns, int field) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof RexInputRef ref && ref.getIndex() == field) {
        return i;
      }
    }
    return -1;
  }

  /** Replaces the columns of an expression by what they stand for. */
  static RexNode substitute(RexNode expression, List<RexNode> columns) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return columns.get(ref.getIndex());
          }
        });
  }

  static List<RexNode> substitute(List<RexNode> expressions, List<RexNode> columns) {
    return expressions.stream().map(each -> substitute(each, columns)).toList();
  }

  /**
   * Moves the columns of a second relation before those of the first, which an expression over both
   * has there.
   */
  static RexNode swapped(RexNode expression, int first, int second) {
    return RexUtil.shift(RexUtil.shift(expression, second), first + second, -first - second);
  }

  static RexBuilder rex(RelNode rel) {
    return rel.getCluster().getRexBuilder();
  }
}
