package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls of UNION ALL off past it where its branches make the same calls of different
 * arguments: the branches give the arguments, and one operator makes the calls. So they share a
 * window, and limits go below them.
 */
final class UnionPlacement {
  private final Union union;
  private final List<Deferred> branches;
  private final RexBuilder rex;

  /** What each branch gives the union, a list of as many expressions for each column. */
  private final List<List<RexNode>> given = new ArrayList<>();

  private final List<RelDataType> types = new ArrayList<>();

  private UnionPlacement(Union union, List<Deferred> branches) {
    this.union = union;
    this.branches = branches;
    this.rex = Rels.rex(union);
  }

  static Deferred place(Union union, List<Deferred> inputs) {
    UnionPlacement placement =
        new UnionPlacement(union, inputs.stream().map(Deferred::filtered).toList());
    Deferred common = placement.common();
    return common == null ? placement.separate() : common;
  }

  private Deferred separate() {
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      inputs.add(CallSplit.build(branches.get(i), union.getInputs().get(i).getRowType()));
    }
    return Deferred.of(union.copy(union.getTraitSet(), inputs));
  }

  private @Nullable Deferred common() {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
      int column = i;
      RelDataType type = union.getRowType().getFieldList().get(i).getType();
      RexNode common =
          common(branches.stream().map(each -> each.columns().get(column)).toList(), type);
      if (common == null) {
        return null;
      }
      columns.add(
          common.getType().equals(type) ? common : rex.makeAbstractCast(type, common, false));
    }
    if (given.isEmpty()) {
      give(branches.stream().<RexNode>map(each -> rex.makeLiteral(true)).toList(), null);
    }
    RelDataTypeFactory.Builder row = rex.getTypeFactory().builder();
    for (int i = 0; i < types.size(); i++) {
      row.add("c" + i, types.get(i));
    }
    RelDataType rowType = row.build();
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      int branch = i;
      inputs.add(
          Rels.project(
              branches.get(i).core(),
              given.stream().map(each -> each.get(branch)).toList(),
              rowType));
    }
    return new Deferred(LogicalUnion.create(inputs, true), List.of(), columns);
  }

  /** Returns what expressions of the branches have in common, over what the branches give. */
  private @Nullable RexNode common(List<RexNode> each, @Nullable RelDataType wanted) {
    if (each.stream().noneMatch(CallExtractor::holdsCall)) {
      boolean constant =
          each.stream().distinct().count() == 1 && RexUtil.isLiteral(each.get(0), false);
      return constant ? each.get(0) : give(each, wanted);
    }
    if (!(each.get(0) instanceof RexCall first) || first instanceof RexOver) {
      return null;
    }
    int operands = first.getOperands().size();
    for (RexNode other : each) {
      if (!(other instanceof RexCall call)
          || !call.getOperator().equals(first.getOperator())
          || call.getOperands().size() != operands
          || !call.getType().equals(first.getType())) {
        return null;
      }
    }
    List<RexNode> commons = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      int operand = i;
      RexNode common =
          common(
              each.stream().map(call -> ((RexCall) call).getOperands().get(operand)).toList(),
              null);
      if (common == null) {
        return null;
      }
      commons.add(common);
    }
    return first.clone(first.getType(), commons);
  }

  /** Has the branches give a column; null if their types do not go together. */
  private @Nullable RexNode give(List<RexNode> each, @Nullable RelDataType wanted) {
    RelDataType type = wanted == null ? typeOf(each) : wanted;
    if (type == null) {
      return null;
    }
    List<RexNode> column =
        each.stream()
            .map(value ->
                value.getType().equals(type) ? value : rex.makeAbstractCast(type, value, false))
            .toList();
    int place = given.indexOf(column);
    if (place < 0) {
      place = given.size();
      given.add(column);
      types.add(type);
    }
    return new RexInputRef(place, type);
  }

  private @Nullable RelDataType typeOf(List<RexNode> each) {
    RelDataType first = each.get(0).getType();
    boolean nullable = each.stream().anyMatch(value -> value.getType().isNullable());
    RelDataType type =
        each.stream()
                .allMatch(value ->
                    SqlTypeUtil.equalSansNullability(rex.getTypeFactory(), first, value.getType()))
            ? first
            : each.stream()
                    .allMatch(value ->
                        value.getType().getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER)
                ? rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR)
                : null;
    return type == null ? null : rex.getTypeFactory().createTypeWithNullability(type, nullable);
  }
}
