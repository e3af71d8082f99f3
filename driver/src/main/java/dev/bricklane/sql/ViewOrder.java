package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Keeps the ORDER BY of a view where its rows go straight to the result or to a LIMIT, as people
 * expect of {@code SELECT * FROM v}, and drops it elsewhere: it would cost a sort, and the calls
 * that it sorts by.
 */
final class ViewOrder {
  private ViewOrder() {}

  static RelNode onlyWhereSeen(RelNode query) {
    return seen(query, true);
  }

  private static RelNode seen(RelNode rel, boolean seen) {
    if (rel instanceof Sort sort) {
      boolean limits = sort.fetch != null || sort.offset != null;
      boolean sorts = !sort.getCollation().getFieldCollations().isEmpty();
      if (sorts && !limits && !seen) {
        return seen(sort.getInput(), false);
      }
      return over(sort, List.of(seen(sort.getInput(), !sorts && (limits || seen))));
    }
    boolean keeps =
        rel instanceof Filter
            || rel instanceof Correlate
            || (rel instanceof Project project && !project.containsOver());
    List<RelNode> inputs = rel.getInputs();
    RelNode[] made = new RelNode[inputs.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = seen(inputs.get(i), seen && keeps && i == 0);
    }
    return over(rel, List.of(made))
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                boolean array = visited.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR;
                RelNode inner = seen(visited.rel, array);
                return inner == visited.rel ? visited : visited.clone(inner);
              }
            });
  }

  private static RelNode over(RelNode rel, List<RelNode> inputs) {
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }
}
