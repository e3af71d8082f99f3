package dev.bricklane.sql;

import org.jspecify.annotations.Nullable;

/**
 * The SQL type of a column, parameter or array element, as JDBC describes it. Immutable.
 *
 * <p>Values of a type reach JDBC as these Java classes: BOOLEAN {@code Boolean}; TINYINT {@code
 * Byte}; SMALLINT {@code Short}; INTEGER {@code Integer}; BIGINT {@code Long}; REAL {@code Float};
 * FLOAT and DOUBLE {@code Double}; DECIMAL {@code BigDecimal}; CHAR and VARCHAR {@code String};
 * BINARY and VARBINARY {@code byte[]}; DATE {@code LocalDate}; TIME {@code LocalTime}; TIMESTAMP
 * {@code LocalDateTime}; TIMESTAMP_WITH_TIMEZONE {@code OffsetDateTime}; ARRAY {@code List<Object>}
 * of its element's class; STRUCT {@code List<Object>}; JAVA_OBJECT (maps, intervals, others) a
 * {@code Map}, or a {@code String}; NULL {@code null}.
 *
 * @param jdbcType a constant of {@link java.sql.Types}
 * @param name the plain SQL name, such as {@code VARCHAR} or {@code REAL ARRAY}: no length, no
 *     nullability
 * @param precision digits of a number, characters of a text, bytes of a binary; 0 where unbounded
 *     or senseless
 * @param scale digits after the point, or of the second's fraction
 * @param element the element's type if an array, else null
 */
public record ColumnType(
    int jdbcType, String name, int precision, int scale, @Nullable ColumnType element) {

  /** Makes a type without an element. */
  public static ColumnType of(int jdbcType, String name, int precision, int scale) {
    return new ColumnType(jdbcType, name, precision, scale, null);
  }
}
