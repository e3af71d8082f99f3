package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
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
    List<RexOver> windows = windowsOf(columns).stream().distinct().toList();
    List<RexNode> read = new ArrayList<>();
    windows.forEach(window -> {
      read.addAll(window.getOperands());
      read.addAll(window.getWindow().partitionKeys);
      window.getWindow().orderKeys.forEach(key -> read.add(key.left));
    });
    // A window sees the rows that pass the conditions, so those come first.
    CallSplit split = new CallSplit(input.core());
    split.filterInTurn(input.conditions());
    List<RexNode> made = split.made(read, List.copyOf(windows));
    List<RexNode> computed = Rels.columns(split.top());
    int first = computed.size();
    computed.addAll(made);
    RelNode core = Rels.project(split.top(), computed);
    List<RexNode> results = new ArrayList<>();
    for (RexNode column : columns) {
      results.add(
          column.accept(
              new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                  return RexInputRef.of(first + windows.indexOf(over), core.getRowType());
                }
              }));
    }
    return new Deferred(core, List.of(), split.replaced(results)).narrow();
  }

  /** Returns the window functions in expressions. */
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
