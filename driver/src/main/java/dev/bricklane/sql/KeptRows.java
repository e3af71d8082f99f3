package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/** Rows that are read from their source once, when they are first asked for, and then kept. */
final class KeptRows<T> extends AbstractEnumerable<T> {
  private final Enumerable<T> source;
  private @Nullable List<T> rows;

  private KeptRows(Enumerable<T> source) {
    this.source = source;
  }

  static <T> Enumerable<T> of(Enumerable<T> source) {
    return new KeptRows<>(source);
  }

  @Override
  public Enumerator<T> enumerator() {
    List<T> kept = rows;
    if (kept == null) {
      kept = source.toList();
      rows = kept;
    }
    return Linq4j.enumerator(kept);
  }
}
