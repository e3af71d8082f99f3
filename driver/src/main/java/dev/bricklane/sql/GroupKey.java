package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a group have in common. Immutable.
 *
 * @param columns which
 * @param scalarRows whether a row is its one value itself, not an array of it
 */
record GroupKey(ImmutableBitSet columns, boolean scalarRows) {

  /** Returns a row's key, equal to those of the other rows of its group. */
  List<@Nullable Object> of(@Nullable Object row) {
    List<@Nullable Object> key = new ArrayList<>(columns.cardinality());
    for (int column : columns) {
      key.add(
          DecimalRows.plain(scalarRows || row == null ? row : ((@Nullable Object[]) row)[column]));
    }
    return key;
  }
}
