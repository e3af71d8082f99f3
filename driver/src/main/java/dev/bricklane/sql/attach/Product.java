package dev.bricklane.sql.attach;

import java.util.Locale;
import java.util.Map;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.apache.calcite.sql.dialect.H2SqlDialect;
import org.apache.calcite.sql.dialect.MssqlSqlDialect;
import org.apache.calcite.sql.dialect.MysqlSqlDialect;
import org.apache.calcite.sql.dialect.OracleSqlDialect;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.apache.calcite.sql.dialect.SparkSqlDialect;
import org.apache.calcite.sql.dialect.SqliteSqlDialect;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Kinds of databases: how they write SQL, and where they mean the same by it as Bricklane does.
 * What may mean another thing is not sent to them.
 */
enum Product {
  H2(true, true, true, true),
  POSTGRESQL(true, true, true, true),
  DUCKDB(true, true, true, true),
  /** Its LIKE does not mind case, its sums become fractions, and its dates are texts or numbers. */
  SQLITE(true, true, false, false),
  /** Databricks' SQL warehouses among them. */
  SPARK(true, true, true, true),
  /** Compares texts without case, as they are usually set up. */
  MYSQL(false, false, false, true),
  MSSQL(false, false, false, true),
  /** Takes an empty text for NULL. */
  ORACLE(false, false, false, true),
  /** Only columns, comparisons of numbers, and what follows from these. */
  OTHER(false, false, false, false);

  private final boolean exactText;
  private final boolean orderedText;
  private final boolean computes;
  private final boolean dates;

  Product(boolean exactText, boolean orderedText, boolean computes, boolean dates) {
    this.exactText = exactText;
    this.orderedText = orderedText;
    this.computes = computes;
    this.dates = dates;
  }

  static Product of(String productName) {
    String name = productName.toLowerCase(Locale.ROOT);
    if (name.equals("h2")) {
      return H2;
    }
    if (name.contains("postgre")) {
      return POSTGRESQL;
    }
    if (name.contains("duckdb")) {
      return DUCKDB;
    }
    if (name.contains("sqlite")) {
      return SQLITE;
    }
    if (name.contains("spark") || name.contains("databricks")) {
      return SPARK;
    }
    if (name.contains("mysql") || name.contains("mariadb")) {
      return MYSQL;
    }
    if (name.contains("sql server")) {
      return MSSQL;
    }
    return name.contains("oracle") ? ORACLE : OTHER;
  }

  /** Returns whether texts are equal in it if they are the same, and not otherwise. */
  boolean exactText() {
    return exactText;
  }

  /** Returns whether texts can be compared and sorted in it by their characters' numbers. */
  boolean orderedText() {
    return orderedText;
  }

  /** Returns whether that needs to be said, as texts are sorted by the rules of a language. */
  boolean sortsByLanguage() {
    return this == POSTGRESQL;
  }

  /** Returns whether whole numbers are added and texts compared with patterns as here. */
  boolean computes() {
    return computes;
  }

  /** Returns whether a sum that does not fit is an error, whatever the settings of a session. */
  boolean adds() {
    return computes && this != SPARK;
  }

  /** Returns whether its keys hold: Databricks knows them as remarks alone. */
  boolean enforcesKeys() {
    return this != SPARK;
  }

  /** Returns whether dates and booleans are types of their own, with literals. */
  boolean dates() {
    return dates;
  }

  /** Returns whether it has LIMIT or the like, and NULLs can be put first or last. */
  boolean sorts() {
    return this != OTHER;
  }

  /** Returns whether it has FULL JOIN. */
  boolean joinsFully() {
    return this == POSTGRESQL || this == DUCKDB || this == SPARK;
  }

  /** Returns whether rows come one after another only outside auto-commit. */
  boolean streamsInTransactions() {
    return this == POSTGRESQL;
  }

  /** Returns what a driver is told, unless the user has said otherwise. */
  static Map<String, String> settings(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("jdbc:sqlite:") && !lower.contains(":memory:")) {
      return Map.of("open_mode", "1");
    }
    if (lower.startsWith("jdbc:duckdb:")) {
      boolean memory = lower.equals("jdbc:duckdb:") || lower.contains(":memory:");
      return memory
          ? Map.of("jdbc_stream_results", "true")
          : Map.of("jdbc_stream_results", "true", "duckdb.read_only", "true");
    }
    if (lower.startsWith("jdbc:mysql:") || lower.startsWith("jdbc:mariadb:")) {
      return Map.of("useCursorFetch", "true");
    }
    if (lower.startsWith("jdbc:databricks:")) {
      return Map.of("EnableComplexDatatypeSupport", "1"); // Arrays are texts without it.
    }
    return Map.of();
  }

  /** Returns the dialect, which names every column it selects. */
  SqlDialect dialect(String quote) {
    return switch (this) {
      case H2 ->
          new H2SqlDialect(
              H2SqlDialect.DEFAULT_CONTEXT
                  .withIdentifierQuoteString(quote)
                  .withNullCollation(NullCollation.LOW)) {
            @Override
            public boolean supportGenerateSelectStar(RelNode rel) {
              return false;
            }
          };
      case POSTGRESQL ->
          new PostgresqlSqlDialect(
              PostgresqlSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString(quote)) {
            @Override
            public boolean supportGenerateSelectStar(RelNode rel) {
              return false;
            }
          };
      case DUCKDB ->
          new DuckDBSqlDialect(DuckDBSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString(quote)) {
            @Override
            public boolean supportGenerateSelectStar(RelNode rel) {
              return false;
            }
          };
      case SQLITE ->
          new SqliteSqlDialect(SqliteSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString(quote)) {
            @Override
            public boolean supportGenerateSelectStar(RelNode rel) {
              return false;
            }
          };
      case SPARK ->
          new SparkSqlDialect(SparkSqlDialect.DEFAULT_CONTEXT) {
            @Override
            public boolean supportGenerateSelectStar(RelNode rel) {
              return false;
            }

            /** A TIMESTAMP is a moment there. */
            @Override
            public void unparseDateTimeLiteral(
                SqlWriter writer, SqlAbstractDateTimeLiteral literal, int left, int right) {
              if (literal.getTypeName() == SqlTypeName.TIMESTAMP) {
                writer.literal("TIMESTAMP_NTZ '" + literal.toFormattedString() + "'");
              } else {
                super.unparseDateTimeLiteral(writer, literal, left, right);
              }
            }
          };
      case MYSQL -> new MysqlSqlDialect(MysqlSqlDialect.DEFAULT_CONTEXT);
      case MSSQL -> new MssqlSqlDialect(MssqlSqlDialect.DEFAULT_CONTEXT);
      case ORACLE -> new OracleSqlDialect(OracleSqlDialect.DEFAULT_CONTEXT);
      case OTHER ->
          new AnsiSqlDialect(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString(quote));
    };
  }
}
