package dev.bricklane.sql.attach;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes as much of a query as a source works out to the source: from the tables up, as long as
 * everything below belongs to one source, and the step means the same there.
 *
 * <p>Decided before the optimiser runs, not by its costs: what is sent to a source does not depend
 * on guesses, and a query over attached tables is planned as fast as any other.
 */
public final class PushDown {
  private PushDown() {}

  /** Returns whether a query reads attached tables of databases. */
  public static boolean concerns(RelNode query) {
    return SourceScan.in(query);
  }

  /**
   * Returns the same query with the parts that sources work out as leaves.
   *
   * @param query its model calls are operators by now, or none of its expressions is sent
   */
  public static RelNode of(RelNode query) {
    return SourceScan.in(query) ? visit(query) : query;
  }

  private static RelNode visit(RelNode rel) {
    SourceTable table = SourceScan.of(rel);
    if (table != null) {
      return sent(table.database(), rel)
          .orElseThrow(() -> new IllegalStateException("A table cannot be read"));
    }
    List<RelNode> inputs = rel.getInputs().stream().map(PushDown::visit).toList();
    RelNode own = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    SourceDatabase database = databaseOf(inputs);
    if (database == null || !rel.getVariablesSet().isEmpty()) {
      return own;
    }
    Product product = database.model().product();
    List<RelNode> queries =
        inputs.stream().map(input -> ((LogicalSource) input).query()).toList();
    if (rel instanceof Filter filter) {
      return filter(database, filter, own, queries.get(0));
    }
    if (rel instanceof Project project) {
      return project(database, project, own, queries.get(0));
    }
    boolean means =
        rel instanceof Sort sort && means(product, sort, queries.get(0))
            || rel instanceof Aggregate groups && means(product, groups, queries.get(0))
            || rel instanceof Join join && means(product, join, queries)
            || rel instanceof SetOp set && means(product, set, queries);
    return means ? sent(database, expanded(rel, queries)).<RelNode>map(s -> s).orElse(own) : own;
  }

  private static @Nullable SourceDatabase databaseOf(List<RelNode> inputs) {
    SourceDatabase database = null;
    for (RelNode input : inputs) {
      if (!(input instanceof LogicalSource source)
          || database != null && database != source.database()) {
        return null;
      }
      database = source.database();
    }
    return database;
  }

  /** Writes a part for its source, if that succeeds. */
  private static Optional<LogicalSource> sent(SourceDatabase database, RelNode query) {
    SourceModel model = database.model();
    return SourceSql.of(query, model.product().dialect(model.quote()))
        .filter(sql ->
            sql.ordered()
                || query.getTraitSet().getTrait(RelCollationTraitDef.INSTANCE) == null
                || RelCollations.EMPTY.equals(
                    query.getTraitSet().getTrait(RelCollationTraitDef.INSTANCE)))
        .map(sql -> new LogicalSource(database, query, sql));
  }

