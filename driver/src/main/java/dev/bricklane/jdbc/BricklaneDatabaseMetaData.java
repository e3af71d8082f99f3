package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is to query, and what the driver can do.
 *
 * <p>Nothing here makes a model call or, beyond what the catalogue keeps, a network call. What does
 * not exist here gives an empty result. Thread-safe.
 */
final class BricklaneDatabaseMetaData extends NamingFacts implements Unwrapping {
  private static final List<String> TABLE_TYPES = List.of("SYSTEM TABLE", "TABLE", "VIEW");

  private final BricklaneConnection connection;
  private final Session session;

  BricklaneDatabaseMetaData(BricklaneConnection connection, Session session) {
    this.connection = connection;
    this.session = session;
  }

  private interface Rows {
    List<List<@Nullable Object>> of(Catalogue catalogue);
  }

  private ResultSet result(MetadataShape shape, Rows rows) throws SQLException {
    connection.checkOpen();
    return SqlExceptions.translating(
        () -> MemoryRows.resultSet(shape.columns(), rows.of(session.catalogue())));
  }

  private static ResultSet result(MetadataShape shape, List<List<@Nullable Object>> rows) {
    return MemoryRows.resultSet(shape.columns(), rows);
  }

  private static ResultSet none(MetadataShape shape) {
    return result(shape, List.of());
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public String getURL() {
    return session.url();
  }

  @Override
  public String getUserName() {
    return session.userName();
  }

  @Override
  public String getDatabaseProductName() {
    return DriverVersion.PRODUCT;
  }

  @Override
  public String getDatabaseProductVersion() {
    return DriverVersion.TEXT;
  }

  @Override
  public int getDatabaseMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return DriverVersion.MINOR;
  }

  @Override
  public String getDriverName() {
    return DriverVersion.DRIVER;
  }

  @Override
  public String getDriverVersion() {
    return DriverVersion.TEXT;
  }

  @Override
  public int getDriverMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getDriverMinorVersion() {
    return DriverVersion.MINOR;
  }

  @Override
  public int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  public int getJDBCMinorVersion() {
    return 3;
  }

  @Override
  public int getSQLStateType() {
    return DatabaseMetaData.sqlStateSQL;
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return result(MetadataShape.CATALOGS, catalogue -> new TableRows(catalogue).catalogs());
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return result(
        MetadataShape.SCHEMAS,
        catalogue -> new TableRows(catalogue).schemas(catalog, schemaPattern));
  }

  @Override
  public ResultSet getTableTypes() {
    return result(
        MetadataShape.TABLE_TYPES, TABLE_TYPES.stream().map(type -> TableRows.row(type)).toList());
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    Set<String> asked = types == null ? null : new HashSet<>(Arrays.asList(types));
    return result(
        MetadataShape.TABLES,
        catalogue -> new TableRows(catalogue).tables(catalog, schemaPattern, tablePattern, asked));
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return result(
        MetadataShape.COLUMNS,
        catalogue ->
            new TableRows(catalogue).columns(catalog, schemaPattern, tablePattern, columnPattern));
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return result(
        MetadataShape.FUNCTIONS,
        catalogue -> new FunctionRows(catalogue).functions(catalog, schemaPattern, namePattern));
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return result(
        MetadataShape.FUNCTION_COLUMNS,
        catalogue ->
            new FunctionRows(catalogue)
                .columns(catalog, schemaPattern, namePattern, columnPattern));
  }

  @Override
  public ResultSet getTypeInfo() {
    return result(
        MetadataShape.TYPE_INFO,
        Stream.of(TypeFacts.values())
            .filter(facts -> facts != TypeFacts.STRUCT && facts != TypeFacts.OTHER)
            .map(BricklaneDatabaseMetaData::typeRow)
            .toList());
  }

  private static List<@Nullable Object> typeRow(TypeFacts facts) {
    return TableRows.row(
        facts.sqlName(),
        facts.jdbcType(),
        facts.maximumSize(),
        facts.literalPrefix(),
        facts.literalSuffix(),
        facts.createParameters(),
        (short) typeNullable,
        facts.isText(),
        (short) (facts.isText() ? typeSearchable : typePredBasic),
        !facts.isNumber(),
        false,
        false,
        null,
        (short) 0,
        (short) facts.maximumScale(),
        null,
        null,
        facts.radix());
  }

  @Override
  public ResultSet getClientInfoProperties() {
    return result(
        MetadataShape.CLIENT_INFO_PROPERTIES,
        ClientInfo.KNOWN.stream()
            .map(known -> TableRows.row(known.name(), 0, "", known.description()))
            .toList());
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    return none(MetadataShape.PROCEDURES);
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern) {
    return none(MetadataShape.PROCEDURE_COLUMNS);
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnPattern) {
    return none(MetadataShape.COLUMN_PRIVILEGES);
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    return none(MetadataShape.TABLE_PRIVILEGES);
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable) {
    return none(MetadataShape.BEST_ROW_IDENTIFIER);
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return none(MetadataShape.BEST_ROW_IDENTIFIER);
  }

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return result(
        MetadataShape.PRIMARY_KEYS,
        catalogue -> new TableRows(catalogue).primaryKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return none(MetadataShape.KEYS);
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return none(MetadataShape.KEYS);
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable) {
    return none(MetadataShape.KEYS);
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate) {
    return none(MetadataShape.INDEX_INFO);
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typePattern,
      int @Nullable [] types) {
    return none(MetadataShape.UDTS);
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typePattern) {
    return none(MetadataShape.SUPER_TYPES);
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    return none(MetadataShape.SUPER_TABLES);
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typePattern,
      @Nullable String attributePattern) {
    return none(MetadataShape.ATTRIBUTES);
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern) {
    return none(MetadataShape.PSEUDO_COLUMNS);
  }
}
