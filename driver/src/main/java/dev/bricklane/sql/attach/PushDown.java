package dev.bricklane.sql.attach;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
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
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
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
import org.apache.calcite.sql.validate.SqlValidatorUtil;
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
   * @param query its model calls are operators by now, but for those that no operator serves
   * @param movable whether conditions and sorts may change places with projections, as no model
   *     call stands in one
   */
  public static RelNode of(RelNode query, boolean movable) {
    if (!SourceScan.in(query)) {
      return query;
    }
    return visit(movable ? arranged(query) : query);
  }

  /** Puts the steps below each model call, or other step of Bricklane's own, in a better order. */
  private static RelNode arranged(RelNode rel) {
    if (SourceScan.in(rel) && isPlain(rel)) {
      return SourceOrder.of(rel);
    }
    List<RelNode> inputs = rel.getInputs().stream().map(PushDown::arranged).toList();
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static boolean isPlain(RelNode rel) {
    return (rel instanceof Project
            || rel instanceof Filter
            || rel instanceof Sort
            || rel instanceof Aggregate
            || rel instanceof Join
            || rel instanceof SetOp
            || rel instanceof Values
            || rel instanceof TableScan)
        && rel.getVariablesSet().isEmpty()
        && rel.getInputs().stream().allMatch(PushDown::isPlain);
  }

  private static RelNode visit(RelNode rel) {
    SourceTable table = SourceScan.of(rel);
    if (table != null) {
      return sent(table.database(), rel, rel)
          .orElseThrow(() -> new IllegalStateException("A table cannot be read"));
    }
    List<RelNode> below = rel.getInputs().stream().map(PushDown::visit).toList();
    List<RelNode> inputs = rel instanceof Join join ? ListedKeys.used(join, below) : below;
    RelNode own =
        keptOrder(inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs));
    SourceDatabase database = databaseOf(inputs);
    if (database == null || !rel.getVariablesSet().isEmpty()) {
      return own;
    }
    Product product = database.model().product();
    List<RelNode> queries = inputs.stream().map(input -> ((LogicalSource) input).query()).toList();
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
    return means ? sent(database, rel, over(rel, queries)).orElse(own) : own;
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

  /**
   * Writes a part for its source, if that succeeds.
   *
   * @param meant the part as the query has it
   * @param query the same over the source's tables
   */
  private static Optional<RelNode> sent(SourceDatabase database, RelNode meant, RelNode query) {
    SourceModel model = database.model();
    boolean unordered = order(meant).getFieldCollations().isEmpty();
    return SourceSql.of(query, model.product(), model.quote())
        .filter(sql -> sql.ordered() || unordered)
        .map(sql -> new LogicalSource(database, meant, query, sql));
  }

  /** Returns an operator over others, its conditions written out. */
  private static RelNode over(RelNode rel, List<RelNode> inputs) {
    RexBuilder rex = rel.getCluster().getRexBuilder();
    if (rel instanceof Sort sort) {
      return LogicalSort.create(inputs.get(0), plain(sort, inputs.get(0)), sort.offset, sort.fetch);
    }
    return rel.copy(rel.getTraitSet(), inputs)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                RexNode written = super.visitCall(call);
                return Pushable.written(rex, written);
              }
            });
  }

  /** Says nothing of NULLs where there are none: an index may have them at the other end. */
  private static RelCollation plain(Sort sort, RelNode input) {
    List<RelDataType> types = types(input);
    return RelCollations.of(
        sort.getCollation().getFieldCollations().stream()
            .map(key ->
                types.get(key.getFieldIndex()).isNullable()
                    ? key
                    : new RelFieldCollation(
                        key.getFieldIndex(),
                        key.getDirection(),
                        RelFieldCollation.NullDirection.UNSPECIFIED))
            .toList());
  }

  static RelNode filter(SourceDatabase database, Filter filter, RelNode own, RelNode below) {
    RexBuilder rex = filter.getCluster().getRexBuilder();
    Pushable pushable = new Pushable(database.model().product(), below);
    List<RexNode> there = new ArrayList<>();
    List<RexNode> here = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean taken = !isOrdered(below) && pushable.condition(Pushable.expanded(rex, condition));
      (taken ? there : here).add(taken ? Pushable.written(rex, condition) : condition);
    }
    if (there.isEmpty()) {
      return own;
    }
    RexNode condition = RexUtil.composeConjunction(rex, there);
    Optional<RelNode> source =
        sent(
            database,
            here.isEmpty() ? filter : below,
            below instanceof Project columns && isNarrowing(columns)
                ? columns.copy(
                    columns.getTraitSet(),
                    List.of(
                        LogicalFilter.create(
                            columns.getInput(), RelOptUtil.pushPastProject(condition, columns))))
                : LogicalFilter.create(below, condition));
    return here.isEmpty()
        ? source.orElse(own)
        : source
            .<RelNode>map(rows ->
                LogicalFilter.create(rows, RexUtil.composeConjunction(rex, here))
                    .copy(rows.getTraitSet(), List.of(rows)))
            .orElse(own);
  }

  /** A condition is better written below these, as there is one SELECT then. */
  private static boolean isNarrowing(Project project) {
    return project.getProjects().stream().allMatch(RexInputRef.class::isInstance)
        && !(project.getInput() instanceof Sort);
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
    return written.stream().allMatch(pushable::result)
        ? sent(
                database,
                project,
                named(below, written.stream().map(each -> Pushable.written(rex, each)).toList()))
            .orElse(own)
        : narrowed(database, project, own, below);
  }

  /** Computes columns; those that are others unchanged have their names. */
  private static RelNode named(RelNode below, List<RexNode> columns) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add(
          columns.get(i) instanceof RexInputRef ref
              ? below.getRowType().getFieldNames().get(ref.getIndex())
              : "x" + i);
    }
    return LogicalProject.create(
        below,
        List.of(),
        columns,
        SqlValidatorUtil.uniquify(names, SqlValidatorUtil.EXPR_SUGGESTER, true),
        Set.of());
  }

  /** Has the source give no more columns than are computed with here. */
  private static RelNode narrowed(
      SourceDatabase database, Project project, RelNode own, RelNode below) {
    ImmutableBitSet read = RelOptUtil.InputFinder.bits(project.getProjects(), null);
    int width = below.getRowType().getFieldCount();
    if (read.cardinality() == width || read.isEmpty()) {
      return own;
    }
    List<RexNode> columns = new ArrayList<>();
    int[] places = new int[width];
    for (int column : read) {
      places[column] = columns.size();
      columns.add(RexInputRef.of(column, below.getRowType()));
    }
    RelNode narrow = named(below, columns);
    return sent(database, narrow, narrow)
        .<RelNode>map(source -> {
          List<RexNode> moved =
              project.getProjects().stream().map(each -> moved(each, places, source)).toList();
          return project.copy(
              project.containsOver() ? unordered(source) : kept(source, moved),
              source,
              moved,
              project.getRowType());
        })
        .orElse(own);
  }

  /** Steps that were moved know no order any more; here it is known again. */
  private static RelNode keptOrder(RelNode rel) {
    if (rel instanceof Filter) {
      return rel.copy(rel.getInput(0).getTraitSet(), rel.getInputs());
    }
    return rel instanceof Project project && !project.containsOver()
        ? project.copy(
            kept(project.getInput(), project.getProjects()),
            project.getInput(),
            project.getProjects(),
            project.getRowType())
        : rel;
  }

  private static RelTraitSet unordered(RelNode input) {
    return input.getTraitSet().simplify().replace(RelCollations.EMPTY);
  }

  /** Returns the traits of a projection that keeps as much of the rows' order as it can. */
  private static RelTraitSet kept(RelNode input, List<RexNode> columns) {
    List<RelFieldCollation> keys = new ArrayList<>();
    for (RelFieldCollation key : order(input).getFieldCollations()) {
      int place = columns.indexOf(RexInputRef.of(key.getFieldIndex(), input.getRowType()));
      if (place < 0) {
        break;
      }
      keys.add(key.withFieldIndex(place));
    }
    return input.getTraitSet().simplify().replace(RelCollations.of(keys));
  }

  /** Returns the order of the rows; the first, if they are known to be in several at once. */
  private static RelCollation order(RelNode rel) {
    List<RelCollation> orders = rel.getTraitSet().getTraits(RelCollationTraitDef.INSTANCE);
    return orders == null || orders.isEmpty() ? RelCollations.EMPTY : orders.get(0);
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
      if (!pushable.sortable(key.getFieldIndex(), types.get(key.getFieldIndex()))
          || !Keys.sorts(below, key.getFieldIndex())) {
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
            .allMatch(key ->
                pushable.groupable(key, types.get(key), DateParts.whole(below, key))
                    && Keys.groups(product, below, key))
        && groups.getAggCallList().stream()
            .allMatch(call ->
                call.getArgList().stream().allMatch(column -> Keys.aggregates(below, column))
                    && means(product, call, pushable, types));
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
    boolean distinct = !call.isDistinct() || pushable.groupable(argument, type, false);
    return switch (kind) {
      case COUNT -> distinct;
      case MIN, MAX ->
          pushable.sortable(argument, type)
              && !pushable.textHereAlone(argument)
              && (!Pushable.text(type) || !product.sortsByLanguage())
              && type.getSqlTypeName() != SqlTypeName.BOOLEAN;
      case SUM, SUM0 ->
          distinct
              && (SqlTypeName.EXACT_TYPES.contains(type.getSqlTypeName())
                  || type.getSqlTypeName() == SqlTypeName.DOUBLE && !call.isDistinct())
              && product.computes();
      default -> false;
    };
  }

  private static boolean means(Product product, Join join, List<RelNode> inputs) {
    if (join.getJoinType() == JoinRelType.FULL && !product.joinsFully()
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
    RexNode condition = Pushable.expanded(join.getCluster().getRexBuilder(), join.getCondition());
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
        if (!same || !pushable.groupable(i, types.get(i), false) || pushable.textHereAlone(i)) {
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
