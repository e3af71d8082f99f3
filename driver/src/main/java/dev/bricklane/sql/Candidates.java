package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one relation for which another has a row that some conditions without calls allow:
 * the only rows that can have a match, whatever the other conditions of a join say.
 *
 * <p>The other relation is read once more than before, as a witness: all that the conditions
 * compare with; one row alone if they compare with nothing, or by {@code <}, where the largest will
 * do.
 *
 * @param conditions over the columns of the rows, then those of the witness
 * @param single whether the witness has no more than one row
 */
record Candidates(RelNode rows, RelNode witness, List<RexNode> conditions, boolean single) {

  /**
   * Finds the rows.
   *
   * @param conditions over the columns of both relations
   * @return null if each row is one, as far as anybody knows without reading
   */
  static @Nullable Candidates of(RelNode rows, RelNode others, List<RexNode> conditions) {
    int width = rows.getRowType().getFieldCount();
    List<RexNode> ofOthers = new ArrayList<>();
    List<RexNode> ofRows = new ArrayList<>();
    List<RexNode> ofBoth = new ArrayList<>();
    for (RexNode condition : conditions) {
      ImmutableBitSet columns = Calls.columnsOf(condition);
      if (columns.isEmpty() || columns.length() <= width) {
        ofRows.add(condition);
      } else if (columns.nth(0) >= width) {
        ofOthers.add(RexUtil.shift(condition, -width));
      } else {
        ofBoth.add(condition);
      }
    }
    if (ofBoth.isEmpty() && ofRows.isEmpty() && ofOthers.isEmpty() && hasRows(others)) {
      return null;
    }
    RelNode allowed = Rels.filter(others, ofOthers);
    if (ofBoth.isEmpty()) {
      return new Candidates(rows, anyOf(allowed), ofRows, true);
    }
    Inequality inequality = ofBoth.size() == 1 ? Inequality.of(ofBoth.get(0), width) : null;
    if (inequality != null) {
      RelNode extreme = inequality.extremeOf(allowed);
      ofRows.add(inequality.comparedWith(extreme, width));
      return new Candidates(rows, extreme, ofRows, true);
    }
    List<RexNode> values = new ArrayList<>();
    for (RexNode condition : ofBoth) {
      ofRows.add(witnessed(condition, width, values));
    }
    return new Candidates(rows, Rels.project(allowed, values), ofRows, false);
  }

  /** Returns the candidates. */
  RelNode only() {
    return JoinSides.join(rows, witness, conditions, JoinRelType.SEMI);
  }

  /** Returns all rows with a last column: TRUE for the candidates, NULL for others. */
  RelNode marked() {
    int width = rows.getRowType().getFieldCount();
    RelNode joined;
    if (single) {
      joined = JoinSides.join(rows, Rels.withTrue(witness), conditions, JoinRelType.LEFT);
    } else {
      ImmutableBitSet.Builder read = ImmutableBitSet.builder();
      conditions.forEach(each -> read.addAll(Calls.columnsOf(each)));
      ImmutableBitSet keys = read.build().intersect(ImmutableBitSet.range(width));
      List<RexNode> columns = Rels.columns(witness);
      RelNode values = Matches.distinct(rows, keys);
      List<RexNode> places = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        int place = keys.get(i) ? keys.indexOf(i) : 0;
        places.add(RexInputRef.of(place, values.getRowType()));
      }
      places.addAll(RexUtil.shift(columns, keys.cardinality()));
      RelNode matched =
          JoinSides.join(values, witness, Rels.substitute(conditions, places), JoinRelType.SEMI);
      joined = new Matches(rows, keys, Rels.withTrue(matched)).joined(JoinRelType.LEFT);
    }
    List<RexNode> columns = Rels.columns(joined);
    List<RexNode> kept = new ArrayList<>(columns.subList(0, width));
    kept.add(columns.get(columns.size() - 1));
    return Rels.project(joined, kept);
  }

  private static boolean hasRows(RelNode rel) {
    if (rel instanceof LogicalShared part) {
      return hasRows(part.shared());
    }
    if (rel instanceof LogicalFront) {
      return true;
    }
    return rel instanceof Values values
        ? !values.getTuples().isEmpty()
        : (rel instanceof Project || rel instanceof Aggregate) && hasRows(rel.getInput(0));
  }

  /** Has the witness give what a condition reads of it: what it compares, or else columns. */
  private static RexNode witnessed(RexNode condition, int width, List<RexNode> values) {
    if (condition instanceof RexCall call
        && (call.isA(SqlKind.COMPARISON) || call.isA(SqlKind.IS_NOT_DISTINCT_FROM))) {
      List<RexNode> operands = new ArrayList<>();
      for (RexNode operand : call.getOperands()) {
        ImmutableBitSet columns = Calls.columnsOf(operand);
        operands.add(
            columns.isEmpty() || columns.nth(0) < width
                ? columnsWitnessed(operand, width, values)
                : given(operand, width, values));
      }
      return call.clone(call.getType(), operands);
    }
    return columnsWitnessed(condition, width, values);
  }

  private static RexNode columnsWitnessed(RexNode expression, int width, List<RexNode> values) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return ref.getIndex() < width ? ref : given(ref, width, values);
          }
        });
  }

  private static RexNode given(RexNode value, int width, List<RexNode> values) {
    RexNode ofOthers = RexUtil.shift(value, -width);
    int place = values.indexOf(ofOthers);
    if (place < 0) {
      place = values.size();
      values.add(ofOthers);
    }
    return new RexInputRef(width + place, value.getType());
  }

  /** Returns one row if the relation has any. */
  private static RelNode anyOf(RelNode rel) {
    RelNode truths = Rels.project(rel, List.of(Rels.rex(rel).makeLiteral(true)));
    return LogicalAggregate.create(truths, List.of(), ImmutableBitSet.of(0), null, List.of());
  }
}
