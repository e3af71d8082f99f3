package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableAsofJoin;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.adapter.enumerable.EnumerableProject;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * Has DECIMALs that are equal meet as keys, whatever digits they have. Calcite's operators look
 * keys up by Java's {@code equals}, to which 1.0 and 1.00 differ; a column may hold both, as a
 * source's NUMERIC without a scale does, or what is computed.
 *
 * <p>The keys alone become plain ({@link #plain(BigDecimal)}), beside the values, so that what is
 * shown keeps its digits. It is done to the finished plan, where all operators that look keys up
 * are known, those that rules have made among them; windows alone are changed before ({@link
 * DecimalWindows}).
 */
final class DecimalKeys {
  private static final SqlOperator PLAIN = operator("PLAIN_DECIMAL", "plain", BigDecimal.class);
  private static final SqlOperator PLAIN_ARRAY = operator("PLAIN_DECIMALS", "plainAll", List.class);

  private DecimalKeys() {}

  private static SqlOperator operator(String name, String method, Class<?> argument) {
    return new SqlUserDefinedFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        null,
        OperandTypes.operandMetadata(
            List.of(), types -> List.of(), index -> "value", index -> false),
        ScalarFunctionImpl.createUnsafe(
            Types.lookupMethod(GeneratedCodeBridge.class, method, argument)));
  }

  /** Returns a plan that finds equal DECIMALs equal, of one that the optimiser has found. */
  static RelNode in(RelNode plan) {
    List<RelNode> inputs = plan.getInputs().stream().map(DecimalKeys::in).toList();
    RelNode rel = inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    if (rel instanceof EnumerableHashJoin join) {
      return DecimalJoin.of(join);
    }
    if (rel instanceof EnumerableAsofJoin join) {
      return DecimalJoin.of(join);
    }
    if (rel instanceof EnumerableAggregate groups) {
      return DecimalGroups.of(groups);
    }
    return rel instanceof SetOp set ? DecimalSetOp.of(set) : rel;
  }

  /** Returns the one form of all DECIMALs that are equal. */
  static BigDecimal plain(BigDecimal value) {
    return value.stripTrailingZeros();
  }

  /** Returns whether equal values of a type may differ to Java. */
  static boolean holds(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL || isArray(type);
  }

  private static boolean isArray(RelDataType type) {
    RelDataType element = type.getComponentType();
    return type.getSqlTypeName() == SqlTypeName.ARRAY && element != null && holds(element);
  }

  /** Returns whether a column of a relation is such. */
  static boolean holds(RelNode rel, int column) {
    return holds(rel.getRowType().getFieldList().get(column).getType());
  }

  /** Writes a key so that equal ones are the same to Java. */
  static RexNode plain(RexBuilder rex, RexNode key) {
    return holds(key.getType())
        ? rex.makeCall(key.getType(), isArray(key.getType()) ? PLAIN_ARRAY : PLAIN, List.of(key))
        : key;
  }

  /** Computes columns of a physical plan, in the order that its rows have. */
  static RelNode project(RelNode input, List<RexNode> columns) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add("c" + i);
    }
    return project(
        input,
        columns,
        RexUtil.createStructType(input.getCluster().getTypeFactory(), columns, names, null));
  }

  /** Computes the columns of a row type. */
  static RelNode project(RelNode input, List<RexNode> columns, RelDataType rowType) {
    return EnumerableProject.create(input, columns, rowType);
  }
}