  private static RelNode expanded(RelNode rel, List<RelNode> inputs) {
    RexBuilder rex = rel.getCluster().getRexBuilder();
    return rel.copy(rel.getTraitSet(), inputs)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                RexNode written = super.visitCall(call);
                return written.getKind() == SqlKind.SEARCH
                    ? Pushable.expanded(rex, written)
                    : written;
              }
            });
  }

  private static RelNode filter(
      SourceDatabase database, Filter filter, RelNode own, RelNode below) {
    RexBuilder rex = filter.getCluster().getRexBuilder();
    Pushable pushable = new Pushable(database.model().product(), below);
    List<RexNode> there = new ArrayList<>();
    List<RexNode> here = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      RexNode written = Pushable.expanded(rex, condition);
      boolean taken = !isOrdered(below) && pushable.condition(written);
      (taken ? there : here).add(taken ? written : condition);
    }
    if (there.isEmpty()) {
      return own;
    }
    Optional<LogicalSource> source =
        sent(
            database,
            filter.copy(
                filter.getTraitSet(), below, RexUtil.composeConjunction(rex, there)));
    if (source.isEmpty() || here.isEmpty()) {
      return source.<RelNode>map(s -> s).orElse(own);
    }
    return LogicalFilter.create(source.get(), RexUtil.composeConjunction(rex, here));
  }

  /** Above rows in an order, a further step would lose it. */
  private static boolean isOrdered(RelNode query) {
    return query instanceof Sort
        || query instanceof Project project && isOrdered(project.getInput());
  }

  private static RelNode project(
      SourceDatabase database, Project project, RelNode own, RelNode below) {
    RexBuilder rex = project.getCluster().getRexBuilder();
    Pushable pushable = new Pushable(database.model().product(), below);
    List<RexNode> written =
        project.getProjects().stream().map(each -> Pushable.expanded(rex, each)).toList();
    if (written.stream().allMatch(pushable::result)) {
      return sent(
              database,
              project.copy(project.getTraitSet(), below, written, project.getRowType()))
          .<RelNode>map(source -> source)
          .orElse(own);
    }
    return narrowed(database, project, own, below);
  }

  /** Has the source give no more columns than are computed with here. */
  private static RelNode narrowed(
      SourceDatabase database, Project project, RelNode own, RelNode below) {
    ImmutableBitSet read = RelOptUtil.InputFinder.bits(project.getProjects(), null);
    int width = below.getRowType().getFieldCount();
    if (read.cardinality() == width || project.containsOver()) {
      return own;
    }
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] places = new int[width];
    for (int column : read) {
      places[column] = columns.size();
      columns.add(RexInputRef.of(column, below.getRowType()));
      names.add(below.getRowType().getFieldNames().get(column));
    }
    if (columns.isEmpty()) {
      return own;
    }
    RelNode narrow = LogicalProject.create(below, List.of(), columns, names, Set.of());
    return sent(database, narrow)
        .<RelNode>map(source -> {
          List<RexNode> moved =
              project.getProjects().stream().map(each -> moved(each, places, source)).toList();
          return project.copy(project.getTraitSet(), source, moved, project.getRowType());
        })
        .orElse(own);
  }

  private static RexNode moved(RexNode expression, int[] places, RelNode source) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return RexInputRef.of(places[ref.getIndex()], source.getRowType());
          }
        });
  }

  private static boolean means(Product product, Sort sort, RelNode below) {
    if (!product.sorts() || !isCount(sort.fetch) || !isCount(sort.offset)) {
      return false;
    }
    Pushable pushable = new Pushable(product, below);
    List<RelDataType> types = types(below);
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      if (!pushable.sortable(key.getFieldIndex(), types.get(key.getFieldIndex()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCount(@Nullable RexNode rows) {
    return rows == null || rows instanceof RexLiteral || rows instanceof RexDynamicParam;
  }

  private static boolean means(Product product, Aggregate groups, RelNode below) {
    Pushable pushable = new Pushable(product, below);
    List<RelDataType> types = types(below);
    return groups.getGroupType() == Aggregate.Group.SIMPLE
        && groups.getGroupSet().asList().stream()
            .allMatch(key -> pushable.groupable(key, types.get(key)))
        && groups.getAggCallList().stream().allMatch(call -> means(product, call, pushable, types));
  }

  private static boolean means(
      Product product, AggregateCall call, Pushable pushable, List<RelDataType> types) {
    if (call.hasFilter()
        || call.isApproximate()
        || call.ignoreNulls()
        || !call.getCollation().getFieldCollations().isEmpty()
        || call.getArgList().size() > 1) {
      return false;
    }
    SqlKind kind = call.getAggregation().getKind();
    if (call.getArgList().isEmpty()) {
      return kind == SqlKind.COUNT;
    }
    int argument = call.getArgList().get(0);
    RelDataType type = types.get(argument);
    boolean distinct = !call.isDistinct() || pushable.groupable(argument, type);
    return switch (kind) {
      case COUNT -> distinct;
      case MIN, MAX ->
          pushable.sortable(argument, type)
              && (!Pushable.text(type) || !product.sortsByLanguage())
              && type.getSqlTypeName() != SqlTypeName.BOOLEAN;
      case SUM, SUM0 ->
          distinct
              && (SqlTypeName.EXACT_TYPES.contains(
                      type.getSqlTypeName())
                  || type.getSqlTypeName() == SqlTypeName.DOUBLE
                      && !call.isDistinct())
              && product.computes();
      default -> false;
    };
  }

  private static boolean means(Product product, Join join, List<RelNode> inputs) {
    if (join.getJoinType() == JoinRelType.FULL && !product.computes()
        || product == Product.OTHER
        || !(join.getJoinType() == JoinRelType.INNER
            || join.getJoinType() == JoinRelType.LEFT
            || join.getJoinType() == JoinRelType.RIGHT
            || join.getJoinType() == JoinRelType.FULL
            || join.getJoinType() == JoinRelType.SEMI
            || join.getJoinType() == JoinRelType.ANTI)) {
      return false;
    }
    int left = inputs.get(0).getRowType().getFieldCount();
    Pushable pushable =
        new Pushable(
            product,
            column ->
                column < left
                    ? Lineage.of(inputs.get(0), column)
                    : Lineage.of(inputs.get(1), column - left));
    RexNode condition =
        Pushable.expanded(join.getCluster().getRexBuilder(), join.getCondition());
    return Pushable.joins(condition, left) && pushable.condition(condition);
  }

  private static boolean means(Product product, SetOp set, List<RelNode> inputs) {
    if (set.all && set.kind != SqlKind.UNION || product == Product.OTHER) {
      return false;
    }
    for (RelNode input : inputs) {
      Pushable pushable = new Pushable(product, input);
      List<RelDataType> types = types(input);
      for (int i = 0; i < types.size(); i++) {
        boolean same =
            types.get(i).getSqlTypeName()
                == set.getRowType().getFieldList().get(i).getType().getSqlTypeName();
        if (!same || !pushable.groupable(i, types.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<RelDataType> types(RelNode rel) {
    return rel.getRowType().getFieldList().stream().map(field -> field.getType()).toList();
  }
}
