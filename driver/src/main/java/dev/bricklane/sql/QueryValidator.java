package dev.bricklane.sql;

import org.apache.calcite.config.NullCollation;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Calcite's validator, with a type for a {@code ?} that stands where nothing gives it one, as in
 * {@code SELECT ?}.
 */
final class QueryValidator extends SqlValidatorImpl {
  /** NULLs sort low, as in a Databricks warehouse. */
  private static final Config CONFIG =
      Config.DEFAULT
          .withConformance(BricklaneConformance.INSTANCE)
          .withDefaultNullCollation(NullCollation.LOW)
          .withIdentifierExpansion(true);

  QueryValidator(SqlOperatorTable operators, CalciteCatalogReader reader) {
    super(operators, reader, reader.getTypeFactory(), CONFIG);
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    boolean untyped = node instanceof SqlDynamicParam && inferredType.equals(unknownType);
    super.inferUnknownTypes(untyped ? text() : inferredType, scope, node);
  }

  private RelDataType text() {
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.VARCHAR), true);
  }
}
