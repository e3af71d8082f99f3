package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * A relation of which some expressions are needed now, so that their calls are made.
 *
 * @param rows the relation; what else is put off is still so
 * @param values the expressions over its core, without calls
 */
record Settled(Deferred rows, List<RexNode> values) {
  /**
   * Makes the calls of expressions over a relation's core, for the rows that pass its conditions.
   */
  static Settled of(Deferred rows, List<RexNode> expressions) {
    if (expressions.stream().noneMatch(CallExtractor::holdsCall)) {
      return new Settled(rows, expressions);
    }
    CallSplit split = new CallSplit(rows.core());
    split.filterInTurn(rows.conditions());
    List<RexNode> values = split.made(expressions);
    return new Settled(
        new Deferred(split.top(), List.of(), split.replaced(rows.columns())), values);
  }
}
