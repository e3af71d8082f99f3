package dev.bricklane.sql.attach;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.jspecify.annotations.Nullable;

/**
 * A table of an attached source, for metadata. Immutable.
 *
 * @param type {@code TABLE} or {@code VIEW}
 * @param remarks what the source says of it, or null
 * @param key its primary key, or null
 */
public record AttachedTable(
    String schema,
    String name,
    String type,
    @Nullable String remarks,
    List<Field> columns,
    @Nullable Key key) {
  public AttachedTable {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param type makes its type
   * @param remarks what the source says of it, or null
   */
  public record Field(
      String name, Function<RelDataTypeFactory, RelDataType> type, @Nullable String remarks) {}

  /**
   * A primary key.
   *
   * @param name its name, or null
   * @param columns in the key's order
   */
  public record Key(@Nullable String name, List<String> columns) {
    public Key {
      columns = List.copyOf(columns);
    }
  }
}
