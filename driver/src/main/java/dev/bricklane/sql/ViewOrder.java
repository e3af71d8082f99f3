package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Makes the ORDER BY of a view that of the query where its rows go straight to the result or to a
 * LIMIT, as people expect of {@code SELECT * FROM v}. Elsewhere it is dropped: it would cost a
 * sort, and the calls that it sorts by; the optimiser would not keep it anyway.
 */
final class ViewOrder {
  private ViewOrder() {}

  /**
   * Rows whose order has been taken out.
   *
   * @param rel the rows; after their own columns come those that only the order reads
   * @param order what they are to be sorted by
   */
  private record Unsorted(RelNode rel, RelCollation order) {
    static Unsorted of(RelNode rel) {
      return new Unsorted(rel, RelCollations.EMPTY);
    }

    boolean ordered() {
      return !order.getFieldCollations().isEmpty();
    }
  }

  /** Writes a query so. */
  static RelRoot lifted(RelRoot root) {
    Unsorted rows = lift(root.rel);
    if (!rows.ordered() || !root.collation.getFieldCollations().isEmpty()) {
      return root.withRel(sorted(rows));
    }
    return root.withRel(sorted(rows)).withCollation(rows.order);
  }

  private static RelNode sorted(Unsorted rows) {
    boolean done =
        !rows.ordered()
            || (rows.rel instanceof Sort sort && sort.getCollation().equals(rows.order));
    return done ? rows.rel : LogicalSort.create(rows.rel, rows.order, null, null);
  }

  private static Unsorted lift(RelNode rel) {
    if (rel instanceof Sort sort) {
      return lift(sort);
    }
    boolean keeps =
        rel instanceof Filter || (rel instanceof Project project && !project.containsOver());
    if (keeps) {
      RelNode input = rel.getInput(0);
      Unsorted rows = lift(input);
      if (!rel.getVariablesSet().isEmpty() && width(rows.rel) > width(input)) {
        // A subquery reads the row as it is.
        rows = Unsorted.of(narrow(rows, input));
      }
      RelNode step = subqueries(rel);
      return step instanceof Project project && rows.ordered()
          ? projected(project, rows)
          : new Unsorted(over(step, rows.rel), rows.order);
    }
    if (rel instanceof Correlate lateral) {
      Unsorted left = lift(lateral.getLeft());
      if (width(left.rel) == width(lateral.getLeft())) {
        RelNode right = unsorted(lateral.getRight());
        return new Unsorted(rel.copy(rel.getTraitSet(), List.of(left.rel, right)), left.order);
      }
    }
    return Unsorted.of(inside(rel));
  }

  private static Unsorted lift(Sort sort) {
    boolean limits = sort.fetch != null || sort.offset != null;
    if (!sort.getCollation().getFieldCollations().isEmpty()) {
      RelNode input = unsorted(sort.getInput());
      return limits ? Unsorted.of(over(sort, input)) : new Unsorted(input, sort.getCollation());
    }
    Unsorted rows = lift(sort.getInput());
    return rows.ordered()
        ? new Unsorted(
            LogicalSort.create(rows.rel, rows.order, sort.offset, sort.fetch), rows.order)
        : Unsorted.of(over(sort, rows.rel));
  }

  private static Unsorted projected(Project project, Unsorted rows) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    List<RelFieldCollation> order = new ArrayList<>();
    for (RelFieldCollation field : rows.order.getFieldCollations()) {
      RexNode key = RexInputRef.of(field.getFieldIndex(), rows.rel.getRowType());
      int column = columns.indexOf(key);
      if (column < 0) {
        column = columns.size();
        columns.add(key);
      }
      order.add(field.withFieldIndex(column));
    }
    RelNode wide =
        columns.size() == project.getProjects().size()
            ? over(project, rows.rel)
            : LogicalProject.create(
                rows.rel,
                project.getHints(),
                columns,
                RexUtil.createStructType(
                    project.getCluster().getTypeFactory(), columns, null, null),
                project.getVariablesSet());
    return new Unsorted(wide, RelCollations.of(order));
  }

  /** Drops the order of rows that nobody sees. */
  private static RelNode unsorted(RelNode rel) {
    if (!(rel instanceof Sort sort)) {
      return inside(rel);
    }
    if (sort.fetch == null && sort.offset == null) {
      return unsorted(sort.getInput());
    }
    return sort.getCollation().getFieldCollations().isEmpty()
        ? narrow(lift(sort), sort)
        : inside(sort);
  }

  private static RelNode inside(RelNode rel) {
    List<RelNode> inputs = rel.getInputs().stream().map(ViewOrder::unsorted).toList();
    return subqueries(inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs));
  }

  private static RelNode subqueries(RelNode step) {
    return step.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            boolean array = visited.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR;
            RelNode inner = array ? narrow(lift(visited.rel), visited.rel) : unsorted(visited.rel);
            return inner == visited.rel ? visited : visited.clone(inner);
          }
        });
  }

  /** Sorts rows, and leaves out what only their order reads. */
  private static RelNode narrow(Unsorted rows, RelNode before) {
    RelNode sorted = sorted(rows);
    return width(sorted) == width(before)
        ? sorted
        : Rels.project(sorted, Rels.columns(sorted).subList(0, width(before)), before.getRowType());
  }

  private static int width(RelNode rel) {
    return rel.getRowType().getFieldCount();
  }

  private static RelNode over(RelNode rel, RelNode input) {
    return input == rel.getInput(0) ? rel : rel.copy(rel.getTraitSet(), List.of(input));
  }
}
