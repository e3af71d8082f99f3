package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * Finds tables by name, by schema and name, and by catalog, schema and name; never minding case.
 * The driver's own tables are found from everywhere.
 */
final class NameReader extends CalciteCatalogReader {
  NameReader(
      CalciteSchema root,
      String catalog,
      String schema,
      RelDataTypeFactory types,
      CalciteConnectionConfig config) {
    this(
        root,
        List.of(
            List.of(catalog, schema),
            List.of(catalog),
            List.of(),
            List.of(SqlEngine.CATALOG, SqlEngine.SCHEMA)),
        types,
        config);
  }

  private NameReader(
      CalciteSchema root,
      List<List<String>> paths,
      RelDataTypeFactory types,
      CalciteConnectionConfig config) {
    super(root, SqlNameMatchers.withCaseSensitive(false), paths, types, config);
  }

  /** Finds tables of a definition's own schema first, then those of the usual one. */
  static NameReader ofDefinition(
      CalciteSchema root, String schema, RelDataTypeFactory types, CalciteConnectionConfig config) {
    return new NameReader(
        root,
        List.of(
            List.of(SqlEngine.CATALOG, schema),
            List.of(SqlEngine.CATALOG, SqlEngine.SCHEMA),
            List.of(SqlEngine.CATALOG),
            List.of()),
        types,
        config);
  }
}
