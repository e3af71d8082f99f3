package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Groups by DECIMALs: the plain key stands in the key's place, the key at the end, and what is
 * shown of a group is one of the keys that it has.
 */
final class DecimalGroups {
  private DecimalGroups() {}

  static RelNode of(EnumerableAggregate groups) {
    RelNode input = groups.getInput();
    List<Integer> keys =
        groups.getGroupSet().asList().stream()
            .filter(key -> DecimalKeys.holds(input, key))
            .toList();
    if (keys.isEmpty()) {
      return groups;
    }
    RexBuilder rex = Rels.rex(groups);
    List<RexNode> columns = Rels.columns(input);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      places.add(i);
    }
    for (int key : keys) {
      RexNode value = columns.get(key);
      columns.set(key, DecimalKeys.plain(rex, value));
      places.set(key, columns.size());
      columns.add(value);
    }
    RelNode plain = DecimalKeys.project(input, columns);
    List<AggregateCall> calls = new ArrayList<>();
    groups.getAggCallList().forEach(call -> calls.add(moved(call, places)));
    for (int key : keys) {
      calls.add(shown(groups, plain, places.get(key)));
    }
    return narrowed(
        groups,
        groups.copy(
            groups.getTraitSet(), plain, groups.getGroupSet(), groups.getGroupSets(), calls),
        keys);
  }

  /** Aggregates read the value; what asks for a key means the key. */
  private static AggregateCall moved(AggregateCall call, List<Integer> places) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID
        ? call
        : call.withArgList(call.getArgList().stream().map(places::get).toList());
  }

  /** Gives one of the keys of a group, which are equal. */
  private static AggregateCall shown(Aggregate groups, RelNode input, int column) {
    return AggregateCall.create(
        SqlStdOperatorTable.ANY_VALUE,
        false,
        false,
        false,
        List.of(),
        List.of(column),
        -1,
        null,
        RelCollations.EMPTY,
        groups.hasEmptyGroup(),
        input,
        null,
        null);
  }

  /** Shows NULL for a key that a row is not grouped by, as under ROLLUP. */
  private static RelNode narrowed(Aggregate groups, RelNode plain, List<Integer> keys) {
    RexBuilder rex = Rels.rex(groups);
    List<RelDataTypeField> fields = groups.getRowType().getFieldList();
    List<RexNode> columns = new ArrayList<>();
    int shown = fields.size();
    for (int i = 0; i < fields.size(); i++) {
      RexNode column = RexInputRef.of(i, plain.getRowType());
      if (i < groups.getGroupCount() && keys.contains(groups.getGroupSet().nth(i))) {
        RexNode value = RexInputRef.of(shown++, plain.getRowType());
        RelDataType type = fields.get(i).getType();
        column =
            type.isNullable()
                ? rex.makeCall(
                    type,
                    SqlStdOperatorTable.CASE,
                    List.of(
                        rex.makeCall(SqlStdOperatorTable.IS_NULL, column),
                        rex.makeNullLiteral(type),
                        value))
                : value;
      }
      columns.add(column);
    }
    return DecimalKeys.project(plain, columns, groups.getRowType());
  }
}
