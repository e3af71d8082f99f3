package dev.bricklane.sql.attach;

import dev.bricklane.sql.attach.SourceColumn.Kind;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which kind a source's type is, by what its driver says of it. What nobody knows is text. */
final class SourceTypes {
  private SourceTypes() {}

  static Kind kind(Product product, int jdbcType, String typeName) {
    String name = typeName.toLowerCase(Locale.ROOT);
    if (name.equals("uuid")) {
      return Kind.UUID;
    }
    if (product == Product.SQLITE) {
      return sqlite(name);
    }
    if (product == Product.SPARK) {
      return spark(name);
    }
    if (name.equals("varchar_ignorecase")) {
      return Kind.OTHER; // H2 compares it without case.
    }
    if (product == Product.POSTGRESQL) {
      Kind special = postgresql(name);
      if (special != null) {
        return special;
      }
    }
    if (name.endsWith("[]") || name.endsWith(" array") || name.startsWith("array")) {
      return Kind.ARRAY;
    }
    if (product == Product.DUCKDB) {
      Kind special = duckdb(name);
      if (special != null) {
        return special;
      }
    }
    return byJdbc(jdbcType);
  }

  private static Kind byJdbc(int jdbcType) {
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.BIT -> Kind.BOOLEAN;
      case Types.TINYINT -> Kind.SMALLINT;
      case Types.SMALLINT -> Kind.SMALLINT;
      case Types.INTEGER -> Kind.INTEGER;
      case Types.BIGINT -> Kind.BIGINT;
      case Types.DECIMAL, Types.NUMERIC -> Kind.DECIMAL;
      case Types.REAL -> Kind.REAL;
      case Types.FLOAT, Types.DOUBLE -> Kind.DOUBLE;
      case Types.CHAR, Types.NCHAR -> Kind.PADDED;
      case Types.VARCHAR,
          Types.NVARCHAR,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          Kind.TEXT;
      case Types.DATE -> Kind.DATE;
      case Types.TIME -> Kind.TIME;
      case Types.TIMESTAMP -> Kind.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.INSTANT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Kind.BINARY;
      case Types.ARRAY -> Kind.ARRAY;
      default -> Kind.OTHER;
    };
  }

  /** PostgreSQL's driver gives many types of its own under another's number. */
  private static @Nullable Kind postgresql(String name) {
    if (name.startsWith("_")) {
      return Kind.ARRAY;
    }
    return switch (name) {
      case "timestamptz" -> Kind.INSTANT;
      case "timetz", "money", "xml", "bit", "varbit", "oid", "interval", "name" -> Kind.OTHER;
      case "bool" -> Kind.BOOLEAN;
      case "text", "varchar" -> Kind.TEXT;
      case "int2", "smallserial" -> Kind.SMALLINT;
      case "int4", "serial" -> Kind.INTEGER;
      case "int8", "bigserial" -> Kind.BIGINT;
      case "numeric", "float4", "float8", "bpchar", "bytea", "date", "time", "timestamp" -> null;
      default -> Kind.OTHER;
    };
  }

  private static @Nullable Kind duckdb(String name) {
    if (name.endsWith("]")) {
      return Kind.ARRAY;
    }
    return switch (name) {
      case "utinyint" -> Kind.SMALLINT;
      case "usmallint" -> Kind.INTEGER;
      case "uinteger" -> Kind.BIGINT;
      case "hugeint", "uhugeint", "ubigint", "time with time zone", "bit", "json" -> Kind.OTHER;
      default -> null;
    };
  }

  /**
   * Spark's types by their names: drivers give many of them under another's number. A text with a
   * collation is compared by that.
   */
  private static Kind spark(String name) {
    return switch (name.replaceAll("[(<].*", "").strip()) {
      case "string", "varchar" -> name.contains("collate") ? Kind.OTHER : Kind.TEXT;
      case "char" -> name.contains("collate") ? Kind.OTHER : Kind.PADDED;
      case "tinyint", "byte", "smallint", "short" -> Kind.SMALLINT;
      case "int", "integer" -> Kind.INTEGER;
      case "bigint", "long" -> Kind.BIGINT;
      case "decimal", "dec", "numeric" -> Kind.DECIMAL;
      case "float", "real" -> Kind.REAL;
      case "double" -> Kind.DOUBLE;
      case "boolean" -> Kind.BOOLEAN;
      case "date" -> Kind.DATE;
      case "timestamp", "timestamp_ltz" -> Kind.INSTANT;
      case "timestamp_ntz" -> Kind.TIMESTAMP;
      case "binary" -> Kind.BINARY;
      case "array" -> Kind.ARRAY;
      default -> Kind.OTHER;
    };
  }

  /** SQLite's types are what its columns were declared with; their values may be anything. */
  private static Kind sqlite(String name) {
    if (name.contains("int")) {
      return Kind.BIGINT;
    }
    if (name.contains("bool")) {
      return Kind.BOOLEAN;
    }
    if (name.contains("char") || name.contains("clob") || name.contains("text")) {
      return Kind.TEXT;
    }
    if (name.contains("real") || name.contains("floa") || name.contains("doub")) {
      return Kind.DOUBLE;
    }
    if (name.contains("blob")) {
      return Kind.BINARY;
    }
    if (name.startsWith("timestamp") || name.startsWith("datetime")) {
      return Kind.TIMESTAMP;
    }
    if (name.equals("date")) {
      return Kind.DATE;
    }
    if (name.equals("time")) {
      return Kind.TIME;
    }
    if (name.startsWith("dec") || name.startsWith("num")) {
      return Kind.DECIMAL;
    }
    return Kind.OTHER;
  }

  /** Returns the kind of an array's elements, by the array's name. */
  static Kind element(Product product, String typeName) {
    String name = typeName.toLowerCase(Locale.ROOT);
    String element =
        name.startsWith("_")
            ? name.substring(1)
            : name.replaceAll("(\\[\\d*\\]| array(\\[\\d+\\])?)$", "")
                .replaceAll("^array<(.*)>$", "$1");
    return switch (element.replaceAll("\\(.*\\)", "").strip()) {
      case "bool", "boolean" -> Kind.BOOLEAN;
      case "int2", "smallint", "tinyint" -> Kind.SMALLINT;
      case "int4", "integer", "int" -> Kind.INTEGER;
      case "int8", "bigint" -> Kind.BIGINT;
      case "numeric", "decimal" -> Kind.DECIMAL;
      case "float4", "real" -> Kind.REAL;
      case "float" -> product == Product.SPARK ? Kind.REAL : Kind.DOUBLE;
      case "float8", "double", "double precision" -> Kind.DOUBLE;
      case "text", "varchar", "character varying", "string" -> Kind.TEXT;
      case "uuid" -> Kind.UUID;
      case "date" -> Kind.DATE;
      default -> Kind.OTHER;
    };
  }
}
