package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableValues;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.tree.Blocks;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Primitive;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a long VALUES. Calcite writes them into the generated code, where some thousands of
 * them pass the 64 KB that a Java method may have; here they are handed to the code as they are.
 */
final class StoredRowsRel extends AbstractRelNode implements EnumerableRel {
  /** A row or two stay in the code, where the compiler may fold them. */
  private static final int MANY = 3;

  private final List<@Nullable Object[]> rows;

  private StoredRowsRel(EnumerableValues values, List<@Nullable Object[]> rows) {
    super(values.getCluster(), values.getTraitSet());
    this.rowType = values.getRowType();
    this.rows = rows;
  }

  /** Returns how many rows there are. */
  int size() {
    return rows.size();
  }

  /**
   * Stores the rows of a long VALUES; leaves a short one, or one with literals of unusual types, as
   * it is.
   */
  static EnumerableRel of(EnumerableValues values) {
    if (values.getTuples().size() < MANY) {
      return values;
    }
    JavaTypeFactory types = (JavaTypeFactory) values.getCluster().getTypeFactory();
    List<@Nullable Object[]> rows = new ArrayList<>(values.getTuples().size());
    for (List<RexLiteral> tuple : values.getTuples()) {
      @Nullable Object[] row = new @Nullable Object[tuple.size()];
      for (int i = 0; i < row.length; i++) {
        RelDataType type = values.getRowType().getFieldList().get(i).getType();
        if (!(types.getJavaClass(type) instanceof Class<?> javaClass)) {
          return values;
        }
        try {
          row[i] = tuple.get(i).isNull() ? null : tuple.get(i).getValueAs(Primitive.box(javaClass));
        } catch (AssertionError | IllegalArgumentException unusual) {
          return values;
        }
      }
      rows.add(row);
    }
    return new StoredRowsRel(values, rows);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("rows", rows.size());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType type =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    List<?> stored =
        type.getFormat() == JavaRowFormat.SCALAR
            ? rows.stream().map(row -> row[0]).collect(Collectors.toList())
            : rows;
    return implementor.result(
        type,
        Blocks.toBlock(
            Expressions.call(
                GeneratedCodeBridge.class,
                "stored",
                DataContext.ROOT,
                implementor.stash(stored, Object.class))));
  }
}
