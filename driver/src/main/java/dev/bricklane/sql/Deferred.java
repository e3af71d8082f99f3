package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A relation whose model calls are put off: conditions and columns that may hold calls, over a
 * relation that holds none that is still to be placed. It stands for {@code SELECT columns FROM
 * core WHERE conditions}. Immutable.
 *
 * @param core what the calls wait for
 * @param conditions over the core's columns; each holds a call
 * @param columns over the core's columns; some may hold calls
 */
record Deferred(RelNode core, List<RexNode> conditions, List<RexNode> columns) {
  Deferred {
    conditions = List.copyOf(conditions);
    columns = List.copyOf(columns);
  }

  /** A relation with nothing put off. */
  static Deferred of(RelNode rel) {
    return new Deferred(rel, List.of(), Rels.columns(rel));
  }

  /**
   * Returns the same columns and conditions over a relation that begins with the core's columns.
   */
  Deferred over(RelNode other) {
    return new Deferred(other, conditions, columns);
  }

  Deferred withColumns(List<RexNode> others) {
    return new Deferred(core, conditions, others);
  }

  /** Returns the same with further conditions. */
  Deferred where(List<RexNode> more) {
    List<RexNode> all = new ArrayList<>(conditions);
    all.addAll(more);
    return new Deferred(core, all, columns);
  }

  /** Returns the same with the conditions applied. */
  Deferred filtered() {
    if (conditions.isEmpty()) {
      return this;
    }
    CallSplit split = new CallSplit(core);
    split.filterInTurn(conditions);
    return new Deferred(split.top(), List.of(), split.replaced(columns));
  }

  /**
   * Returns the same with a core that may be read twice: that gives the same rows, as far as that
   * can be had, and costs little to repeat in a plan.
   */
  Deferred readTwice() {
    return Calls.repeatable(core) && Rels.isSmall(core)
            || !RelOptUtil.getVariablesUsed(core).isEmpty()
        ? this
        : over(new LogicalShared(core));
  }

  /**
   * Returns the same with a further, last column: the number of the row, which tells it from equal
   * ones. The core may be read twice, and gives each row the same number.
   */
  Deferred numbered() {
    List<RexNode> all = Rels.columns(core);
    all.add(Rels.rowNumber(core));
    return over(new LogicalShared(Rels.project(core, all)));
  }

  /**
   * Returns the same with a further, last column that is true; after an outer join it tells the
   * rows with a match from those without. It is left out where no column would ask it.
   */
  Deferred marked() {
    if (columns.stream().allMatch(RexInputRef.class::isInstance)) {
      return this;
    }
    return over(Rels.withTrue(core));
  }

  /** Returns the same over no more columns than it reads. */
  Deferred narrow() {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    columns.forEach(each -> read.addAll(Calls.columnsOf(each)));
    conditions.forEach(each -> read.addAll(Calls.columnsOf(each)));
    ImmutableBitSet kept = read.isEmpty() ? ImmutableBitSet.of(0) : read.build();
    if (kept.cardinality() >= width()) {
      return this;
    }
    List<RexNode> all = Rels.columns(core);
    RelNode narrow = Rels.project(core, kept.asList().stream().map(all::get).toList());
    for (int column : kept) {
      all.set(column, RexInputRef.of(kept.indexOf(column), narrow.getRowType()));
    }
    return new Deferred(narrow, Rels.substitute(conditions, all), Rels.substitute(columns, all));
  }

  /** Returns how many columns the core has. */
  int width() {
    return core.getRowType().getFieldCount();
  }
}
