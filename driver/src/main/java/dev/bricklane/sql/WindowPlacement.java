package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Places the calls of a projection with window functions: those that a window reads below it, all
 * others above.
 */
final class WindowPlacement {
  private WindowPlacement() {}

  static Deferred place(Deferred input, List<RexNode> columns) {
    List<RexNode> read = new ArrayList<>();
    windowsOf(columns)
        .forEach(window -> {
          read.addAll(window.getOperands());
          read.addAll(window.getWindow().partitionKeys);
          window.getWindow().orderKeys.forEach(key -> read.add(key.left));
        });
    // A window sees the rows that pass the conditions, so those come first.
    CallSplit split = new CallSplit(input.core());
    split.filterInTurn(input.conditions());
    split.makeCalls(read);
    List<RexNode> made = split.replaced(columns);
    List<RexNode> computed = Rels.columns(split.top());
    Map<RexNode, Integer> places = new LinkedHashMap<>();
    for (RexOver window : windowsOf(made)) {
      places.computeIfAbsent(
          window,
          each -> {
            computed.add(each);
            return computed.size() - 1;
          });
    }
    RelNode core = Rels.project(split.top(), computed);
    List<RexNode> results = new ArrayList<>();
    for (RexNode column : made) {
      results.add(
          column.accept(
              new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                  Integer place = places.get(over);
                  return place == null
                      ? super.visitOver(over)
                      : RexInputRef.of(place, core.getRowType());
                }
              }));
    }
    return new Deferred(core, List.of(), results).narrow();
  }

  static List<RexOver> windowsOf(List<RexNode> expressions) {
    List<RexOver> windows = new ArrayList<>();
    for (RexNode expression : expressions) {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
              windows.add(over);
              return null;
            }
          });
    }
    return windows;
  }
}
